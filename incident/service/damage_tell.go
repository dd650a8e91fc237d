package service

import (
	"context"
	"time"

	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/told"
	"candor/incident/unreadable"
	"candor/incident/view"
	"candor/incident/work"
)

// lookForDamage looks through what is in hand, so that what is damaged is found before a
// client waits for it. What is over is found when somebody asks for it.
func (s *Service) lookForDamage(ctx context.Context) error {
	return s.read(ctx, func(tx records.Tx) error { return tx.InHand() })
}

// tellDamage writes down what was found damaged and brings it before people: at
// first, and then every hour until it is repaired.
func (s *Service) tellDamage(ctx context.Context, now time.Time) error {
	found := s.findings.Take()
	var known []damage.Record
	err := s.read(ctx, func(tx records.Tx) (err error) {
		known, err = tx.Damages()
		return err
	})
	if err != nil {
		return err
	}
	fresh := false
	for _, d := range found {
		fresh = fresh || !unreadable.Known(known, d.Ref)
	}
	if at := unreadable.Due(known); !fresh && (at.IsZero() || at.After(now)) {
		return nil
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		for _, d := range found {
			if err := unreadable.SetAside(&s.Firm, tx, d, now); err != nil {
				return err
			}
		}
		return unreadable.Queue(&s.Firm, tx, now)
	})
}

// giveUpUnread ends a delivery that is ready and needs a record that cannot be read.
func (s *Service) giveUpUnread(ctx context.Context, key string) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		d, err := tx.Delivery(key)
		if err != nil || d.Ended() || d.Wake().After(now) {
			return err
		}
		s.Log.Error("gave up a delivery: a record that it needs cannot be read", "delivery", d.Key)
		d.Doubted = d.Kind == outbox.ClientText && d.MayBeThere()
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "a record that it needs cannot be read"
		if err := tx.PutDelivery(d); err != nil || d.Kind != outbox.ClientText {
			return err
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return records.UnlessLost(err)
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		return w.LostText(d.Client, d.Update)
	})
}

// settleAlone keeps the outcome of an attempt where what would follow from it
// cannot be known: a record that it needs cannot be read. That the client has
// the text is noted; the promise stays, so that a person looks.
func (s *Service) settleAlone(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		d, err := tx.Delivery(l.Delivery.Key)
		if err != nil {
			return records.UnlessLost(err) // Tick sets it aside
		}
		if d.State != outbox.InFlight || d.Lease != l.Number {
			return lapsed(d)
		}
		d.Settle(o, now)
		if err := tx.PutDelivery(d); err != nil || d.Kind != outbox.ClientText || !d.Ended() {
			return err
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return records.UnlessLost(err)
		}
		aff := inc.Affected(d.Client)
		aff.Note(d)
		if d.State == outbox.Delivered {
			aff.Turn(told.Turn{At: now, Heard: true})
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		if aff.Out != d.Update {
			return w.Put()
		}
		return w.LostText(d.Client, d.Update)
	})
}

func lapsed(d *outbox.Delivery) error {
	return fault.Errorf(fault.Conflict, "The lease of %s has lapsed.", d.Key)
}
