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
	s.refresh(tx, inc)
	target, err := s.target(tx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case d.State == outbox.InFlight && d.Looking: // looking does no harm
		return nil, s.finish(tx, inc, d, outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Candor was stopped while it was looking"}, now)
	case d.State == outbox.InFlight:
		return nil, s.finish(tx, inc, d, outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "Candor was stopped while it was sending"}, now)
	case inc.Moot(d, target): // also if it is too late as well: nobody has to hear of that
		d.State, d.EndedAt = outbox.Recalled, now
		return nil, tx.PutDelivery(d)
	case d.State == outbox.Waiting && !d.Expires.IsZero() && now.After(d.Expires):
		return nil, s.finish(tx, inc, d, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "it was not possible in time"}, now)
	case d.State == outbox.Waiting && moved(inc, tx, d):
		return nil, s.finish(tx, inc, d, outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "they are reached in another place now. Write a new update: it goes there"}, now)
	case inc.HeldBack(d):
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "the incident's channel takes nothing internal"
		if err := tx.PutDelivery(d); err != nil {
			return nil, err
		}
		if err := s.inPerson(tx, inc, d, now); err != nil {
			return nil, err
		}
		return nil, tx.PutIncident(inc)
	}
	if gone, err := s.overtaken(tx, inc, d, now); gone || err != nil {
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
	if err := s.route(tx, inc, d); err != nil {
		return nil, err
	}
	view, err := s.view(tx, inc, d, target, now)
	if err != nil {
		return nil, err
	}
	return &Lease{Number: number, Until: d.Until, Delivery: *d, View: view}, tx.PutDelivery(d)
}

// moved says whether a client is not reached any more where its text was to go.
// A correction goes where the wrong words stand.
func moved(inc *incident.Incident, tx Tx, d *outbox.Delivery) bool {
	if d.Kind != outbox.ClientText || inc.Affected(d.Client).Client.Has(d.Via, d.To) {
		return false
	}
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	return err == nil && u.Corrects == 0
}

// route fills in what a delivery can know only now, and notes that an update
// has begun to leave.
func (s *Service) route(tx Tx, inc *incident.Incident, d *outbox.Delivery) error {
	d.Rev = inc.Rev
	if d.Kind != outbox.ClientText {
		inc.RouteInternal(d)
		return nil
	}
	if d.Via == client.ViaSlack {
		if thread := inc.Affected(d.Client).Thread; thread.Channel == d.To {
			d.ThreadTS = thread.TS
		}
	}
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil || u.State != incident.Held {
		return err
	}
	u.State = incident.Sending
	return tx.PutClientUpdate(u)
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

func (s *Service) view(tx Tx, inc *incident.Incident, d, target *outbox.Delivery, now time.Time) (view.View, error) {
	v := view.View{Now: now, Company: s.Company, Command: s.Command, Incident: inc, Playbook: s.Playbook(inc.Kind),
		People: s.Roster().People, Target: target, Pattern: s.Pattern, Known: append(slices.Clone(s.Roster().TrustedGuests), inc.Colleagues...)}
	if d.Client == "" {
		var err error
		if d.Kind == outbox.Card {
			v.Sleepers, err = s.sleepers(tx, inc)
		}
		return v, err
	}
	v.Client = inc.Affected(d.Client)
	v.Promise = v.Client.PromiseN(d.Promise)
	for _, m := range d.Group {
		if aff := inc.Affected(m.Client); aff != nil {
			v.Group = append(v.Group, view.Owing{Client: aff, Promise: aff.PromiseN(m.Promise)})
		}
	}
	if d.Update == 0 {
		return v, nil
	}
	var err error
	v.Update, err = tx.ClientUpdate(inc.Number, d.Client, d.Update)
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
		s.refresh(tx, inc)
		return s.finish(tx, inc, d, o, now)
	})
}

