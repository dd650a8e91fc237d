package service

import (
	"context"
	"fmt"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// SetEstimate says when the team expects that it works again, or with zero times
// that nobody can say. Clients that read an estimate which does not hold hear of
// it at once.
func (s *Service) SetEstimate(ctx context.Context, a incident.Actor, number int64, e incident.Estimate) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		switch {
		case w.inc.Over():
			return w.inc.OverError()
		case w.inc.State != incident.Open:
			return fault.Errorf(fault.Conflict, "%s is resolved: there is nothing left to estimate. Nothing was changed.", w.inc.Name())
		case e.To.IsZero() != e.From.IsZero(), !e.To.IsZero() && !e.To.After(e.From):
			return fault.FieldError("eta", "An estimate is a range, its end after its beginning, for example: eta 2-4h. Nothing was changed.")
		case !e.To.IsZero() && !e.To.After(w.now):
			return fault.FieldError("eta", "That has passed. Nothing was changed. Give a range that is still to come, for example: eta 2-4h.")
		case e.To.Sub(w.now) > incident.LongestEstimate:
			return fault.FieldError("eta", "That is more than a year away. Nothing was changed. If nobody can say, type: eta none.")
		}
		old := w.inc.Estimate
		w.inc.SetEstimate(e.From, e.To, a.ID, w.now)
		w.inc.Estimate.Why = strings.TrimSpace(e.Why)
		for i := range w.inc.Clients {
			aff := &w.inc.Clients[i]
			if _, told, ok := aff.ToldEstimate(); ok && (e.To.IsZero() || e.To.After(told)) {
				aff.Missed = told
				w.inc.Happened(aff, incident.EstimateMissed, "", w.now)
			}
		}
		if err := w.closeQuestion(old); err != nil {
			return err
		}
		text := "There is no estimate."
		if !e.To.IsZero() {
			text = fmt.Sprintf("Estimate: between %s and %s UTC.", e.From.UTC().Format("2 Jan 15:04"), e.To.UTC().Format("2 Jan 15:04"))
		}
		return w.record(a.ID, "estimate", text+strings.TrimSuffix(" Why: "+w.inc.Estimate.Why, " Why: "))
	})
}

// EstimateHolds notes that somebody looked at an estimate before it ended: it
// will hold.
func (s *Service) EstimateHolds(ctx context.Context, a incident.Actor, number int64, n int) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		e := w.inc.Estimate
		if e == nil || e.N != n || w.inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "There is a newer estimate, or it is resolved. Nothing was changed.")
		}
		if !e.Live(w.now) {
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was changed. Give a new estimate, or say that there is none.")
		}
		e.Holds = a.ID
		if err := w.closeQuestion(e); err != nil {
			return err
		}
		return w.record(a.ID, "estimate", "The estimate will hold.")
	})
}

// closeQuestion edits the message that asked about an estimate to one line.
func (w *Unit) closeQuestion(e *incident.Estimate) error {
	if e == nil || e.Asked == "" {
		return nil
	}
	d, err := w.tx.Delivery(e.Asked)
	if incident.IsLost(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.redraw(d)
}

// checkEstimate asks who is in charge whether an estimate holds that ends soon,
// and brings up those that have ended and that clients know.
func (w *Unit) checkEstimate() error {
	if !w.inc.Estimates() {
		return nil
	}
	for i := range w.inc.Clients {
		aff := &w.inc.Clients[i]
		if at := aff.MissesAt(); !at.IsZero() && !at.After(w.now) {
			aff.Missed = at
			w.inc.Happened(aff, incident.EstimateMissed, "", w.now)
		}
	}
	e := w.inc.Estimate
	if e == nil || e.AskAt.IsZero() || e.AskAt.After(w.now) {
		return nil
	}
	e.AskAt = time.Time{}
	if !e.Live(w.now) { // Candor was away: the question comes too late
		return nil
	}
	if err := w.record("", "estimate", "Asked whether the estimate will hold."); err != nil {
		return err
	}
	return w.askEstimate("")
}

// askEstimate queues the question: in the channel, or where it does not take it
// to who is in charge. again makes the key another one.
func (w *Unit) askEstimate(again string) error {
	e := w.inc.Estimate
	if e == nil {
		return nil
	}
	d := w.inc.NewDelivery(outbox.EstimateAsk, "estimate/"+fault.Itoa(e.N)+again, w.now)
	d.Users, d.Expires, d.Data = []string{w.inc.Roles[playbook.Commander]}, e.To, map[string]string{"n": fault.Itoa(e.N)}
	if !w.inc.TakesPosts() {
		d.To, d.Lane = w.inc.Roles[playbook.Commander], "direct/"+w.inc.Roles[playbook.Commander]
	}
	e.Asked = d.Key
	return enqueue(w.tx, d)
}
