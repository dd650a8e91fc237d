package candor

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// Claim hands out the next delivery that is ready, or nil. The intent is
// committed before anything is sent, so that a crash leaves a trace. A lease
// that lapsed means that nobody knows what happened: a client's text then asks
// a person, everything else is done again.
func (s *Service) Claim(ctx context.Context) (*Lease, error) {
	for {
		ready := false
		err := s.read(ctx, func(tx Tx) error {
			d, err := tx.ReadyDelivery(s.Now())
			ready = d != nil || isDamaged(err)
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
	var head *DamagedError
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
	case isLost(err) && head != nil: // what hung on it cannot be read either
		return nil, s.save(ctx, func(tx Tx) error { return tx.SetAside(head.Damage) })
	case isLost(err) && key != "":
		return nil, s.giveUpUnread(ctx, key)
	}
	return lease, err
}

// claim claims a ready delivery, or ends one that must not be sent; then the
// lease is nil and the caller asks again.
func (s *Service) claim(tx Tx, d *Delivery, now time.Time) (*Lease, error) {
	if d.Kind == Damaged {
		return s.claimDamage(tx, d, now)
	}
	inc, err := tx.Incident(d.Incident)
	if err != nil {
		// A damaged incident must not hold up the others: its deliveries end here.
		s.Log.Error("gave up a delivery: its incident cannot be read", "delivery", d.Key, "err", err)
		d.State, d.EndedAt, d.Reason = Dead, now, "the incident cannot be read"
		return nil, tx.PutDelivery(d)
	}
	s.refresh(tx, inc)
	target, err := s.target(tx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case d.State == InFlight && d.Looking: // looking does no harm
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Retry, Reason: "Candor was stopped while it was looking"}, now)
	case d.State == InFlight:
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Unknown, Reason: "Candor was stopped while it was sending"}, now)
	case inc.moot(d, target): // also if it is too late as well: nobody has to hear of that
		d.State, d.EndedAt = Recalled, now
		return nil, tx.PutDelivery(d)
	case d.State == Waiting && !d.Expires.IsZero() && now.After(d.Expires):
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Refused, Reason: "it was not possible in time"}, now)
	case d.State == Waiting && inc.moved(tx, d):
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Refused, Reason: "they are reached in another place now. Write a new update: it goes there"}, now)
	case inc.heldBack(d):
		d.State, d.EndedAt, d.Reason = Dead, now, "the incident's channel takes nothing internal"
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
	d.claim(number, now)
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
func (inc *Incident) moved(tx Tx, d *Delivery) bool {
	if d.Kind != ClientText || inc.Affected(d.Client).Client.has(d.Via, d.To) {
		return false
	}
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	return err == nil && u.Corrects == 0
}

// route fills in what a delivery can know only now, and notes that an update
// has begun to leave.
func (s *Service) route(tx Tx, inc *Incident, d *Delivery) error {
	d.Rev = inc.Rev
	if d.Kind != ClientText {
		inc.routeInternal(d)
		return nil
	}
	if d.Via == ViaSlack {
		if thread := inc.Affected(d.Client).Thread; thread.Channel == d.To {
			d.ThreadTS = thread.TS
		}
	}
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil || u.State != Held {
		return err
	}
	u.State = Sending
	return tx.PutClientUpdate(u)
}

// routeInternal sends what is for the team to the channel that the incident has
// now, also if it was tried in one that it has left.
func (inc *Incident) routeInternal(d *Delivery) {
	switch {
	case d.Kind == Farewell || d.Kind == OldCard: // they are for the old one
	case d.Kind == OpenChannel:
		if d.Data == nil {
			d.Data = map[string]string{opens: opensPublic}
			if inc.Private {
				d.Data[opens] = opensPrivate
			}
		}
	case d.To == "" || inc.left(d.To):
		d.To = inc.Channel.ID
	}
}

