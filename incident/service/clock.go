package service

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"candor/incident/ladder"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/work"
)

// repairClock mends what a clock that was ahead has left behind: rungs that were
// reached too early are reached again, and nothing waits for a time that was
// never meant.
func (s *Service) repairClock(ctx context.Context, now time.Time) error {
	var seen time.Time
	err := s.read(ctx, func(tx records.Tx) (err error) {
		seen, err = tx.LastSeen()
		return err
	})
	ahead := s.leaps.ahead(seen, now)
	if err != nil || !now.Before(seen.Add(-ladder.Punctual)) {
		return err
	}
	s.Log.Warn("the clock went back; reminders follow the new time", "now", now)
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		live, err := tx.LiveIncidents()
		if err != nil {
			return err
		}
		for _, inc := range live {
			w := work.Begin(&s.Firm, tx, inc, now)
			if err := w.RepairClock(ahead); err != nil {
				return err
			}
		}
		if err := errors.Join(straightenQueue(tx, now), straightenDamage(tx, now)); err != nil {
			return err
		}
		return tx.SetLastSeen(now)
	})
}

// straightenQueue lets no delivery wait for a time that was never meant: one
// that heads its lane would hold up all behind it.
func straightenQueue(tx records.Tx, now time.Time) error {
	list, err := tx.PendingDeliveries()
	if err != nil {
		return err
	}
	for _, d := range list {
		was := *d
		d.QueuedAt, d.DoubtAt = schedule.Earlier(d.QueuedAt, now), schedule.Earlier(d.DoubtAt, now)
		switch {
		case d.State == outbox.InFlight:
			d.Until = schedule.Earlier(d.Until, now.Add(outbox.LeaseTime))
		case d.NotTill.After(now.Add(outbox.LongestWait)) && d.Kind != outbox.Second: // that waits for hours, see [work.Unit.RepairClock]
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
func straightenDamage(tx records.Tx, now time.Time) error {
	list, err := tx.Damages()
	for _, d := range list {
		if d.ToldAt.After(now) {
			d.ToldAt = now
			err = errors.Join(err, tx.SetAside(d))
		}
	}
	return err
}

// leaps are when the clock went on by more than it should: the program was away, or
// the clock was set ahead. It is safe for concurrent use.
type leaps struct {
	mu   sync.Mutex
	list []leap // the newest last
}

type leap struct{ from, to time.Time }

// manyLeaps is how many are remembered.
const manyLeaps = 16

// ahead notes how the clock goes on from when the program was last seen alive. Where it
// goes back behind a leap, it had been ahead since that: it returns by how much, or up
// to a minute less. Else it is zero: nobody knows whether the clock was wrong before, or
// is now.
func (l *leaps) ahead(seen, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case seen.IsZero():
		return 0
	case now.After(seen.Add(ladder.Punctual)):
		l.list = append(l.list, leap{seen, now})
		l.list = l.list[max(0, len(l.list)-manyLeaps):]
		return 0
	case !now.Before(seen.Add(-ladder.Punctual)):
		return 0
	}
	for i, leap := range slices.Backward(l.list) {
		if !now.Before(leap.from) && now.Before(leap.to) {
			l.list = l.list[:i]
			return seen.Sub(now)
		}
	}
	return 0
}
