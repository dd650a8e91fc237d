package incident

import (
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// CadenceOverride is how often a client hears in one incident; zero: as in its profile.
type CadenceOverride struct {
	Cadence schedule.Cadence `json:"cadence,omitzero"`
	By      string           `json:"by,omitempty"`       // who of the team said so
	AskedBy string           `json:"asked_by,omitempty"` // who asked for it at the client; empty: it was our wish
	At      time.Time        `json:"at,omitzero"`
	Slow    bool             `json:"slow,omitempty"` // a text said that it hears less often: until something happens
	Sure    bool             `json:"-"`              // it was asked back, and is meant
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
	p := aff.Owed(promise.Update)
	current := inc.Cadence(aff, update.Holding)
	switch {
	case inc.State != Open, p == nil, p.Event != nil, aff.QuietUpdates < calmUpdates:
		return 0
	case aff.FirstAt.IsZero(), now.Sub(aff.FirstAt) < slowAfter:
		return 0
	case inc.NeverWaits() && now.Sub(inc.DeclaredAt) < badNewsDay:
		return 0
	case aff.Pace.AskedBy != "", !aff.Plan.Cadence.IsZero(), current.Cron != "":
		return 0
	}
	next, most := 2*current.Step, slowAtLast*aff.Client.RhythmOf(min(inc.Severity, client.Small)).Every.Step
	if inc.Severity >= client.Small {
		next, most = 24*time.Hour, 24*time.Hour
	}
	if next <= current.Step || next > most {
		return 0
	}
	return next
}

// Announced is how often a client hears from a text on, where the text says so:
// what was planned, or the slower step that its writer chose. Zero: as before.
func (inc *Incident) Announced(aff *Affected, u *update.Update, slower bool, now time.Time) schedule.Cadence {
	switch {
	case inc.State != Open, u.Quiet, !update.PromisesNext(u.Kind):
		return schedule.Cadence{}
	case !aff.Plan.Cadence.IsZero():
		return aff.Plan.Cadence
	case !inc.disclosed(aff, u).IsZero():
		return inc.disclosed(aff, u)
	case slower:
		return schedule.Every(inc.Slower(aff, now))
	}
	return schedule.Cadence{}
}

// paced applies that a text said how often the client hears from it on, and
// counts the texts that changed nothing.
func (aff *Affected) paced(u *update.Update, at time.Time) {
	if aff.QuietUpdates++; u.Kind != update.Holding {
		aff.QuietUpdates = 0
	}
	if u.Rhythm.IsZero() {
		return
	}
	disclosed := update.KindOf(u.Kind).About != "" // that is theirs, whatever happens
	aff.Pace = CadenceOverride{Cadence: u.Rhythm, By: u.By, At: at, Slow: !disclosed}
	if aff.Plan.Cadence == u.Rhythm {
		aff.Plan = CadenceOverride{}
	}
	aff.QuietUpdates = 0
}

// unslow goes back to the usual rhythm, since something happened. What the
// client asked for stays.
func (aff *Affected) unslow() {
	aff.QuietUpdates, aff.Plan = 0, CadenceOverride{}
	if aff.Pace.Slow {
		aff.Pace = CadenceOverride{}
	}
}

// pace lays what holds in this incident over the profile's cadence.
func (aff *Affected) pace(usual schedule.Cadence) schedule.Cadence {
	switch {
	case aff.Pace.Cadence.IsZero():
		return usual
	case aff.Pace.Slow: // never more often by getting better
		return aff.Pace.Cadence.Carry(usual)
	}
	return aff.Pace.Cadence
}

// SetPace lets a client hear at another cadence. More often holds at once; less
// often is planned until a text has said it, unless they asked for it.
func (inc *Incident) SetPace(aff *Affected, p CadenceOverride) error {
	current := inc.Cadence(aff, update.Holding)
	aff.Plan, aff.QuietUpdates = CadenceOverride{}, 0
	switch less := p.Cadence.Cron != "" || p.Cadence.Step > current.Step; {
	case p.Cadence.IsZero():
		aff.Pace = CadenceOverride{}
	case p.AskedBy != "" || !less:
		aff.Pace = p
	case inc.NeverWaits() && p.At.Sub(inc.DeclaredAt) < badNewsDay:
		return fault.Errorf(fault.Conflict, "Nothing was changed: %s still hears %s. In the first 24 hours after such news that changes only if they want it: ask them, then type it with asked by and their name.", aff.Client.Name, current)
	default:
		aff.Plan = p
	}
	return nil
}
