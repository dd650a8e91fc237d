package incident

import (
	"slices"
	"time"

	"candor/incident/outbox"
)

// Rewind takes back the rungs, and the repetitions of the last one, that are not
// due yet. Those that stay keep their slots: nobody is rung twice for one.
func (p *Promise) Rewind(now time.Time) {
	for p.Rung > 0 && p.at(p.Rung).After(now) {
		p.Rung--
	}
	if !p.LastAt.After(now) {
		return
	}
	said := p.Repeat
	p.Repeat, p.LastAt = 0, time.Time{}
	if p.Rung < outbox.Everybody {
		return
	}
	for p.LastAt = p.at(outbox.Everybody); p.Repeat < said; p.Repeat++ {
		next := p.Comes(outbox.Everybody)
		if next.After(now) {
			return
		}
		p.LastAt = next
	}
}

// RepairEvent takes back what happened only because the clock was ahead: an
// estimate that has not ended. What people did meanwhile has happened now.
func (inc *Incident) RepairEvent(aff *Affected, p *Promise, now time.Time) {
	if aff.Missed.After(now) {
		aff.Missed = time.Time{}
	}
	e := p.Event
	switch {
	case e == nil || !e.At.After(now):
		return
	case slices.Equal(e.Kinds, []EventKind{EstimateMissed}):
		p.Event = nil
		p.Restart()
		return
	}
	e.At, e.DueAt = now, inc.eventDue(aff, now)
}
