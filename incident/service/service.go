// Package service is the use cases: what a person asks for by a command, a button or
// a form, and what the clock and the senders bring. Each method of [Service] is one
// transaction: it asks incident/policy who may, loads the incident, calls the steps
// of incident/work and commits, or refuses with a fault.Error and changes nothing.
package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/figures"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/unreadable"
	"candor/incident/upkeep"
	"candor/incident/view"
	"candor/incident/work"
)

// Service is the use cases. Each is one transaction; all but Receive, Finish,
// Tick, Claim and Settle take an [incident.Actor]. It is safe for concurrent use once its
// fields are set.
type Service struct {
	firm.Firm
	Store records.Store
	Now   func() time.Time

	// Queued is called after a commit that may have queued a delivery; nil is
	// allowed. It must not block.
	Queued func()

	// Begin is for what a use case claims in its own commit: room gives each run of the
	// transaction a room, and end is called once with what was claimed. nil, or a nil room:
	// nothing is, and what was queued is claimed as anything else.
	Begin func() (room func() outbox.Room, end func([]*view.Lease))

	// Callable says why an address of the web could not be called, in two sentences
	// without their subject and their last dot; nil is allowed, and allows all.
	Callable func(address string) error

	findings records.Findings
}

// access is what a person wants to do, as the policy is asked about it.
type access struct {
	who      incident.Actor
	act      policy.Action
	incident int64  // its number
	client   string // whom it is about: see [policy.May]
}

func (q access) may(inc *incident.Incident) error {
	return policy.May(q.who, q.act, inc, q.client)
}

// named is the access with the client that an act means which names none: the first.
func (q access) named(inc *incident.Incident) access {
	if aff := inc.Affected(q.client); aff != nil {
		q.client = aff.Client.ID
	}
	return q
}

// change loads an incident, asks whether the actor may, applies fn and puts the
// incident back with its card, all in one commit that also finishes the
// envelope that asked for it.
func (s *Service) change(ctx context.Context, q access, fn func(w *work.Unit) error) (*incident.Incident, error) {
	return s.changeIf(ctx, q, func(_ records.Tx, inc *incident.Incident) error { return q.may(inc) }, fn)
}

// changeFor is change for one client of the incident.
func (s *Service) changeFor(ctx context.Context, q access, fn func(w *work.Unit, aff *incident.Affected) error) (*incident.Incident, error) {
	may := func(_ records.Tx, inc *incident.Incident) error { return q.named(inc).may(inc) }
	return s.changeIf(ctx, q, may, func(w *work.Unit) error {
		aff, err := w.Inc.Find(q.client)
		if err != nil {
			return err
		}
		return fn(w, aff)
	})
}

