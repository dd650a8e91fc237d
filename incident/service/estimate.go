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
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		switch {
		case inc.Over():
			return inc.OverError()
		case inc.State != incident.Open:
			return fault.Errorf(fault.Conflict, "%s is resolved: there is nothing left to estimate. Nothing was changed.", inc.Name())
		case e.To.IsZero() != e.From.IsZero(), !e.To.IsZero() && !e.To.After(e.From):
			return fault.FieldError("eta", "An estimate is a range, its end after its beginning, for example: eta 2-4h. Nothing was changed.")
		case !e.To.IsZero() && !e.To.After(now):
			return fault.FieldError("eta", "That has passed. Nothing was changed. Give a range that is still to come, for example: eta 2-4h.")
		case e.To.Sub(now) > incident.LongestEstimate:
			return fault.FieldError("eta", "That is more than a year away. Nothing was changed. If nobody can say, type: eta none.")
		}
		old := inc.Estimate
		inc.SetEstimate(e.From, e.To, a.ID, now)
		inc.Estimate.Why = strings.TrimSpace(e.Why)
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if _, told, ok := aff.ToldEstimate(); ok && (e.To.IsZero() || e.To.After(told)) {
				aff.Missed = told
				inc.Happened(aff, incident.EstimateMissed, "", now)
			}
		}
		if err := s.closeQuestion(tx, inc, old, now); err != nil {
			return err
		}
		text := "There is no estimate."
		if !e.To.IsZero() {
			text = fmt.Sprintf("Estimate: between %s and %s UTC.", e.From.UTC().Format("2 Jan 15:04"), e.To.UTC().Format("2 Jan 15:04"))
		}
		return record(tx, inc, a.ID, "estimate", text+strings.TrimSuffix(" Why: "+inc.Estimate.Why, " Why: "), now)
	})
}

// EstimateHolds notes that somebody looked at an estimate before it ended: it
// will hold.
func (s *Service) EstimateHolds(ctx context.Context, a incident.Actor, number int64, n int) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		e := inc.Estimate
		if e == nil || e.N != n || inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "There is a newer estimate, or it is resolved. Nothing was changed.")
		}
		if !e.Live(now) {
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was changed. Give a new estimate, or say that there is none.")
		}
		e.Holds = a.ID
		if err := s.closeQuestion(tx, inc, e, now); err != nil {
			return err
		}
		return record(tx, inc, a.ID, "estimate", "The estimate will hold.", now)
	})
}

// closeQuestion edits the message that asked about an estimate to one line.
func (s *Service) closeQuestion(tx Tx, inc *incident.Incident, e *incident.Estimate, now time.Time) error {
	if e == nil || e.Asked == "" {
		return nil
	}
	d, err := tx.Delivery(e.Asked)
	if incident.IsLost(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return redraw(tx, inc, d, now)
}

// checkEstimate asks who is in charge whether an estimate holds that ends soon,
// and brings up those that have ended and that clients know.
func (s *Service) checkEstimate(tx Tx, inc *incident.Incident, now time.Time) error {
	if !inc.Estimates() {
		return nil
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if at := aff.MissesAt(); !at.IsZero() && !at.After(now) {
			aff.Missed = at
			inc.Happened(aff, incident.EstimateMissed, "", now)
		}
	}
	e := inc.Estimate
	if e == nil || e.AskAt.IsZero() || e.AskAt.After(now) {
		return nil
	}
	e.AskAt = time.Time{}
	if !e.Live(now) { // Candor was away: the question comes too late
		return nil
	}
	if err := record(tx, inc, "", "estimate", "Asked whether the estimate will hold.", now); err != nil {
		return err
	}
	return askEstimate(inc, tx, "", now)
}

// askEstimate queues the question: in the channel, or where it does not take it
// to who is in charge. again makes the key another one.
func askEstimate(inc *incident.Incident, tx Tx, again string, now time.Time) error {
	e := inc.Estimate
	if e == nil {
		return nil
	}
	d := inc.NewDelivery(outbox.EstimateAsk, "estimate/"+fault.Itoa(e.N)+again, now)
	d.Users, d.Expires, d.Data = []string{inc.Roles[playbook.Commander]}, e.To, map[string]string{"n": fault.Itoa(e.N)}
	if !inc.TakesPosts() {
		d.To, d.Lane = inc.Roles[playbook.Commander], "direct/"+inc.Roles[playbook.Commander]
	}
	e.Asked = d.Key
	return enqueue(tx, d)
}
