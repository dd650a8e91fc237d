package main_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/firm"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/store/bolt"
)

// world is one history: the program, its clock, and what the outside has seen.
type world struct {
	*service.Service
	outside
	r     *rand.Rand
	words *messages.Words
	path  string
	store *bolt.Store
	now   time.Time

	trouble trouble
	damaged bool              // a record cannot be read, and what needs it is refused
	ahead   time.Duration     // by how much the clock is wrong
	late    []*view.Lease     // of workers that hang, or that died
	claimed []*view.Lease     // handed out, and not begun
	serial  int               // of envelopes and of what clients write
	seen    map[string]bool   // hashes of the texts that a person has seen
	drafts  map[string]string // the one that each writer saw last

	steps    int
	log      []string
	breaches []string
}

// trouble is how the outside treats clients' texts for a while.
type trouble string

const (
	allWell     trouble = ""
	lostAnswers trouble = "lost"    // it arrives, and nobody says so
	nothing     trouble = "nothing" // nobody answers, and it does not arrive
	busy        trouble = "busy"
	askedToWait trouble = "wait"
	refusing    trouble = "refused"
)

func (w *world) weather() trouble {
	return one(w.r, allWell, allWell, allWell, allWell, allWell, lostAnswers, nothing, busy, askedToWait, refusing)
}

// beginnings are moments around which time is difficult: the night before a
// change of the clocks, in Europe and on Lord Howe, a leap day, the end of a year.
var beginnings = []time.Time{
	time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 28, 23, 10, 0, 0, time.UTC),
	time.Date(2026, 4, 4, 13, 50, 0, 0, time.UTC),
	time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC),
	time.Date(2026, 12, 31, 22, 0, 0, 0, time.UTC),
	time.Date(2028, 2, 28, 22, 50, 0, 0, time.UTC),
}

func newWorld(words *messages.Words, dir string, r *rand.Rand) *world {
	w := &world{r: r, words: words, path: filepath.Join(dir, "candor.db"), outside: newOutside(),
		now: one(r, beginnings...), seen: map[string]bool{}, drafts: map[string]string{}}
	w.start()
	return w
}

// start begins a life of the program.
func (w *world) start() {
	store, err := bolt.Open(w.path, bolt.Options{})
	if err != nil {
		panic(err)
	}
	w.store = store
	w.Service = &service.Service{
		Firm: firm.Firm{
			Words:     unchecked{w.words},
			Log:       slog.New(slog.DiscardHandler),
			Company:   "Studio North",
			Command:   "/incident",
			Pattern:   "inc-{number}-{client}",
			Playbooks: w.words.Playbooks(),
		},
		Store: twice{store},
		Now:   func() time.Time { return w.now },
	}
	if _, err := w.Provision(context.Background(), roster); err != nil {
		panic(err)
	}
}

func (w *world) stop() { _ = w.store.Close() }

// crash ends the program between two commits and starts it again.
func (w *world) crash(where string) {
	w.logf("the program dies %s", where)
	w.stop()
	w.now = w.now.Add(time.Duration(w.r.IntN(60)) * time.Second)
	w.start()
}

// twice runs each transaction once for nothing, as the store does when another
// call of its group fails: what fn does besides writing shows.
type twice struct{ records.Store }

var errFirstRun = errors.New("the first of two runs")

func (s twice) Update(ctx context.Context, fn func(records.Tx) error) error {
	_ = s.Store.Update(ctx, func(tx records.Tx) error {
		_ = fn(tx)
		return errFirstRun
	})
	return s.Store.Update(ctx, fn)
}

// unchecked leaves the draft check out, which has tests of its own and would take
// most of the time.
type unchecked struct{ *messages.Words }

func (unchecked) Check(*incident.Incident, view.CheckInput) []update.Finding { return nil }