// changeIf is change with another question to the policy.
func (s *Service) changeIf(ctx context.Context, q access, may func(records.Tx, *incident.Incident) error, fn func(w *work.Unit) error) (*incident.Incident, error) {
	var changed *incident.Incident
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		inc, err := tx.Incident(q.incident)
		if err != nil {
			return err
		}
		if err := may(tx, inc); err != nil {
			return err
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		firm.Introduce(inc, q.who.ID, q.who.Name)
		firm.Locate(inc, q.who)
		if err := fn(w); err != nil {
			return err
		}
		if err := w.Put(); err != nil {
			return err
		}
		changed = inc
		return tx.Finish(q.who.Envelope, now)
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

// commit runs fn in a transaction and wakes the worker after it.
func (s *Service) commit(ctx context.Context, fn func(tx records.Tx, now time.Time) error) error {
	now, d := s.Now(), s.Desk()
	return d.Commit(ctx, func(tx records.Tx) error { return fn(tx, now) })
}

// Desk is the store as all rooms have it: what one of them finds damaged is told of.
func (s *Service) Desk() records.Desk {
	return records.Desk{Store: s.Store, Now: s.Now, Queued: s.Queued, Noted: &s.findings, Log: s.Log}
}

// read and save run fn on the store.
func (s *Service) read(ctx context.Context, fn func(records.Tx) error) error {
	d := s.Desk()
	return d.View(ctx, fn)
}

func (s *Service) save(ctx context.Context, fn func(records.Tx) error) error {
	d := s.Desk()
	return d.Update(ctx, fn)
}

// Receive keeps what came in, in one commit, and says of each whether it is new.
// It is called before the acknowledgement. done are the ids of envelopes that
// were worked off meanwhile; they leave the inbox in the same commit.
func (s *Service) Receive(ctx context.Context, done []string, list ...records.Envelope) (fresh []bool, err error) {
	now := s.Now()
	fresh = make([]bool, len(list))
	err = s.save(records.Ahead(ctx), func(tx records.Tx) error { // Slack waits three seconds
		for i, e := range list {
			if fresh[i], err = tx.Receive(e); err != nil {
				return err
			}
		}
		return finishAll(tx, done, now)
	})
	return fresh, err
}

// Inbox returns what was received and not finished: the work of a process that died.
func (s *Service) Inbox(ctx context.Context) (list []records.Envelope, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		list, err = tx.Inbox()
		return err
	})
	return list, err
}

// Finish takes envelopes off the inbox. Those that a use case has finished cost
// no commit.
func (s *Service) Finish(ctx context.Context, ids ...string) error {
	now := s.Now()
	return s.save(ctx, func(tx records.Tx) error { return finishAll(tx, ids, now) })
}

func finishAll(tx records.Tx, ids []string, now time.Time) error {
	for _, id := range ids {
		if err := tx.Finish(id, now); err != nil {
			return err
		}
	}
	return nil
}

// In returns the incident whose channel it is, nil if there is none.
func (s *Service) In(ctx context.Context, channel string) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		inc, err = tx.IncidentIn(channel)
		return err
	})
	return inc, err
}

// Get returns an incident that the actor may see.
func (s *Service) Get(ctx context.Context, a incident.Actor, number int64) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		if inc, err = tx.Incident(number); err != nil {
			return err
		}
		work.Begin(&s.Firm, tx, inc, s.Now()).Refresh()
		return policy.May(a, policy.See, inc, "")
	})
	if err != nil {
		return nil, err
	}
	return inc, nil
}

// Wanted says which incident a person asks for, and what for.
type Wanted struct {
	Number  int64  // 0: the one whose channel it is
	Channel string // only read where Number is 0
	Act     policy.Action
}

// Find returns an incident and who asks for it, if they may do the act. It reads
// once; then who finds out from the incident who asks, since a member of its
// channel may do more, outside the transaction: it may take its time, and what it
// refuses is refused. Where a channel is no incident's, the incident is nil and
// nobody is asked for.
func (s *Service) Find(ctx context.Context, want Wanted, who func(*incident.Incident) (incident.Actor, error)) (*incident.Incident, incident.Actor, error) {
	var inc *incident.Incident
	now := s.Now()
	err := s.read(ctx, func(tx records.Tx) (err error) {
		if want.Number != 0 {
			inc, err = tx.Incident(want.Number)
		} else {
			inc, err = tx.IncidentIn(want.Channel)
		}
		if err == nil && inc != nil {
			work.Begin(&s.Firm, tx, inc, now).Refresh()
		}
		return err
	})
	if err != nil || inc == nil {
		return nil, incident.Actor{}, err
	}
	a, err := who(inc)
	if err == nil {
		err = policy.May(a, want.Act, inc, "")
	}
	if err != nil {
		return nil, a, err
	}
	return inc, a, nil
}

// Live returns the incidents that are not over, oldest first, also those that are
// closed and still owe something. The caller shows
// of a private one no more than [policy.May] lets its reader see.
func (s *Service) Live(ctx context.Context, a incident.Actor) (list []*incident.Incident, err error) {
	if err := policy.May(a, policy.List, nil, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		list, err = tx.LiveIncidents()
		list = slices.DeleteFunc(list, func(inc *incident.Incident) bool { return inc.Drill.Past() })
		return err
	})
	return list, err
}

