package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/work"
)

// together groups the calls that share a message: promises of one kind that
// fall due within the same minute and have reached the same rung. A promise
// that only one person hears of stays by itself.
func together(calls []work.DueReminder) (groups [][]work.DueReminder) {
	for _, c := range calls {
		i := slices.IndexFunc(groups, func(g []work.DueReminder) bool { return g[0].Shares(c) })
		if i < 0 {
			groups = append(groups, []work.DueReminder{c})
			continue
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// nearby adds to the calls those that come within a minute and share a message
// with one of them: promises that were made a few seconds apart.
func nearby(inc *incident.Incident, calls []work.DueReminder, now time.Time) []work.DueReminder {
	for _, c := range slices.Clone(calls) {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			p := aff.Owed(c.P.Kind)
			if p == nil {
				continue
			}
			other := work.NewDueReminder(inc, aff, p, c.Rung)
			other.Away = c.Away
			if !c.Shares(other) || aff.Out > 0 && now.Before(p.Urgent()) || now.Before(p.SnoozedTo) || inc.Sleeps(aff, now) {
				continue
			}
			at := p.Comes(c.Rung)
			taken := slices.ContainsFunc(calls, func(have work.DueReminder) bool { return have.P == p })
			if !taken && !at.IsZero() && !at.After(now.Add(time.Minute)) {
				calls = append(calls, other)
			}
		}
	}
	return calls
}

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
	// punctual is how late a reminder may be and still count as on time.
	punctual = 90 * time.Second
)

func (s *Service) remind(ctx context.Context, number int64, seen time.Time) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		if err := w.CheckEstimate(); err != nil {
			return err
		}
		var calls []work.DueReminder
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			for _, step := range beforeCalls {
				if err := step(w, aff); err != nil {
					return err
				}
			}
			calls = append(calls, dueCalls(inc, aff, now, seen)...)
		}
		if at := inc.ClosesAt(); !at.IsZero() && !at.After(now) {
			return closeByItself(w)
		}
		late, err := w.BringSteps()
		if err != nil {
			return err
		}
		called, err := callGroups(w, together(nearby(inc, calls, now)))
		if err != nil {
			return err
		}
		late = late || called
		if late { // the card says so
			return w.Put()
		}
		return tx.PutIncident(inc)
	})
}

// callGroups reminds of what is due, and says whether any of it is late. The automatic
// texts that found nobody to name come last: after a downtime nobody was asked before.
func callGroups(w *work.Unit, groups [][]work.DueReminder) (late bool, err error) {
	for _, group := range groups {
		if err := w.Escalate(group); err != nil {
			return late, err
		}
		late = late || group[0].Rung >= outbox.TooLate
	}
	for i := range w.Inc.Clients {
		if err := w.WriteItselfAtLast(&w.Inc.Clients[i]); err != nil {
			return late, err
		}
	}
	return late, nil
}

// beforeCalls are what each client's turn begins with, in this order: any of them
// may change what is still to be reminded of.
var beforeCalls = []func(*work.Unit, *incident.Affected) error{
	(*work.Unit).SeekText,
	(*work.Unit).Nag,
	(*work.Unit).WriteItself,
	(*work.Unit).RemindOfRequest,
}

// dueCalls are the reminders of a client's promises that are due. One that is
// late because the program was away says since when.
func dueCalls(inc *incident.Incident, aff *incident.Affected, now, seen time.Time) (calls []work.DueReminder) {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if at := inc.RemindAt(aff, p); at.IsZero() || at.After(now) {
			continue
		}
		c := work.NewDueReminder(inc, aff, p, p.Reached(now))
		if !seen.IsZero() && now.Sub(p.Comes(c.Rung)) > punctual && now.Sub(seen) > punctual {
			c.Away = seen.Format(time.RFC3339)
		}
		calls = append(calls, c)
	}
	return calls
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
