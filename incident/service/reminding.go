package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/drilling"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/rehearsal"
	"candor/incident/reminding"
	"candor/incident/timeline"
	"candor/incident/upkeep"
	"candor/incident/watch"
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
	t := ticking{Service: s}
	var due []int64
	err := s.read(ctx, func(tx records.Tx) (err error) {
		if due, err = tx.DueNumbers(now); err != nil {
			return err
		}
		t.seen, err = tx.LastSeen()
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for numbers := range slices.Chunk(due, mostTogether) {
		for r := t.rehearse(ctx, numbers); len(numbers) > 0; {
			n, err := t.bring(ctx, numbers, r)
			if err != nil {
				failed = append(failed, err)
			}
			numbers = numbers[n:]
		}
	}
	if t.stray { // whatever leads to it is noted
		failed = append(failed, s.read(ctx, func(tx records.Tx) error { _, err := tx.DueIncidents(now); return err }))
	}
	// Also if one of them failed: the program was not away.
	return errors.Join(append(failed, s.stayAlive(ctx, t.seen, now))...)
}

// What falls due at the same time is brought up together: so many incidents in one commit at
// most, and no further one after so long, since whoever is acknowledged meanwhile waits.
const (
	mostTogether    = 16
	longestTogether = 5 * time.Millisecond
)

// ticking is one Tick.
type ticking struct {
	*Service
	seen  time.Time // when the program was last alive
	stray bool      // an incident that is due in the index says something else itself
}

// bring brings up the first of some incidents in one commit, and says how many. If one of
// them cannot be, it is one alone: no other waits for what is wrong with it.
func (t *ticking) bring(ctx context.Context, numbers []int64, r *rehearsal.Rehearsal) (n int, err error) {
	err = t.commit(ctx, func(tx records.Tx, now time.Time) error {
		began := now
		if r != nil {
			now = r.At
		}
		for n = 0; n < len(numbers) && (n == 0 || t.Now().Sub(began) < longestTogether); n++ {
			if err := t.remind(tx, numbers[n], now, r); err != nil {
				return fmt.Errorf("remind of INC-%d: %w", numbers[n], err)
			}
		}
		return nil
	})
	switch {
	case err == nil:
		return n, nil
	case len(numbers) > 1:
		return t.bring(ctx, numbers[:1], r)
	case damage.IsLost(err): // what cannot be read is told of by itself
		return 1, nil
	}
	return 1, err
}

// rehearse plays several reminders before the store is locked, so that their drafts are
// composed by then; nil for one, which is quick enough.
func (t *ticking) rehearse(ctx context.Context, numbers []int64) *rehearsal.Rehearsal {
	if len(numbers) < 2 {
		return nil
	}
	r := &rehearsal.Rehearsal{At: t.Now()}
	_ = t.read(ctx, func(tx records.Tx) error {
		for _, number := range numbers {
			_ = t.remind(records.Dry{Tx: tx}, number, r.At, r) // what is wrong with it shows when it counts
		}
		return nil
	})
	return r
}

// stayAlive writes down once a minute that the program is alive, looks then
// whether what is in hand can be read, and tells of what cannot.
func (s *Service) stayAlive(ctx context.Context, seen, now time.Time) error {
	var looked, noted, asked error
	if age := now.Sub(seen); age >= aliveEvery || age < 0 {
		looked = s.lookForDamage(ctx)
		noted = s.save(ctx, func(tx records.Tx) error { return tx.SetLastSeen(now) })
		asked = s.commit(ctx, func(tx records.Tx, now time.Time) error { return upkeep.Bring(&s.Firm, tx, now) })
	}
	return errors.Join(looked, noted, asked, s.tellDamage(ctx, now))
}

// aliveEvery is how often the program writes down that it is alive, so that
// after a downtime it can say from when to when it was away.
const aliveEvery = time.Minute

func (t *ticking) remind(tx records.Tx, number int64, now time.Time, r *rehearsal.Rehearsal) error {
	inc, err := tx.Incident(number)
	if err != nil {
		return err
	}
	if wake := inc.Wake(); wake.IsZero() || wake.After(now) {
		t.stray = true
		return nil
	}
	w := work.Begin(&t.Firm, tx, inc, now)
	w.Rehearse(r)
	w.Refresh()
	if err := drilling.Play(w); err != nil {
		return err
	}
	calls, err := reminding.Due(w, t.seen)
	if err != nil {
		return err
	}
	if at := inc.ClosesAt(); !at.IsZero() && !at.After(now) {
		return closeByItself(w)
	}
	late, err := reminding.Bring(w, calls)
	if err != nil {
		return err
	}
	if late { // the card says so
		return w.Put()
	}
	return tx.PutIncident(inc)
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

// Watch is what a person does about who is there: they say good night, take over or hand
// over. What is said of their sleep holds in every incident in which they have a role.
func (s *Service) Watch(ctx context.Context, a incident.Actor, number int64, r night.Request) (*incident.Incident, error) {
	act := policy.Change
	if r.Asked() {
		act = policy.Join
	}
	return s.change(ctx, access{a, act, number, ""}, func(w *work.Unit) error { return watch.Do(w, a, r) })
}

// Drills are the use cases of exercises alone.
type Drills struct{ *Service }

// Do takes part in a drill, or ends it.
func (s Drills) Do(ctx context.Context, a incident.Actor, number int64, act drilling.Act) (*incident.Incident, error) {
	may := policy.Change
	if act == drilling.Join {
		may = policy.Join
	}
	return s.change(ctx, access{a, may, number, ""}, func(w *work.Unit) error { return drilling.Do(w, a, act) })
}