// Ended returns those of the newest incidents that have ended and were no drill, newest first. The
// caller shows of a private one no more than [policy.May] lets its reader see.
func (s *Service) Ended(ctx context.Context) (list []*incident.Incident, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		newest, err := tx.LatestIncidents(latest)
		list = slices.DeleteFunc(newest, func(inc *incident.Incident) bool { return !inc.Ended() || inc.Drill != nil })
		return err
	})
	return list, err
}

// Search is which incidents are read: so many of those that have one of the keys, the
// newest below a number (0: of all) first, or the oldest above one.
type Search struct {
	Keys         []lookup.Key
	Below, Above int64
	Most         int
}

// Search reads the incidents that are looked for and no more; no drill is among them. The caller shows and counts
// of a private one no more than [policy.May] lets its reader see. What cannot be read is
// passed over.
func (s *Service) Search(ctx context.Context, a incident.Actor, q Search) (list []*incident.Incident, err error) {
	if err := policy.May(a, policy.List, nil, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		list = nil
		next := func(from int64) (*incident.Incident, error) {
			if q.Above > 0 {
				return tx.Oldest(max(from, q.Above), q.Keys...)
			}
			return tx.Newest(from, q.Keys...)
		}
		for from := q.Below; len(list) < q.Most; {
			inc, err := next(from)
			if inc == nil || err != nil {
				return err
			}
			if from = inc.Number; inc.Drill == nil {
				list = append(list, inc)
			}
		}
		return nil
	})
	return list, err
}

// Cases returns what the figures of these incidents are made of, which the caller has
// just read and found that the person may see.
func (s *Service) Cases(ctx context.Context, a incident.Actor, list []*incident.Incident, m figures.Month) (cases []figures.Case, err error) {
	if err := policy.May(a, policy.Figures, nil, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		cases = figures.Read(tx, list, m)
		return nil
	})
	return cases, err
}

// Timeline returns the entries of an incident, which the caller has just read, to
// somebody who may see it.
func (s *Service) Timeline(ctx context.Context, a incident.Actor, inc *incident.Incident) (list []timeline.Entry, err error) {
	if err := policy.May(a, policy.See, inc, ""); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx records.Tx) error {
		list, err = tx.Timeline(inc.Number)
		return err
	})
	return list, err
}

// NextDeadline returns the earliest promise that is still to come, zero if there is none.
func (s *Service) NextDeadline(ctx context.Context) (next time.Time, err error) {
	now := s.Now()
	err = s.read(ctx, func(tx records.Tx) error {
		next = time.Time{}
		live, err := tx.LiveIncidents()
		for _, inc := range live {
			for i := range inc.Clients {
				for _, p := range inc.Clients[i].Promises {
					if p.Outcome == promise.Pending && p.Urgent().After(now) && (next.IsZero() || p.Urgent().Before(next)) {
						next = p.Urgent()
					}
				}
			}
		}
		return err
	})
	return next, err
}

// NextWake returns when the program next has something to do by itself; zero if never.
func (s *Service) NextWake(ctx context.Context) (next time.Time, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		if next, err = tx.NextWake(); err != nil {
			return err
		}
		list, err := tx.Damages()
		asks, e := upkeep.Next(&s.Firm, tx, s.Now())
		next = schedule.Sooner(schedule.Sooner(next, asks), unreadable.Due(list))
		return errors.Join(err, e)
	})
	return next, err
}

// Peek returns an incident without asking who looks: only to find out whether
// the person who asks may see it. Nothing of it may be shown.
func (s *Service) Peek(ctx context.Context, number int64) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx records.Tx) error {
		inc, err = tx.Incident(number)
		return err
	})
	return inc, err
}
