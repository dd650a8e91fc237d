package candor

import (
	"context"
	"fmt"
	"time"
)

// Pace is how often a client hears in one incident where that is not as in its
// profile. The zero value is the profile's rhythm.
type Pace struct {
	Cadence Cadence   `json:"cadence,omitzero"`
	By      string    `json:"by,omitempty"`       // who of the team said so
	AskedBy string    `json:"asked_by,omitempty"` // who asked for it at the client; empty: it was our wish
	At      time.Time `json:"at,omitzero"`
	Slow    bool      `json:"slow,omitempty"` // a text said that it hears less often: until something happens
}

// A client hears less often only when nothing happens for long.
const (
	slowAfter   = 2 * time.Hour  // since the first notice
	calmUpdates = 2              // in a row that changed nothing
	slowAtLast  = 4              // times the usual step, and no slower
	badNewsDay  = 24 * time.Hour // lost data and break-ins: not before, unless the client wants it
)

// Slower is the next slower step that may be offered to a client now, zero if
// none may: two hours after the first notice, after two updates that changed
// nothing, one step at a time. It holds only once a text has said so.
func (inc *Incident) Slower(aff *Affected, now time.Time) time.Duration {
	p := aff.Owed(UpdatePromise)
	current := inc.cadence(aff, Holding)
	switch {
	case inc.State != Open, p == nil, p.Event != nil, aff.Calm < calmUpdates:
		return 0
	case aff.FirstAt.IsZero(), now.Sub(aff.FirstAt) < slowAfter:
		return 0
	case inc.neverWaits() && now.Sub(inc.DeclaredAt) < badNewsDay:
		return 0
	case aff.Pace.AskedBy != "", !aff.Plan.Cadence.IsZero(), current.Cron != "":
		return 0
	}
	next, most := 2*current.Step, slowAtLast*aff.Client.RhythmOf(min(inc.Severity, Small)).Every.Step
	if inc.Severity >= Small {
		next, most = 24*time.Hour, 24*time.Hour
	}
	if next <= current.Step || next > most {
		return 0
	}
	return next
}

// announced is how often a client hears from a text on, where the text says so:
// what was planned, or the slower step that its writer chose. Zero: as before.
func (inc *Incident) announced(aff *Affected, u *Update, slower bool, now time.Time) Cadence {
	switch {
	case inc.State != Open, u.Quiet, !PromisesNext(u.Kind):
		return Cadence{}
	case !aff.Plan.Cadence.IsZero():
		return aff.Plan.Cadence
	case slower:
		return Every(inc.Slower(aff, now))
	}
	return Cadence{}
}

// paced applies that a text said how often the client hears from it on, and
// counts the texts that changed nothing.
func (aff *Affected) paced(u *Update, at time.Time) {
	if aff.FirstAt.IsZero() {
		aff.FirstAt = at
	}
	if aff.Calm++; u.Kind != Holding {
		aff.Calm = 0
	}
	if u.Rhythm.IsZero() {
		return
	}
	aff.Pace = Pace{Cadence: u.Rhythm, By: u.By, At: at, Slow: true}
	if aff.Plan.Cadence == u.Rhythm {
		aff.Plan = Pace{}
	}
	aff.Calm = 0
}

// unslow goes back to the usual rhythm, since something happened. What the
// client asked for stays.
func (aff *Affected) unslow() {
	aff.Calm, aff.Plan = 0, Pace{}
	if aff.Pace.Slow {
		aff.Pace = Pace{}
	}
}

// pace lays what holds in this incident over the profile's cadence.
func (aff *Affected) pace(usual Cadence) Cadence {
	switch {
	case aff.Pace.Cadence.IsZero():
		return usual
	case aff.Pace.Slow: // never more often by getting better
		return aff.Pace.Cadence.carry(usual)
	}
	return aff.Pace.Cadence
}

// SetCadence changes how often a client hears in one incident, from the next
// promise on; the one that it has stays. What the client asked for, and what is
// more often, holds at once. What is less often, and only our wish, holds when a
// text has said so. A zero cadence goes back to the usual one.
func (s *Service) SetCadence(ctx context.Context, a Actor, number int64, client string, c Cadence, askedBy string) (*Incident, error) {
	return s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		if inc.State != Open {
			return Errorf(Conflict, "%s is %s: no more updates are owed. Nothing was changed.", inc.Name(), inc.State)
		}
		changed := false
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if client != AllClients && aff.Client.ID != client {
				continue
			}
			if err := inc.setPace(aff, Pace{Cadence: c, By: a.ID, AskedBy: askedBy, At: now}); err != nil {
				return err
			}
			changed = true
			if err := record(tx, inc, a.ID, "cadence", cadenceEntry(aff, c, askedBy), now); err != nil {
				return err
			}
		}
		if !changed {
			return Errorf(NotFound, "%s does not affect a client %q. Nothing was changed.", inc.Name(), client)
		}
		return nil
	})
}

func (inc *Incident) setPace(aff *Affected, p Pace) error {
	current := inc.cadence(aff, Holding)
	aff.Plan, aff.Calm = Pace{}, 0
	switch less := p.Cadence.Cron != "" || p.Cadence.Step > current.Step; {
	case p.Cadence.IsZero():
		aff.Pace = Pace{}
	case p.AskedBy != "" || !less:
		aff.Pace = p
	case inc.neverWaits() && p.At.Sub(inc.DeclaredAt) < badNewsDay:
		return Errorf(Conflict, "%s still hears %s. In the first 24 hours after such news that changes only if they want it: ask them, then type it with asked by and their name.", aff.Client.Name, current)
	default:
		aff.Plan = p
	}
	return nil
}

// cadenceEntry is the line of the timeline.
func cadenceEntry(aff *Affected, c Cadence, askedBy string) string {
	how := c.String()
	if c.IsZero() {
		how = "as usual"
	}
	text := fmt.Sprintf("%s hears %s from the next update on", aff.Client.Name, how)
	switch {
	case askedBy != "":
		return text + ", as " + askedBy + " asked."
	case !aff.Plan.Cadence.IsZero():
		return text + ", which says so."
	}
	return text + "."
}
