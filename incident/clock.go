package incident

import (
	"slices"
	"time"

	"candor/incident/promise"
)

// RepairEvent takes back what happened only because the clock was ahead: an
// estimate that has not ended. What people did meanwhile has happened now.
func (inc *Incident) RepairEvent(aff *Affected, p *promise.Promise, now time.Time) {
	if aff.Missed.After(now) {
		aff.Missed = time.Time{}
	}
	e := p.Event
	switch {
	case e == nil || !e.At.After(now):
		return
	case slices.Equal(e.Kinds, []promise.EventKind{promise.EstimateMissed}):
		p.Event = nil
		p.Restart()
		return
	}
	e.At, e.DueAt = now, inc.eventDue(aff, now)
}
