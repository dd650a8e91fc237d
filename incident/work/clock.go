package work

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule"
)

// RepairClock brings back what a clock that was ahead has put off.
func (w *Unit) RepairClock() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		w.repairWaits(aff)
		for j := range aff.Promises {
			p := &aff.Promises[j]
			w.repairEvent(aff, p)
			if p.Auto < 0 && p.DueAt.Add(w.Inc.AutoAfter()).After(w.Now) {
				p.Auto = 0
			}
			p.Rewind(w.Now)
			if p.SnoozedTo.Sub(w.Now) > p.Step() {
				p.SnoozedTo = time.Time{}
			}
		}
	}
	if e := w.Inc.Estimate; e.Live(w.Now) && e.Asked == "" && e.AskAt.IsZero() {
		e.AskAt = schedule.Later(w.Now, e.To.Add(-incident.AskAhead))
	}
	w.Inc.NotClosedBefore = schedule.Earlier(w.Inc.NotClosedBefore, w.Now.Add(incident.CloseAgain))
	if w.Inc.CardAt.After(w.Now) {
		w.Inc.CardAt = w.Now
	}
	return w.Tx.PutIncident(w.Inc)
}

// repairWaits lets nothing that is asked, copied or brought up again wait for longer
// than usual, and no call last until the wrong time.
func (w *Unit) repairWaits(aff *incident.Affected) {
	if r := aff.Request; r != nil {
		r.NextAt = schedule.Earlier(r.NextAt, w.Now.Add(longestApproval))
	}
	for i := range aff.Missing {
		debt := &aff.Missing[i]
		debt.NagAt = schedule.Earlier(debt.NagAt, w.Now.Add(outbox.LongestNag))
	}
	aff.CopyAt = schedule.Earlier(aff.CopyAt, w.Now)
	aff.Call.At = schedule.Earlier(aff.Call.At, w.Now)
	aff.AttemptAt, aff.SpokeAt = schedule.Earlier(aff.AttemptAt, w.Now), schedule.Earlier(aff.SpokeAt, w.Now)
}

// repairEvent takes back what happened only because the clock was ahead: an
// estimate that has not ended. What people did meanwhile has happened now.
func (w *Unit) repairEvent(aff *incident.Affected, p *promise.Promise) {
	if aff.Missed.After(w.Now) {
		aff.Missed = time.Time{}
	}
	e := p.Event
	switch {
	case e == nil || !e.At.After(w.Now):
		return
	case slices.Equal(e.Kinds, []promise.EventKind{promise.EstimateMissed}):
		p.Event = nil
		p.Restart()
		return
	}
	e.At, e.DueAt = w.Now, w.Inc.EventDue(aff, w.Now)
}