// moot says whether the reason for a delivery is gone: a reminder of a promise
// that was kept meanwhile, an edit of a message that never came to be.
func (inc *Incident) moot(d *Delivery, target *Delivery) bool {
	switch d.Kind {
	case Reminder, Direct:
		return !inc.owesAny(d)
	case ApprovalAsk, ApprovalAlone:
		r := inc.Affected(d.Client).Request
		return r == nil || itoa(r.N) != d.Data["request"]
	case Ring:
		return !inc.needs(d.To)
	case AskQuiet:
		return inc.Over()
	case Answered, Retold, Recopy:
		return target == nil || target.Receipt.TS == "" || inc.silent(target.Receipt.Channel)
	case Remove:
		return target == nil || target.Receipt.TS == ""
	case AskGuest:
		return inc.Channel.guest(d.Data["user"]) == nil
	case GuestSaid:
		return target == nil || target.Receipt.TS == ""
	case Kick:
		return inc.Channel.ID != d.To
	case Problem:
		return target == nil || target.State != Dead && target.State != Asks
	case Second:
		l := inc.Affected(d.Client).Later
		return !l.Open() || l.Key != d.Key || inc.State != Open
	case EstimateAsk:
		e := inc.Estimate
		return !inc.estimates() || e == nil || itoa(e.N) != d.Data["n"] || e.Holds != ""
	case OpenChannel:
		return inc.Over() && !inc.Moving
	case Pin:
		return !inc.takesPosts() || inc.Card.TS == ""
	case Card, Line, Topic, Invite:
		return !inc.takesPosts()
	}
	return false
}

// owesAny says whether any promise that a reminder is about is still open.
func (inc *Incident) owesAny(d *Delivery) bool {
	for _, m := range append([]Member{{d.Client, d.Promise}}, d.Group...) {
		if p := inc.Affected(m.Client).promiseN(m.Promise); p != nil && p.Outcome == Pending {
			return true
		}
	}
	return false
}

func (s *Service) target(tx Tx, d *Delivery) (*Delivery, error) {
	if d.Target == "" {
		return nil, nil
	}
	t, err := tx.Delivery(d.Target)
	if isLost(err) {
		return nil, nil
	}
	return t, err
}

