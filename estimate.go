package candor

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Estimate is when the team expects that it works again: a range, since one
// time would be a promise. The client reads it in the next text that has room
// for it, as something that may change.
type Estimate struct {
	N     int       `json:"n"` // counts per incident from 1
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`   // zero: there is none, and somebody said so
	Why   string    `json:"why,omitempty"` // in words that the client may read; may be empty
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	AskAt time.Time `json:"ask_at,omitzero"` // when who is in charge is asked whether it holds; zero: asked, or nothing to ask
	Asked string    `json:"asked,omitempty"` // key of the delivery that asked
	Holds string    `json:"holds,omitempty"` // who said that it will hold
}

const (
	askAhead        = 10 * time.Minute // before the estimate ends
	longestEstimate = 366 * 24 * time.Hour
)

// Live says whether the estimate is still ahead.
func (e *Estimate) Live(now time.Time) bool { return e != nil && e.To.After(now) }

// ToldEstimate returns the range that the client read last; ok is false if it
// knows of none.
func (aff *Affected) ToldEstimate() (from, to time.Time, ok bool) {
	from, to = aff.SaidTimes["eta_from"], aff.SaidTimes["eta_to"]
	return from, to, !to.IsZero()
}

// SetEstimate says when the team expects that it works again, or with zero times
// that nobody can say. Clients that read an estimate which does not hold hear of
// it at once.
func (s *Service) SetEstimate(ctx context.Context, a Actor, number int64, e Estimate) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		switch {
		case inc.Over():
			return inc.overError()
		case inc.State != Open:
			return Errorf(Conflict, "%s is resolved: there is nothing left to estimate. Nothing was changed.", inc.Name())
		case e.To.IsZero() != e.From.IsZero(), !e.To.IsZero() && !e.To.After(e.From):
			return fieldError("eta", "An estimate is a range, its end after its beginning, for example: eta 2-4h. Nothing was changed.")
		case !e.To.IsZero() && !e.To.After(now):
			return fieldError("eta", "That has passed. Nothing was changed. Give a range that is still to come, for example: eta 2-4h.")
		case e.To.Sub(now) > longestEstimate:
			return fieldError("eta", "That is more than a year away. Nothing was changed. If nobody can say, type: eta none.")
		}
		old := inc.Estimate
		inc.estimate(e.From, e.To, a.ID, now)
		inc.Estimate.Why = strings.TrimSpace(e.Why)
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if _, told, ok := aff.ToldEstimate(); ok && (e.To.IsZero() || e.To.After(told)) {
				aff.Missed = told
				inc.Happened(aff, EstimateMissed, "", now)
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

// estimate replaces the estimate. Its end is checked ten minutes before, or half
// way to it.
func (inc *Incident) estimate(from, to time.Time, by string, now time.Time) {
	n := 1
	if inc.Estimate != nil {
		n = inc.Estimate.N + 1
	}
	inc.Estimate = &Estimate{N: n, From: from, To: to, By: by, At: now}
	if to.After(now) {
		inc.Estimate.AskAt = later(to.Add(-askAhead), now.Add(to.Sub(now)/2))
	}
}

// EstimateHolds notes that somebody looked at an estimate before it ended: it
// will hold.
func (s *Service) EstimateHolds(ctx context.Context, a Actor, number int64, n int) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		e := inc.Estimate
		if e == nil || e.N != n || inc.State != Open {
			return Errorf(Conflict, "There is a newer estimate, or it is resolved. Nothing was changed.")
		}
		if !e.Live(now) {
			return Errorf(Conflict, "That time has passed. Nothing was changed. Give a new estimate, or say that there is none.")
		}
		e.Holds = a.ID
		if err := s.closeQuestion(tx, inc, e, now); err != nil {
			return err
		}
		return record(tx, inc, a.ID, "estimate", "The estimate will hold.", now)
	})
}

// closeQuestion edits the message that asked about an estimate to one line.
func (s *Service) closeQuestion(tx Tx, inc *Incident, e *Estimate, now time.Time) error {
	if e == nil || e.Asked == "" {
		return nil
	}
	d, err := tx.Delivery(e.Asked)
	if isLost(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return redraw(tx, inc, d, now)
}

// estimates says whether what is expected still matters: not once it works.
func (inc *Incident) estimates() bool {
	return inc.State == Open && inc.Status != Monitoring
}

// checkEstimate asks who is in charge whether an estimate holds that ends soon,
// and brings up those that have ended and that clients know.
func (s *Service) checkEstimate(tx Tx, inc *Incident, now time.Time) error {
	if !inc.estimates() {
		return nil
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if at := aff.missesAt(); !at.IsZero() && !at.After(now) {
			aff.Missed = at
			inc.Happened(aff, EstimateMissed, "", now)
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
	return inc.askEstimate(tx, "", now)
}

// askEstimate queues the question: in the channel, or where it does not take it
// to who is in charge. again makes the key another one.
func (inc *Incident) askEstimate(tx Tx, again string, now time.Time) error {
	e := inc.Estimate
	if e == nil {
		return nil
	}
	d := inc.newDelivery(EstimateAsk, "estimate/"+itoa(e.N)+again, now)
	d.Users, d.Expires, d.Data = []string{inc.Roles[Commander]}, e.To, map[string]string{"n": itoa(e.N)}
	if !inc.takesPosts() {
		d.To, d.Lane = inc.Roles[Commander], "direct/"+inc.Roles[Commander]
	}
	e.Asked = d.Key
	return enqueue(tx, d)
}

// missesAt is when the estimate that a client read ends, if that was not brought
// up yet; zero otherwise.
func (aff *Affected) missesAt() time.Time {
	if _, to, ok := aff.ToldEstimate(); ok && !to.Equal(aff.Missed) {
		return to
	}
	return time.Time{}
}

// estimateWake is when an estimate needs attention next; zero if never.
func (inc *Incident) estimateWake() (wake time.Time) {
	if !inc.estimates() {
		return wake
	}
	if inc.Estimate != nil {
		wake = inc.Estimate.AskAt
	}
	for i := range inc.Clients {
		wake = sooner(wake, inc.Clients[i].missesAt())
	}
	return wake
}

// toldEstimate counts an estimate that stands in a text as the team's.
func (inc *Incident) toldEstimate(u *Update, at time.Time) {
	from, to := u.Times["eta_from"], u.Times["eta_to"]
	if e := inc.Estimate; !to.IsZero() && (e == nil || !e.To.Equal(to)) {
		inc.estimate(from, to, u.By, at)
	}
}
