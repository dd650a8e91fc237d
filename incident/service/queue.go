package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/view"
)

// Lease is the right to carry out a delivery until a time. A worker whose lease
// has lapsed is refused when it settles.
type Lease struct {
	Number   uint64
	Until    time.Time
	Delivery outbox.Delivery
	View     view.View
}

// Claim hands out the next delivery that is ready, or nil. The intent is
// committed before anything is sent, so that a crash leaves a trace. A lease
// that lapsed means that nobody knows what happened: a client's text then asks
// a person, everything else is done again.
func (s *Service) Claim(ctx context.Context) (*Lease, error) {
	for {
		ready := false
		err := s.read(ctx, func(tx Tx) error {
			d, err := tx.ReadyDelivery(s.Now())
			ready = d != nil || incident.IsDamaged(err)
			if ready {
				return nil
			}
			return err
		})
		if err != nil || !ready {
			return nil, err
		}
		lease, err := s.claimNext(ctx)
		if err != nil || lease != nil {
			return lease, err
		}
	}
}

// claimNext is one round of Claim. One record that cannot be read costs the
// delivery that needs it, never those behind it.
func (s *Service) claimNext(ctx context.Context) (lease *Lease, err error) {
	var key string
	var head *incident.DamagedError
	err = s.save(ctx, func(tx Tx) error {
		key, head, lease = "", nil, nil
		d, err := tx.ReadyDelivery(s.Now())
		if errors.As(err, &head) {
			return s.setAside(tx, head.Damage, s.Now())
		}
		if err != nil || d == nil {
			return err
		}
		key = d.Key
		lease, err = s.claim(tx, d, s.Now())
		return err
	})
	switch {
	case incident.IsLost(err) && head != nil: // what hung on it cannot be read either
		return nil, s.save(ctx, func(tx Tx) error { return tx.SetAside(head.Damage) })
	case incident.IsLost(err) && key != "":
		return nil, s.giveUpUnread(ctx, key)
	}
	return lease, err
}

// claim claims a ready delivery, or ends one that must not be sent; then the
// lease is nil and the caller asks again.
func (s *Service) claim(tx Tx, d *outbox.Delivery, now time.Time) (*Lease, error) {
	if d.Kind == outbox.Damaged {
		return s.claimDamage(tx, d, now)
	}
	inc, err := tx.Incident(d.Incident)
	if err != nil {
		// A damaged incident must not hold up the others: its deliveries end here.
		s.Log.Error("gave up a delivery: its incident cannot be read", "delivery", d.Key, "err", err)
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "the incident cannot be read"
		return nil, tx.PutDelivery(d)
	}
	w := s.unit(tx, inc, now)
	w.refresh()
	target, err := s.target(tx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case d.State == outbox.InFlight && d.Looking: // looking does no harm
		return nil, w.finish(d, outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Candor was stopped while it was looking"})
	case d.State == outbox.InFlight:
		return nil, w.finish(d, outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "Candor was stopped while it was sending"})
	case inc.Moot(d, target): // also if it is too late as well: nobody has to hear of that
		d.State, d.EndedAt = outbox.Recalled, now
		return nil, tx.PutDelivery(d)
	case d.State == outbox.Waiting && !d.Expires.IsZero() && now.After(d.Expires):
		return nil, w.finish(d, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "it was not possible in time"})
	case d.State == outbox.Waiting && w.moved(d):
		return nil, w.finish(d, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "they are reached in another place now. Write a new update: it goes there"})
	case inc.HeldBack(d):
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "the incident's channel takes nothing internal"
		if err := tx.PutDelivery(d); err != nil {
			return nil, err
		}
		if err := w.inPerson(d); err != nil {
			return nil, err
		}
		return nil, tx.PutIncident(inc)
	}
	if gone, err := w.overtaken(d); gone || err != nil {
		return nil, err
	}
	if spared, err := s.spare(tx, d, now); spared || err != nil {
		return nil, err
	}
	number, err := tx.NewLease()
	if err != nil {
		return nil, err
	}
	d.Claim(number, now)
	if err := w.route(d); err != nil {
		return nil, err
	}
	view, err := w.view(d, target)
	if err != nil {
		return nil, err
	}
	return &Lease{Number: number, Until: d.Until, Delivery: *d, View: view}, tx.PutDelivery(d)
}

