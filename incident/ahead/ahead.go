// Package ahead brings back what a clock that was ahead has put off.
package ahead

import (
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/eta"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/whose"
	"candor/incident/work"
)

// Repair brings back what a clock that was ahead has put off. ahead is by how much
// it was; zero: nobody knows that it was, so what people named stays.
func Repair(w *work.Unit, ahead time.Duration) error {
	c := schedule.Ahead{Now: w.Now, By: ahead}
	correctBeginnings(w.Inc, c)
	correctEnds(w.Inc, c)
	if err := repairDecision(w, c, w.Inc.TakeBack, nil); err != nil {
		return err
	}
	var brought []string // what was said to be due or late, and is not
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if err := repairDecision(w, c, aff.Embargo, aff); err != nil {
			return err
		}
		repairWaits(w, aff)
		for j := range aff.Promises {
			brought = append(brought, repairPromise(w, c, aff, &aff.Promises[j])...)
		}
	}
	if e := w.Inc.Estimate; e.Live(w.Now) && e.Asked == "" && e.AskAt.IsZero() {
		e.AskAt = schedule.Later(w.Now, e.To.Add(-eta.AskAhead))
	}
	maps.DeleteFunc(w.Inc.Mornings, func(_ string, at time.Time) bool { return at.After(w.Now) })
	w.Inc.NotClosedBefore = schedule.Earlier(w.Inc.NotClosedBefore, w.Now.Add(incident.CloseAgain))
	w.Inc.Watch.Repair(w.Inc.ZoneNamed, w.Now)
	w.Inc.Drill.Repair(w.Now)
	if w.Inc.CardAt.After(w.Now) {
		w.Inc.CardAt = w.Now
	}
	return w.ShowAgain(brought)
}

// repairPromise brings a promise and its ladder back to where they are now, and returns the
// messages that said too soon that it is due or late.
func repairPromise(w *work.Unit, c schedule.Ahead, aff *incident.Affected, p *promise.Promise) (brought []string) {
	p.Straighten(c)
	repairEvent(w, aff, p)
	if p.Auto < 0 && p.DueAt.Add(w.Inc.AutoAfter()).After(w.Now) {
		p.Auto = 0
	}
	reached, rang := p.Rung, p.Slot()
	if p.Rewind(w.Now); p.Rung < reached && p.Outcome == promise.Pending {
		brought = append([]string{p.Showing}, p.Direct...)
	}
	if unguard(w.Inc, aff, p, w.Now) || p.Slot() < rang {
		p.Anew++ // else the phones that rang too soon would not ring at its time
	}
	if p.SnoozedTo.Sub(w.Now) > p.Step() {
		p.SnoozedTo = time.Time{}
	}
	return brought
}

// unguard forgets that somebody was rung before a client's time, since whoever keeps the
// promise sleeps, if that is still to come.
func unguard(inc *incident.Incident, aff *incident.Affected, p *promise.Promise, now time.Time) bool {
	was := p.Guarded
	p.Guarded = false
	p.Guarded = was && !inc.GuardAt(aff, p).After(now)
	return was && !p.Guarded
}

// repairWaits lets nothing that is asked, copied or brought up again wait for longer
// than usual, and no call last until the wrong time.
func repairWaits(w *work.Unit, aff *incident.Affected) {
	if r := aff.Request; r != nil {
		r.NextAt = schedule.Earlier(r.NextAt, w.Now.Add(approval.Longest))
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
func repairEvent(w *work.Unit, aff *incident.Affected, p *promise.Promise) {
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
	e.At, e.DueAt, e.Last = w.Now, w.Inc.EventDue(aff, w.Now), nil
}

// correctBeginnings puts right from when on the time counts until a client has to hear.
func correctBeginnings(inc *incident.Incident, c schedule.Ahead) {
	inc.Since, inc.DeclaredAt = c.Right(inc.Since), c.Right(inc.DeclaredAt)
	inc.Facts.NoticedAt, inc.Facts.TurnedAt, inc.Facts.Outset = c.Right(inc.Facts.NoticedAt), c.Right(inc.Facts.TurnedAt), c.Right(inc.Facts.Outset)
	whose.Straighten(inc, c.Right)
}

// correctEnds puts right from when on the time counts of what belongs to the weeks after: a step
// a day after it works, what was promised before it was closed, and after.
func correctEnds(inc *incident.Incident, c schedule.Ahead) {
	inc.ResolvedAt, inc.ClosedAt = schedule.Earlier(c.Right(inc.ResolvedAt), c.Now), schedule.Earlier(c.Right(inc.ClosedAt), c.Now)
}

// repairDecision gives a decision that was asked for by the wrong clock the time that
// was meant, with what it puts off, and asks again what could not be asked in time only
// by that clock. aff is the client who hears later; nil: it takes something back.
func repairDecision(w *work.Unit, c schedule.Ahead, dec *incident.Decision, aff *incident.Affected) error {
	if dec == nil {
		return nil
	}
	was := dec.Until
	if c.Wrong(dec.AskedAt) {
		dec.AskedAt, dec.Until = c.Right(dec.AskedAt), was.Add(-c.By)
	}
	if dec.Agreed() {
		dec.AgreedAt = c.Right(dec.AgreedAt)
		if p := aff.Next(); p != nil && p.DueAt.Equal(was) {
			p.MadeAt, p.DueAt = c.Right(p.MadeAt), dec.Until
		}
		return nil
	}
	d, err := w.Tx.Delivery(dec.Key)
	if err != nil || d.Receipt.TS != "" || d.State != outbox.Waiting && d.State != outbox.Dead {
		return records.UnlessLost(err)
	}
	d.State, d.NotTill, d.Expires, d.EndedAt = outbox.Waiting, schedule.Later(w.Now, dec.AnswerFrom()), dec.Until, time.Time{}
	return w.Tx.PutDelivery(d)
}
