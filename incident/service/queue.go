package service

import (
	"context"
	"errors"
	"time"

	"candor/incident/damage"
	"candor/incident/lapse"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/reminding"
	"candor/incident/ringing"
	"candor/incident/unreadable"
	"candor/incident/upkeep"
	"candor/incident/view"
	"candor/incident/work"
)

// Claim hands out what is ready and has room, in one commit; nothing if nothing is. The
// intent is committed before anything is sent, so that a crash leaves a trace. A lease
// that lapsed means that nobody knows what happened: a client's text then asks
// a person, everything else is done again.
//
// room gives each run of the transaction a room of its own.
func (s *Service) Claim(ctx context.Context, room func() outbox.Room) ([]*view.Lease, error) {
	for {
		ready := false
		err := s.read(ctx, func(tx records.Tx) error {
			d, err := tx.ReadyDelivery(s.Now(), room().Free)
			ready = d != nil || damage.IsDamaged(err)
			if ready {
				return nil
			}
			return err
		})
		if err != nil || !ready {
			return nil, err
		}
		leases, err := s.claimNext(ctx, room)
		if err != nil || len(leases) > 0 {
			return leases, err
		}
	}
}

// claimNext is one round of Claim. One record that cannot be read costs the
// delivery that needs it, never those behind it.
func (s *Service) claimNext(ctx context.Context, room func() outbox.Room) (leases []*view.Lease, err error) {
	var c *claims
	err = s.save(records.Ahead(ctx), func(tx records.Tx) error {
		c = &claims{Service: s, tx: tx, room: room(), now: s.Now()}
		leases, err = c.all()
		return err
	})
	switch {
	case damage.IsLost(err) && c.damaged != nil: // what hung on it cannot be read either
		return nil, s.save(ctx, func(tx records.Tx) error { return tx.SetAside(c.damaged.Record) })
	case damage.IsLost(err) && c.key != "":
		return nil, s.giveUpUnread(ctx, c.key)
	}
	return leases, err
}

// claims are what one transaction claims.
type claims struct {
	*Service
	tx   records.Tx
	room outbox.Room
	now  time.Time

	key     string        // of the delivery that it is at
	damaged *damage.Error // it cannot be read
}