// moved says whether a client is not reached any more where its text was to go.
// A correction goes where the wrong words stand.
func (w *Unit) moved(d *outbox.Delivery) bool {
	if d.Kind != outbox.ClientText || w.inc.Affected(d.Client).Client.Has(d.Via, d.To) {
		return false
	}
	u, err := w.tx.ClientUpdate(w.inc.Number, d.Client, d.Update)
	return err == nil && u.Corrects == 0
}

// route fills in what a delivery can know only now, and notes that an update
// has begun to leave.
func (w *Unit) route(d *outbox.Delivery) error {
	d.Rev = w.inc.Rev
	if d.Kind != outbox.ClientText {
		w.inc.RouteInternal(d)
		return nil
	}
	if d.Via == client.ViaSlack {
		if thread := w.inc.Affected(d.Client).Thread; thread.Channel == d.To {
			d.ThreadTS = thread.TS
		}
	}
	u, err := w.tx.ClientUpdate(w.inc.Number, d.Client, d.Update)
	if err != nil || u.State != incident.Held {
		return err
	}
	u.State = incident.Sending
	return w.tx.PutClientUpdate(u)
}

func (s *Service) target(tx Tx, d *outbox.Delivery) (*outbox.Delivery, error) {
	if d.Target == "" {
		return nil, nil
	}
	t, err := tx.Delivery(d.Target)
	if incident.IsLost(err) {
		return nil, nil
	}
	return t, err
}

func (w *Unit) view(d, target *outbox.Delivery) (view.View, error) {
	v := view.View{Now: w.now, Company: w.Company, Command: w.Command, Incident: w.inc, Playbook: w.Playbook(w.inc.Kind),
		People: w.Roster().People, Target: target, Pattern: w.Pattern, Known: append(slices.Clone(w.Roster().TrustedGuests), w.inc.Colleagues...)}
	if d.Client == "" {
		var err error
		if d.Kind == outbox.Card {
			v.Sleepers, err = w.sleepers()
		}
		return v, err
	}
	v.Client = w.inc.Affected(d.Client)
	v.Promise = v.Client.PromiseN(d.Promise)
	for _, m := range d.Group {
		if aff := w.inc.Affected(m.Client); aff != nil {
			v.Group = append(v.Group, view.Owing{Client: aff, Promise: aff.PromiseN(m.Promise)})
		}
	}
	if d.Update == 0 {
		return v, nil
	}
	var err error
	v.Update, err = w.tx.ClientUpdate(w.inc.Number, d.Client, d.Update)
	return v, err
}

// Settle ends an attempt: it stores the receipt, lets the incident apply it and
// queues what follows, in one commit. A lease that has lapsed is refused with
// code Conflict: somebody else decides by now.
func (s *Service) Settle(ctx context.Context, l *Lease, o outbox.DeliveryOutcome) error {
	err := s.settle(ctx, l, o)
	if incident.IsLost(err) {
		return s.settleAlone(ctx, l, o)
	}
	return err
}

func (s *Service) settle(ctx context.Context, l *Lease, o outbox.DeliveryOutcome) error {
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		d, err := tx.Delivery(l.Delivery.Key)
		if err != nil {
			return err
		}
		if d.State != outbox.InFlight || d.Lease != l.Number {
			return lapsed(d)
		}
		if d.Kind == outbox.Damaged { // it belongs to no incident
			d.Settle(o, now)
			return tx.PutDelivery(d)
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return err
		}
		w := s.unit(tx, inc, now)
		w.refresh()
		return w.finish(d, o)
	})
}

