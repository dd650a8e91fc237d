// Package rehearsal is the drill of the sandbox: a furious client, played by a script, writes
// in the client's channel for three minutes, as the team's texts let her. Then the page says
// how it went, from the record.
package rehearsal

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/drilling"
	"candor/incident/firm"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/messages/exercise"
	"candor/sandbox/page"
)

// rhythm is how often the client hears while the drill runs: three minutes have room for
// two promises.
var rhythm = client.Rhythm{First: time.Minute, Every: schedule.Every(time.Minute), Mitigated: schedule.Every(time.Minute), Monitoring: schedule.Every(time.Minute), Final: time.Minute}

// Stage is where one drill at a time is played. Set the fields; it is safe for concurrent
// use then. A nil one plays nothing.
type Stage struct {
	Client string // id of the client who is played
	Now    func() time.Time
	Log    *slog.Logger
	Say    func(ctx context.Context, text string) error               // writes in the client's channel, as the client
	Read   func(ctx context.Context, fn func(records.Tx) error) error // of the product's store
	Firm   func() *firm.Firm                                          // the product's company

	mu    sync.Mutex // never held while something is said: the page asks for the score meanwhile
	drill *drill.Drill
}

// The buttons of the drill.
const (
	beginKind = "drill"
	clearKind = "drill-clear"
)

// Troubles are the buttons that begin it, and put away how it went.
func (s *Stage) Troubles() []page.Trouble {
	return []page.Trouble{{Kind: beginKind, Label: "Start the drill", Do: s.start}, {Kind: clearKind, Label: "Put the score away", Do: s.putAway}}
}

func (s *Stage) putAway(context.Context) (said string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drill.Past() {
		s.drill = nil
	}
	return "", nil
}

// Hint is what is to be done while it runs.
const Hint = "Dana writes as the client. Type /incident new, tell her, and keep to the time that you name."

func (s *Stage) start(ctx context.Context) (said string, err error) {
	s.mu.Lock()
	s.drill = (&drill.Drill{Script: *exercise.Named("")}).Begin("", s.Now())
	s.hurry(rhythm)
	s.mu.Unlock()
	s.Step(ctx)
	return Hint, nil
}

// hurry sets how often the client hears; the zero Rhythm is as the config says.
func (s *Stage) hurry(r client.Rhythm) {
	roster := *s.Firm().Roster()
	roster.Clients = slices.Clone(roster.Clients)
	for i := range roster.Clients {
		c := &roster.Clients[i]
		if c.ID != s.Client {
			continue
		}
		c.Cadence = maps.Clone(c.Cadence)
		if c.Cadence == nil {
			c.Cadence = map[client.Severity]client.Rhythm{}
		}
		for _, sev := range []client.Severity{1, 2, 3} {
			if c.Cadence[sev] = r; r == (client.Rhythm{}) {
				delete(c.Cadence, sev)
			}
		}
	}
	s.Firm().SetRoster(&roster)
}

// Step goes on with the drill as far as it is due.
func (s *Stage) Step(ctx context.Context) {
	if s == nil {
		return
	}
	for _, line := range s.due(ctx) {
		if err := s.Say(ctx, line.Text); err != nil && ctx.Err() == nil {
			s.Log.Error("the client of the drill could not write", "err", err)
		}
	}
}

// due are the lines that are to be said now. It ends a drill whose time is over.
func (s *Stage) due(ctx context.Context) []drill.Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drill.On() {
		return nil
	}
	now := schedule.Earlier(s.Now(), s.drill.Over())
	heard, zone := s.heard(ctx)
	lines := s.drill.Play(heard, now, zone)
	if !now.Before(s.drill.Over()) {
		s.drill.Scored, s.drill.EndAt = s.drill.Score(heard, now), now
		s.hurry(client.Rhythm{})
	}
	return lines
}

// heard is what has reached the client since the drill began, in whichever incident.
func (s *Stage) heard(ctx context.Context) (list []drill.Text, zone *time.Location) {
	zone = time.UTC
	err := s.Read(ctx, func(tx records.Tx) error {
		list = nil
		latest, err := tx.LatestIncidents(recent)
		for _, inc := range latest {
			list = append(list, s.heardIn(tx, inc)...)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		s.Log.Error("what the client of the drill was told could not be read", "err", err)
	}
	if c := s.Firm().Roster().Client(s.Client); c != nil {
		zone = c.Zone()
	}
	drill.InOrder(list)
	return list, zone
}

// recent is in how many incidents a client is looked for.
const recent = 20

func (s *Stage) heardIn(tx records.Tx, inc *incident.Incident) []drill.Text {
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; aff.Client.ID == s.Client && inc.Drill == nil {
			return slices.DeleteFunc(drilling.Heard(tx, inc, aff), func(t drill.Text) bool { return t.At.Before(s.drill.At) })
		}
	}
	return nil
}

// Sooner is the earlier of an instant (zero: none) and when the drill goes on.
func (s *Stage) Sooner(at time.Time) time.Time {
	if s == nil {
		return at
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drill.On() {
		return at
	}
	return schedule.Sooner(at, schedule.Sooner(s.drill.NextAt, s.drill.Over()))
}

// View is what the page shows of it.
func (s *Stage) View() *page.Drill {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &page.Drill{Begin: beginKind, Clear: clearKind, Lasts: int(drill.Lasts.Seconds())}
	if s.drill == nil {
		return v
	}
	if v.Running = s.drill.On(); v.Running {
		v.Hint, v.Passed = Hint, int(s.Now().Sub(s.drill.At).Seconds())
		return v
	}
	zone := time.UTC
	if c := s.Firm().Roster().Client(s.Client); c != nil {
		zone = c.Zone()
	}
	v.Score = exercise.Score(*s.drill.Scored, zone)
	return v
}
