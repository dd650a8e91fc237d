package candor

import (
	"context"
	"slices"
	"time"
)

// straighten mends what a clock that was ahead has left behind: rungs that were
// reached too early are reached again, and nothing waits for a time that was
// never meant.
func (s *Service) straighten(ctx context.Context, now time.Time) error {
	back := false
	err := s.Store.View(ctx, func(tx Tx) error {
		seen, err := tx.LastSeen()
		back = now.Before(seen.Add(-punctual))
		return err
	})
	if err != nil || !back {
		return err
	}
	s.Log.Warn("the clock went back; reminders follow the new time", "now", now)
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		live, err := tx.LiveIncidents()
		if err != nil {
			return err
		}
		for _, inc := range live {
			if err := inc.straighten(tx, now); err != nil {
				return err
			}
		}
		return tx.SetLastSeen(now)
	})
}

func (inc *Incident) straighten(tx Tx, now time.Time) error {
	keys := []string{inc.CardKey}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for j := range aff.Promises {
			p := &aff.Promises[j]
			inc.straightenEvent(aff, p, now)
			if p.Auto < 0 && p.DueAt.Add(inc.autoAfter()).After(now) {
				p.Auto = 0
			}
			for p.Rung > 0 && p.at(p.Rung).After(now) {
				p.Rung--
			}
			if p.SnoozedTo.Sub(now) > p.Step() {
				p.SnoozedTo = time.Time{}
			}
		}
		if aff.Out > 0 {
			u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, aff.Out)
			if err != nil {
				return err
			}
			for _, to := range u.To {
				keys = append(keys, inc.updateKey(u, to))
			}
		}
	}
	if e := inc.Estimate; e.Live(now) && e.Asked == "" && e.AskAt.IsZero() {
		e.AskAt = later(now, e.To.Add(-askAhead))
	}
	if inc.CardAt.After(now) {
		inc.CardAt = now
	}
	for _, key := range keys {
		d, err := tx.Delivery(key)
		if CodeOf(err) == NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if latest := now.Add(longestWait); (d.State == Waiting || d.State == InDoubt) && d.NotTill.After(latest) {
			d.NotTill = now
			if err := tx.PutDelivery(d); err != nil {
				return err
			}
		}
	}
	return tx.PutIncident(inc)
}

// straightenEvent takes back what happened only because the clock was ahead: an
// estimate that has not ended. What people did meanwhile has happened now.
func (inc *Incident) straightenEvent(aff *Affected, p *Promise, now time.Time) {
	if aff.Missed.After(now) {
		aff.Missed = time.Time{}
	}
	e := p.Event
	switch {
	case e == nil || !e.At.After(now):
		return
	case slices.Equal(e.Kinds, []EventKind{EstimateMissed}):
		p.Event, p.Rung = nil, 0
		return
	}
	e.At, e.DueAt = now, inc.eventDue(aff, now)
}