// The cast. Each client has other ways, another zone and another rule of approval.
var (
	ana  = incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}
	ben  = incident.Actor{ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}
	cleo = incident.Actor{ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}
	dana = incident.Actor{ID: "U0DANA", Team: "T0ACME", Home: "T0STUDIO"}

	crew = []incident.Actor{ana, ben, cleo}

	roster = team.Roster{
		People: []team.Person{
			{Slack: "U0ANA", Name: "Ana Ruiz", Phone: "+44 20 7946 0001", Wake: "https://wake.example/ana"},
			{Slack: "U0BEN", Name: "Ben", Wake: "https://wake.example/ben"},
			{Slack: "U0CLEO", Name: "Cleo"},
		},
		EscalateTo: []string{"U0BEN", "U0CLEO"},
		Clients: []client.Client{
			{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Automatic: true,
				Contacts: []client.Contact{{Name: "Dana Fox", Phone: "+44 20 7946 0002", Email: "dana@acme.example"}}},
			{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", Email: true, TimeZone: "Australia/Lord_Howe",
				Contacts: []client.Contact{{Name: "Front desk", Email: "desk@globex.example"}, {Name: "Office", Email: "office@globex.example"}},
				Approval: client.Approval{Rule: client.ApprovalOther}},
			{ID: "third", Name: "Third", Slack: "C0THIRD", Optional: []string{client.ViaSlack}, TimeZone: "Asia/Kathmandu", Night: client.NightSummary,
				Webhook: &client.Webhook{URL: "https://third.example/hook", Secret: "whsec_x"}},
			{ID: "fourth", Name: "Fourth", TimeZone: "Pacific/Chatham", // reached by phone only
				Contacts: []client.Contact{{Name: "Front desk", Phone: "1"}},
				Approval: client.Approval{Rule: client.ApprovalCommander}},
		},
	}
)

// clientID is some client, seldom the one that only the phone reaches.
func (w *world) clientID() string {
	return one(w.r, "acme", "acme", "globex", "globex", "globex", "third", "third", "third", "fourth")
}

func (w *world) member() string { return one(w.r, crew...).ID }

// envelope makes the actor one who acts now, by a command of their own.
func (w *world) envelope(a incident.Actor) incident.Actor {
	w.serial++
	a.Envelope = "E" + strconv.Itoa(w.serial)
	return a
}

// anybody is some member of the team, in the channel or not, sometimes an admin.
func (w *world) anybody() incident.Actor {
	a := w.envelope(one(w.r, crew...))
	a.Admin, a.InChannel = w.r.IntN(4) == 0, w.r.IntN(5) > 0
	return a
}

func actorOf(user string) incident.Actor {
	for _, a := range crew {
		if a.ID == user {
			return a
		}
	}
	return incident.Actor{ID: user}
}

// letTimePass moves the clock: mostly not at all or a little, seldom by hours. Now
// and then the program is there all the time: what is too often shows.
func (w *world) letTimePass() {
	if w.r.IntN(15) == 0 {
		for range 24 {
			w.now = w.now.Add(5 * time.Second)
			w.work()
		}
	}
	switch n := w.r.IntN(20); {
	case n == 0:
		w.now = w.now.Add(time.Duration(w.r.IntN(14)) * time.Hour)
	case n < 6:
		w.now = w.now.Add(time.Duration(w.r.IntN(1800)) * time.Second)
	case n < 15:
		w.now = w.now.Add(time.Duration(w.r.IntN(20)) * time.Second)
	}
	if w.steps%10 == 0 {
		w.turnTheClock()
	}
}

// turnTheClock puts the clock wrong for a while: ahead, as after a dead battery,
// and right again.
func (w *world) turnTheClock() {
	switch {
	case w.ahead > 0:
		w.now = w.now.Add(-w.ahead)
		clear(w.alarms)
		w.logf("the clock is right again: %s back", w.ahead)
		w.ahead = 0
	case w.r.IntN(12) == 0:
		w.ahead = time.Duration(1+w.r.IntN(30)) * time.Hour
		w.now = w.now.Add(w.ahead)
		w.logf("the clock jumps %s ahead", w.ahead)
	}
}

func (w *world) logf(format string, args ...any) {
	w.log = append(w.log, w.now.UTC().Format("01-02 15:04:05 ")+fmt.Sprintf(format, args...))
}

func (w *world) breach(format string, args ...any) {
	w.breaches = append(w.breaches, w.now.UTC().Format("01-02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// view reads the store.
func (w *world) view(fn func(records.Tx) error) error { return w.store.View(context.Background(), fn) }

func one[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func (w *world) minutes(from, to int) time.Duration {
	return time.Duration(from+w.r.IntN(to-from)) * time.Minute
}