func (s *Service) view(tx Tx, inc *Incident, d, target *Delivery, now time.Time) (View, error) {
	v := View{Now: now, Company: s.Company, Command: s.Command, Incident: inc, Playbook: s.Playbook(inc.Kind),
		People: s.Roster().People, Target: target, Pattern: s.Pattern, Known: append(slices.Clone(s.Roster().TrustedGuests), inc.Colleagues...)}
	if d.Client == "" {
		var err error
		if d.Kind == Card {
			v.Sleepers, err = s.sleepers(tx, inc)
		}
		return v, err
	}
	v.Client = inc.Affected(d.Client)
	v.Promise = v.Client.promiseN(d.Promise)
	for _, m := range d.Group {
		if aff := inc.Affected(m.Client); aff != nil {
			v.Group = append(v.Group, Owing{aff, aff.promiseN(m.Promise)})
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
func (s *Service) Settle(ctx context.Context, l *Lease, o DeliveryOutcome) error {
	err := s.settle(ctx, l, o)
	if isLost(err) {
		return s.settleAlone(ctx, l, o)
	}
	return err
}

func (s *Service) settle(ctx context.Context, l *Lease, o DeliveryOutcome) error {
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		d, err := tx.Delivery(l.Delivery.Key)
		if err != nil {
			return err
		}
		if d.State != InFlight || d.Lease != l.Number {
			return lapsed(d)
		}
		if d.Kind == Damaged { // it belongs to no incident
			d.settle(o, now)
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
func (s *Service) finish(tx Tx, inc *Incident, d *Delivery, o DeliveryOutcome, now time.Time) error {
	was := d.Reason
	d.settle(o, now)
	if err := tx.PutDelivery(d); err != nil {
		return err
	}
	if d.Kind == ClientText {
		inc.Affected(d.Client).note(d)
	}
	switch {
	case d.Kind == AskQuiet && d.State == Delivered:
		return s.quieted(tx, inc, d, o.Quiet, now)
	case d.Kind == Ring && d.State == Delivered:
		return s.woke(tx, inc, d, now)
	}
	if len(o.Guests) > 0 && d.State == Dead { // it was held back before anything was sent
		if _, err := s.meet(tx, inc, o.Guests, now); err != nil {
			return err
		}
		if err := s.inPerson(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	}
	switch d.State {
	case Delivered:
		return s.arrived(tx, inc, d, now)
	case Dead, Asks:
		return s.stuck(tx, inc, d, now)
	case InDoubt:
		return s.put(tx, inc, now)
	case Waiting:
		if d.Kind == ClientText && d.Reason != was { // the card says why it is not there yet
			return s.put(tx, inc, now)
		}
	}
	return nil
}

// arrived applies a receipt.
func (s *Service) arrived(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	switch d.Kind {
	case OpenChannel:
		if err := s.opened(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	case Card:
		return s.cardPosted(tx, inc, d, now)
	case Kick:
		if g := inc.Channel.guest(d.Users[0]); g != nil && inc.Channel.ID == d.To {
			if err := s.forgetGuest(tx, inc, *g, TakeOut, "was taken out of the channel", now); err != nil {
				return err
			}
			return s.put(tx, inc, now)
		}
	case ClientText:
		if err := s.received(tx, inc, d, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	}
	return nil
}

// cardPosted remembers where the card stands; the first one is pinned. The
// incident did not change for people, so no new card is queued.
func (s *Service) cardPosted(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	if inc.silent(d.Receipt.Channel) { // it was just being posted or edited there
		return inc.wipeCard(tx, d.Receipt, now)
	}
	inc.CardAt = now
	if inc.Card.TS == "" {
		inc.Card = d.Receipt
		if err := enqueue(tx, inc.newDelivery(Pin, inc.again("pin"), now)); err != nil {
			return err
		}
	}
	return tx.PutIncident(inc)
}

// received applies that a client's text arrived at one destination: the first
// one that is required settles the promise, and what is missing elsewhere by
// then is a debt.
func (s *Service) received(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	aff := inc.Affected(d.Client)
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := s.pay(tx, inc, aff, d, now); err != nil {
		return err
	}
	if d.Via == ViaSlack {
		aff.follow(d.Receipt)
	}
	if u.State == UpdateSent {
		return s.heardThere(tx, inc, aff, u, d, now)
	}
	aff.Written = true
	if d.Optional { // they know, and yet it counts only where it has to arrive
		if !Automatic(u.Kind) {
			aff.ToldAt = later(aff.ToldAt, now)
			if aff.FirstAt.IsZero() {
				aff.FirstAt = now
			}
		}
		return s.stuckEverywhere(tx, inc, aff, u)
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	u.State, u.SentAt = UpdateSent, now
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	if Automatic(u.Kind) {
		err = s.heardItself(tx, inc, aff, u, now)
	} else {
		if u.N >= aff.Heard { // an old text that turns out to be there takes nothing back
			aff.remember(u)
		}
		err = s.heard(tx, inc, aff, u, d.Via, now)
	}
	if err != nil {
		return err
	}
	return inc.oweRest(tx, aff, u, now)
}

// follow remembers the first message, whose thread carries the rest, and every
// other one that began a thread because the first was gone.
func (aff *Affected) follow(r Receipt) {
	if aff.Thread.TS == "" {
		aff.Thread = r
	}
	if r.TS != "" && (r.Thread == "" || r.Thread == r.TS) {
		aff.Threads = appendNew(aff.Threads, Place(r.Channel, r.TS))
	}
}

// oweRest makes debts of the copies of an update that were stuck before the
// first one arrived.
func (inc *Incident) oweRest(tx Tx, aff *Affected, u *Update, now time.Time) error {
	list, err := inc.deliveries(tx, u)
	for _, d := range list {
		if d.State == Asks || d.State == Dead && !d.GivenUp {
			aff.owe(d, now)
		}
	}
	return err
}

// remember keeps what the client has read, to begin the next text with.
func (aff *Affected) remember(u *Update) {
	if aff.Said == nil {
		aff.Said = map[string]string{}
	}
	if aff.SaidTimes == nil {
		aff.SaidTimes = map[string]time.Time{}
	}
	if oneOf(u.Kind, EtaChange, MonitoringUpdate, ResolvedUpdate) { // the estimate before it is over
		delete(aff.SaidTimes, "eta_from")
		delete(aff.SaidTimes, "eta_to")
	}
	maps.Copy(aff.Said, u.Words)
	maps.Copy(aff.SaidTimes, u.Times)
}
