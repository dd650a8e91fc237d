package candor

import (
	"context"
	"errors"
	"slices"
	"time"
)

// straighten mends what a clock that was ahead has left behind: rungs that were
// reached too early are reached again, and nothing waits for a time that was
// never meant.
func (s *Service) straighten(ctx context.Context, now time.Time) error {
	back := false
	err := s.read(ctx, func(tx Tx) error {
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
		if err := errors.Join(straightenQueue(tx, now), straightenDamage(tx, now)); err != nil {
			return err
		}
		return tx.SetLastSeen(now)
	})
}

func (inc *Incident) straighten(tx Tx, now time.Time) error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for j := range aff.Promises {
			p := &aff.Promises[j]
			inc.straightenEvent(aff, p, now)
			if p.Auto < 0 && p.DueAt.Add(inc.autoAfter()).After(now) {
				p.Auto = 0
			}
			p.rewind(now)
			if p.SnoozedTo.Sub(now) > p.Step() {
				p.SnoozedTo = time.Time{}
			}
		}
	}
	if e := inc.Estimate; e.Live(now) && e.Asked == "" && e.AskAt.IsZero() {
		e.AskAt = later(now, e.To.Add(-askAhead))
	}
	if inc.CardAt.After(now) {
		inc.CardAt = now
	}
	return tx.PutIncident(inc)
}

// rewind takes back the rungs, and the repetitions of the last one, that are not
// due yet. Those that stay keep their slots: nobody is rung twice for one.
func (p *Promise) rewind(now time.Time) {
	for p.Rung > 0 && p.at(p.Rung).After(now) {
		p.Rung--
	}
	if !p.LastAt.After(now) {
		return
	}
	said := p.Repeat
	p.Repeat, p.LastAt = 0, time.Time{}
	if p.Rung < Everybody {
		return
	}
	for p.LastAt = p.at(Everybody); p.Repeat < said; p.Repeat++ {
		next := p.comes(Everybody)
		if next.After(now) {
			return
		}
		p.LastAt = next
	}
}

// straightenQueue lets no delivery wait for a time that was never meant: one
// that heads its lane would hold up all behind it.
func straightenQueue(tx Tx, now time.Time) error {
	list, err := tx.PendingDeliveries()
	if err != nil {
		return err
	}
	for _, d := range list {
		was := *d
		d.QueuedAt, d.DoubtAt = earlier(d.QueuedAt, now), earlier(d.DoubtAt, now)
		switch {
		case d.State == InFlight:
			d.Until = earlier(d.Until, now.Add(leaseTime))
		case d.NotTill.After(now.Add(longestWait)):
			d.NotTill = now
		}
		if was.QueuedAt.Equal(d.QueuedAt) && was.DoubtAt.Equal(d.DoubtAt) && was.Until.Equal(d.Until) && was.NotTill.Equal(d.NotTill) {
			continue
		}
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
	}
	return nil
}

// straightenDamage lets nobody wait longer to hear again of what cannot be read.
func straightenDamage(tx Tx, now time.Time) error {
	list, err := tx.Damages()
	for _, d := range list {
		if d.ToldAt.After(now) {
			d.ToldAt = now
			err = errors.Join(err, tx.SetAside(d))
		}
	}
	return err
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
		p.Event = nil
		p.restart()
		return
	}
	e.At, e.DueAt = now, inc.eventDue(aff, now)
}