// finish settles a delivery and applies what became of it.
func (s *Service) finish(tx Tx, inc *incident.Incident, d *outbox.Delivery, o outbox.DeliveryOutcome, now time.Time) error {
	was := d.Reason
	d.Settle(o, now)
	if err := tx.PutDelivery(d); err != nil {
		return err
	}
	if d.Kind == outbox.ClientText {
		inc.Affected(d.Client).Note(d)
	}
	switch {
	case d.Kind == outbox.AskQuiet && d.State == outbox.Delivered:
		return s.quieted(tx, inc, d, o.Quiet, now)
	case d.Kind == outbox.Ring && d.State == outbox.Delivered:
		return s.woke(tx, inc, d, now)
	}
	if len(o.Guests) > 0 && d.State == outbox.Dead { // it was held back before anything was sent
		if _, err := s.meet(tx, inc, o.Guests, now); err != nil {
			return err
		}
		if err := s.inPerson(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	}
	switch d.State {
	case outbox.Delivered:
		return s.arrived(tx, inc, d, now)
	case outbox.Dead, outbox.Asks:
		return s.stuck(tx, inc, d, now)
	case outbox.InDoubt:
		return s.put(tx, inc, now)
	case outbox.Waiting:
		if d.Kind == outbox.ClientText && d.Reason != was { // the card says why it is not there yet
			return s.put(tx, inc, now)
		}
	}
	return nil
}

// arrived applies a receipt.
func (s *Service) arrived(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	switch d.Kind {
	case outbox.OpenChannel:
		if err := s.opened(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	case outbox.Card:
		return s.cardPosted(tx, inc, d, now)
	case outbox.Kick:
		if g := inc.Channel.Guest(d.Users[0]); g != nil && inc.Channel.ID == d.To {
			if err := s.forgetGuest(tx, inc, *g, outbox.TakeOut, "was taken out of the channel", now); err != nil {
				return err
			}
			return s.put(tx, inc, now)
		}
	case outbox.ClientText:
		if err := s.received(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	}
	return nil
}

// cardPosted remembers where the card stands; the first one is pinned. The
// incident did not change for people, so no new card is queued.
func (s *Service) cardPosted(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	if inc.Silent(d.Receipt.Channel) { // it was just being posted or edited there
		return wipeCard(inc, tx, d.Receipt, now)
	}
	inc.CardAt = now
	if inc.Card.TS == "" {
		inc.Card = d.Receipt
		if err := enqueue(tx, inc.NewDelivery(outbox.Pin, inc.Again("pin"), now)); err != nil {
			return err
		}
	}
	return tx.PutIncident(inc)
}

// received applies that a client's text arrived at one destination: the first
// one that is required settles the promise, and what is missing elsewhere by
// then is a debt.
func (s *Service) received(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	aff := inc.Affected(d.Client)
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := s.pay(tx, inc, aff, d, now); err != nil {
		return err
	}
	if d.Via == client.ViaSlack {
		aff.Follow(d.Receipt)
	}
	if u.State == incident.UpdateSent {
		return s.heardThere(tx, inc, aff, u, d, now)
	}
	aff.Written = true
	if d.Optional { // they know, and yet it counts only where it has to arrive
		if !incident.Automatic(u.Kind) {
			aff.ToldAt = schedule.Later(aff.ToldAt, now)
			if aff.FirstAt.IsZero() {
				aff.FirstAt = now
			}
		}
		return s.stuckEverywhere(tx, inc, aff, u)
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	u.State, u.SentAt = incident.UpdateSent, now
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	if incident.Automatic(u.Kind) {
		err = s.heardItself(tx, inc, aff, u, now)
	} else {
		if u.N >= aff.Heard { // an old text that turns out to be there takes nothing back
			aff.Remember(u)
		}
		err = s.heard(tx, inc, aff, u, d.Via, now)
	}
	if err != nil {
		return err
	}
	return oweRest(inc, tx, aff, u, now)
}

// oweRest makes debts of the copies of an update that were stuck before the
// first one arrived.
func oweRest(inc *incident.Incident, tx Tx, aff *incident.Affected, u *incident.Update, now time.Time) error {
	list, err := deliveries(inc, tx, u)
	for _, d := range list {
		if d.State == outbox.Asks || d.State == outbox.Dead && !d.GivenUp {
			aff.Owe(d, now)
		}
	}
	return err
}
