package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/ladder"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Tick does what is due at now: it moves each promise up its ladder and queues
// the reminders. It may be called at any time and any number of times; a
// restart, a paused laptop or a jump of the clock changes nothing.
func (s *Service) Tick(ctx context.Context) error {
	now := s.Now()
	if err := s.repairClock(ctx, now); err != nil {
		return err
	}
	var due []int64
	var seen time.Time
	err := s.read(ctx, func(tx records.Tx) error {
		list, err := tx.DueIncidents(now)
		if err != nil {
			return err
		}
		due = nil
		for _, inc := range list {
			due = append(due, inc.Number)
		}
		seen, err = tx.LastSeen()
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, number := range due {
		if err := s.remind(ctx, number, seen); err != nil {
			failed = append(failed, fmt.Errorf("remind of INC-%d: %w", number, err))
		}
	}
	// Also if one of them failed: the program was not away.
	return errors.Join(append(failed, s.stayAlive(ctx, seen, now))...)
}

// stayAlive writes down once a minute that the program is alive, looks then
// whether what is in hand can be read, and tells of what cannot.
func (s *Service) stayAlive(ctx context.Context, seen, now time.Time) error {
	var looked, noted error
	if age := now.Sub(seen); age >= aliveEvery || age < 0 {
		looked = s.lookForDamage(ctx)
		noted = s.save(ctx, func(tx records.Tx) error { return tx.SetLastSeen(now) })
	}
	return errors.Join(looked, noted, s.tellDamage(ctx, now))
}

const (
	// aliveEvery is how often the program writes down that it is alive, so that
	// after a downtime it can say from when to when it was away.
	aliveEvery = time.Minute
)

func (s *Service) remind(ctx context.Context, number int64, seen time.Time) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		calls, err := ladder.Due(w, seen)
		if err != nil {
			return err
		}
		if at := inc.ClosesAt(); !at.IsZero() && !at.After(now) {
			return closeByItself(w)
		}
		late, err := ladder.Bring(w, calls)
		if err != nil {
			return err
		}
		if late { // the card says so
			return w.Put()
		}
		return tx.PutIncident(inc)
	})
}

// Join invites somebody whom the ladder asked into the incident's channel.
func (s *Service) Join(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Join, number, ""}, func(w *work.Unit) error {
		if w.Inc.Channel.ID == "" {
			return fault.Errorf(fault.Conflict, "Nobody was invited: the channel of %s is not there yet. Try again in a moment.", w.Inc.Name())
		}
		if err := w.Invite(a.ID); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.Joined, By: a.ID})
	})
}