// all claims what is ready and has room. After an error nothing of it counts.
func (c *claims) all() (leases []*view.Lease, err error) {
	for {
		c.key, c.damaged = "", nil
		d, err := c.tx.ReadyDelivery(c.now, c.room.Free)
		if errors.As(err, &c.damaged) {
			if err := unreadable.SetAside(&c.Firm, c.tx, c.damaged.Record, c.now); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil || d == nil {
			return leases, err
		}
		c.key = d.Key
		lease, err := c.claim(c.tx, d, c.now)
		if err != nil {
			return nil, err
		}
		if lease != nil {
			c.room.Take(d.NextHop())
			leases = append(leases, lease)
		}
	}
}

// commitAndBegin is commit of what somebody waits for: what it queued is claimed in the same
// commit, and leaves without another one.
func (s *Service) commitAndBegin(ctx context.Context, fn func(tx records.Tx, now time.Time) error) error {
	if s.Begin == nil {
		return s.commit(ctx, fn)
	}
	room, end := s.Begin()
	var leases []*view.Lease
	defer func() { end(leases) }()
	decided := false
	err := s.commit(ctx, func(tx records.Tx, now time.Time) error {
		leases, decided = nil, false
		err := fn(tx, now)
		if err != nil || room == nil {
			return err
		}
		decided = true
		leases, err = (&claims{Service: s, tx: tx, room: room(), now: now}).all()
		return err
	})
	if err == nil {
		return nil
	}
	if leases = nil; decided { // what else stands in the queue takes nothing back: Claim sees to that
		return s.commit(ctx, fn)
	}
	return err
}

// claim claims a ready delivery, or ends one that must not be sent; then the
// lease is nil and the caller asks again.
func (s *Service) claim(tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	switch d.Kind {
	case outbox.Damaged:
		return unreadable.Claim(&s.Firm, tx, d, now)
	case outbox.Morning, outbox.Relisted:
		return reminding.ClaimMorning(&s.Firm, tx, d, now)
	case outbox.Trial, outbox.TrialSaid:
		return upkeep.ClaimTrial(&s.Firm, tx, d, now)
	case outbox.AskClient:
		return upkeep.ClaimAsk(&s.Firm, tx, d, now)
	case outbox.SheetAnswer:
		return upkeep.ClaimAnswer(&s.Firm, tx, d, now)
	}
	inc, err := tx.Incident(d.Incident)
	if err != nil {
		// A damaged incident must not hold up the others: its deliveries end here.
		s.Log.Error("gave up a delivery: its incident cannot be read", "delivery", d.Key, "err", err)
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "the incident cannot be read"
		return nil, tx.PutDelivery(d)
	}
	w := work.Begin(&s.Firm, tx, inc, now)
	w.Refresh()
	target, err := target(tx, d)
	if err != nil {
		return nil, err
	}
	if ended, err := endUnsent(w, d, target); ended || err != nil {
		return nil, err
	}
	number, err := tx.NewLease()
	if err != nil {
		return nil, err
	}
	d.Claim(number, now)
	if err := w.Route(d); err != nil {
		return nil, err
	}
	v, err := w.View(d, target)
	if err != nil {
		return nil, err
	}
	return &view.Lease{Number: number, Until: d.Until, Delivery: *d, View: v}, tx.PutDelivery(d)
}

// endUnsent ends a ready delivery that must not be sent, or puts it off.
func endUnsent(w *work.Unit, d, target *outbox.Delivery) (ended bool, err error) {
	finish := func(v outbox.Verdict, reason string) (bool, error) {
		return true, w.Finish(d, outbox.DeliveryOutcome{Verdict: v, Reason: reason})
	}
	switch {
	case d.State == outbox.InFlight && d.Looking: // looking does no harm
		return finish(outbox.Retry, "Candor was stopped while it was looking")
	case d.State == outbox.InFlight:
		return finish(outbox.Unknown, "Candor was stopped while it was sending")
	case lapse.Obsolete(w.Inc, d, target): // also if it is too late as well: nobody has to hear of that
		d.State, d.EndedAt = outbox.Recalled, w.Now
		return true, w.Tx.PutDelivery(d)
	case d.State == outbox.Waiting && unsendable(w, d) != "":
		return finish(outbox.Refused, unsendable(w, d))
	case w.Inc.HeldBack(d):
		d.State, d.EndedAt, d.Reason = outbox.Dead, w.Now, "the incident's channel takes nothing internal"
		if err := w.Tx.PutDelivery(d); err != nil {
			return true, err
		}
		if err := w.FallbackToDirect(d); err != nil {
			return true, err
		}
		return true, w.Tx.PutIncident(w.Inc)
	}
	if gone, err := w.Overtaken(d); gone || err != nil {
		return gone, err
	}
	if d.State == outbox.Waiting {
		if other, err := w.AlsoReads(w.Tx, w.Inc, d, w.Now); err != nil {
			return false, err
		} else if other != nil {
			return finish(outbox.Refused, outbox.AlsoTheirs(other.Who(), d.Destination().Way().Noun()))
		}
	}
	return ringing.Spare(w.Tx, d, w.Inc.Drill != nil, w.Now)
}

// unsendable is why what waits may not leave any more; "" if it may.
func unsendable(w *work.Unit, d *outbox.Delivery) string {
	switch {
	case !d.Expires.IsZero() && w.Now.After(d.Expires):
		return "it was not possible in time"
	case !d.Internal() && w.Inc.Affected(d.Client).Restored != nil:
		return w.Inc.Affected(d.Client).Restored.Reason()
	case w.Stale(d) != "":
		return w.Stale(d)
	case !d.Internal() && d.Destination().Way().Thread && w.Inc.Affected(d.Client).Away:
		return outbox.NobodyReads
	}
	return ""
}

func target(tx records.Tx, d *outbox.Delivery) (*outbox.Delivery, error) {
	if d.Target == "" {
		return nil, nil
	}
	t, err := tx.Delivery(d.Target)
	if damage.IsLost(err) {
		return nil, nil
	}
	return t, err
}

// Settle ends an attempt: it stores the receipt, lets the incident apply it and
// queues what follows, and claims what has room then, in one commit. A lease that has
// lapsed is refused with code Conflict: somebody else decides by now.
//
// room is as that of Claim; nil: nothing is claimed.
func (s *Service) Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome, room func() outbox.Room) (next []*view.Lease, err error) {
	settled := false
	err = s.commit(records.Ahead(ctx), func(tx records.Tx, now time.Time) error {
		next, settled = nil, false
		if err := s.settle(tx, l, o, now); err != nil || room == nil {
			return err
		}
		settled = true
		next, err = (&claims{Service: s, tx: tx, room: room(), now: now}).all()
		return err
	})
	switch {
	case err != nil && settled: // what stands behind it takes nothing back: Claim sees to that
		return s.Settle(ctx, l, o, nil)
	case damage.IsLost(err):
		return nil, s.settleAlone(ctx, l, o)
	}
	return next, err
}

func (s *Service) settle(tx records.Tx, l *view.Lease, o outbox.DeliveryOutcome, now time.Time) error {
	d, err := tx.Delivery(l.Delivery.Key)
	if err != nil {
		return err
	}
	if d.State != outbox.InFlight || d.Lease != l.Number {
		return lapsed(d)
	}
	if d.Apart() { // it belongs to no incident
		d.Settle(o, now)
		return errors.Join(tx.PutDelivery(d), reminding.LostMorning(&s.Firm, tx, d, now), upkeep.Landed(tx, d))
	}
	inc, err := tx.Incident(d.Incident)
	if err != nil {
		return err
	}
	w := work.Begin(&s.Firm, tx, inc, now)
	w.Refresh()
	return w.Finish(d, o)
}