// finish settles a delivery and applies what became of it.
func (w *Unit) finish(d *outbox.Delivery, o outbox.DeliveryOutcome) error {
	was := d.Reason
	d.Settle(o, w.now)
	if err := w.tx.PutDelivery(d); err != nil {
		return err
	}
	if d.Kind == outbox.ClientText {
		w.inc.Affected(d.Client).Note(d)
	}
	switch {
	case d.Kind == outbox.AskQuiet && d.State == outbox.Delivered:
		return w.quieted(d, o.Quiet)
	case d.Kind == outbox.Ring && d.State == outbox.Delivered:
		return w.woke(d)
	}
	if len(o.Guests) > 0 && d.State == outbox.Dead { // it was held back before anything was sent
		if _, err := w.meet(o.Guests); err != nil {
			return err
		}
		if err := w.inPerson(d); err != nil {
			return err
		}
		return w.put()
	}
	switch d.State {
	case outbox.Delivered:
		return w.arrived(d)
	case outbox.Dead, outbox.Asks:
		return w.stuck(d)
	case outbox.InDoubt:
		return w.put()
	case outbox.Waiting:
		if d.Kind == outbox.ClientText && d.Reason != was { // the card says why it is not there yet
			return w.put()
		}
	}
	return nil
}

// arrived applies a receipt.
func (w *Unit) arrived(d *outbox.Delivery) error {
	switch d.Kind {
	case outbox.OpenChannel:
		if err := w.opened(d); err != nil {
			return err
		}
		return w.put()
	case outbox.Card:
		return w.cardPosted(d)
	case outbox.Kick:
		if g := w.inc.Channel.Guest(d.Users[0]); g != nil && w.inc.Channel.ID == d.To {
			if err := w.forgetGuest(*g, outbox.TakeOut, "was taken out of the channel"); err != nil {
				return err
			}
			return w.put()
		}
	case outbox.ClientText:
		if err := w.received(d); err != nil {
			return err
		}
		return w.put()
	}
	return nil
}

// cardPosted remembers where the card stands; the first one is pinned. The
// incident did not change for people, so no new card is queued.
func (w *Unit) cardPosted(d *outbox.Delivery) error {
	if w.inc.Silent(d.Receipt.Channel) { // it was just being posted or edited there
		return w.wipeCard(d.Receipt)
	}
	w.inc.CardAt = w.now
	if w.inc.Card.TS == "" {
		w.inc.Card = d.Receipt
		if err := enqueue(w.tx, w.inc.NewDelivery(outbox.Pin, w.inc.Again("pin"), w.now)); err != nil {
			return err
		}
	}
	return w.tx.PutIncident(w.inc)
}

// received applies that a client's text arrived at one destination: the first
// one that is required settles the promise, and what is missing elsewhere by
// then is a debt.
func (w *Unit) received(d *outbox.Delivery) error {
	aff := w.inc.Affected(d.Client)
	u, err := w.tx.ClientUpdate(w.inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := w.pay(aff, d); err != nil {
		return err
	}
	if d.Via == client.ViaSlack {
		aff.Follow(d.Receipt)
	}
	if u.State == incident.UpdateSent {
		return w.heardThere(aff, u, d)
	}
	aff.Written = true
	if d.Optional { // they know, and yet it counts only where it has to arrive
		if !incident.Automatic(u.Kind) {
			aff.ToldAt = schedule.Later(aff.ToldAt, w.now)
			if aff.FirstAt.IsZero() {
				aff.FirstAt = w.now
			}
		}
		return w.stuckEverywhere(aff, u)
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	u.State, u.SentAt = incident.UpdateSent, w.now
	if err := w.tx.PutClientUpdate(u); err != nil {
		return err
	}
	if incident.Automatic(u.Kind) {
		err = w.heardItself(aff, u)
	} else {
		if u.N >= aff.Heard { // an old text that turns out to be there takes nothing back
			aff.Remember(u)
		}
		err = w.heard(aff, u, d.Via)
	}
	if err != nil {
		return err
	}
	return w.oweRest(aff, u)
}

// oweRest makes debts of the copies of an update that were stuck before the
// first one arrived.
func (w *Unit) oweRest(aff *incident.Affected, u *incident.Update) error {
	list, err := w.deliveries(u)
	for _, d := range list {
		if d.State == outbox.Asks || d.State == outbox.Dead && !d.GivenUp {
			aff.Owe(d, w.now)
		}
	}
	return err
}
