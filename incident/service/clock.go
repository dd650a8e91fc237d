package service

import (
	"context"
	"errors"
	"time"

	"candor/incident/ahead"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/reminding"
	"candor/incident/schedule"
	"candor/incident/work"
)

// repairClock mends what a clock that was ahead has left behind: rungs that were
// reached too early are reached again, and nothing waits for a time that was
// never meant. How the clock went on is kept in the store: the program may have been
// started again since.
func (s *Service) repairClock(ctx context.Context, now time.Time) error {
	var seen time.Time
	var leaps schedule.Leaps
	err := s.read(ctx, func(tx records.Tx) (err error) {
		if seen, err = tx.LastSeen(); err != nil {
			return err
		}
		leaps, err = tx.Leaps()
		return err
	})
	if err != nil {
		return err
	}
	leaps, by := leaps.Follow(seen, now, reminding.Punctual)
	switch {
	case now.After(seen.Add(reminding.Punctual)) && !seen.IsZero():
		return s.save(ctx, func(tx records.Tx) error { return tx.SetLeaps(leaps) })
	case !now.Before(seen.Add(-reminding.Punctual)):
		return nil
	}
	s.Log.Warn("the clock went back; reminders follow the new time", "now", now)
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		live, err := tx.LiveIncidents()
		if err != nil {
			return err
		}
		for _, inc := range live {
			w := work.Begin(&s.Firm, tx, inc, now)
			if err := ahead.Repair(w, by); err != nil {
				return err
			}
		}
		return errors.Join(straightenQueue(tx, now), straightenDamage(tx, now), tx.SetLeaps(leaps), tx.SetLastSeen(now))
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
		case d.NotTill.After(now.Add(outbox.LongestWait)) && d.Kind != outbox.Second: // that waits for hours, see [ahead.Repair]
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
