package candor

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// Claim hands out the next delivery that is ready, or nil. The intent is
// committed before anything is sent, so that a crash leaves a trace. A lease
// that lapsed means that nobody knows what happened: a client's text then asks
// a person, everything else is done again.
func (s *Service) Claim(ctx context.Context) (*Lease, error) {
	for {
		ready := false
		err := s.Store.View(ctx, func(tx Tx) error {
			d, err := tx.ReadyDelivery(s.Now())
			ready = d != nil
			return err
		})
		if err != nil || !ready {
			return nil, err
		}
		var lease *Lease
		err = s.Store.Update(ctx, func(tx Tx) error {
			lease, err = s.claim(tx, s.Now())
			return err
		})
		if err != nil || lease != nil {
			return lease, err
		}
	}
}

// claim claims the next ready delivery, or ends one that must not be sent; then
// the lease is nil and the caller asks again.
func (s *Service) claim(tx Tx, now time.Time) (*Lease, error) {
	d, err := tx.ReadyDelivery(now)
	if err != nil || d == nil {
		return nil, err
	}
	inc, err := tx.Incident(d.Incident)
	if err != nil {
		// A damaged incident must not hold up the others: its deliveries end here.
		s.Log.Error("gave up a delivery: its incident cannot be read", "delivery", d.Key, "err", err)
		d.State, d.EndedAt, d.Reason = Dead, now, "the incident cannot be read"
		return nil, tx.PutDelivery(d)
	}
	s.refresh(inc)
	target, err := s.target(tx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case d.State == InFlight:
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Unknown, Reason: "Candor was stopped while it was sending"}, now)
	case !d.Expires.IsZero() && now.After(d.Expires):
		return nil, s.finish(tx, inc, d, DeliveryOutcome{Verdict: Refused, Reason: "it was not possible in time"}, now)
	case inc.moot(d, target):
		d.State, d.EndedAt = Recalled, now
		return nil, tx.PutDelivery(d)
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

// route fills in what a delivery can know only now, and notes that an update
// has begun to leave.
func (s *Service) route(tx Tx, inc *Incident, d *Delivery) error {
	d.Rev = inc.Rev
	if d.Kind != ClientText {
		if d.To == "" {
			d.To = inc.Channel.ID
		}
		return nil
	}
	d.ThreadTS = inc.Affected(d.Client).Thread.TS
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	u.State = Sending
	return tx.PutClientUpdate(u)
}

// moot says whether the reason for a delivery is gone: a reminder of a promise
// that was kept meanwhile, an edit of a message that never came to be.
func (inc *Incident) moot(d *Delivery, target *Delivery) bool {
	switch d.Kind {
	case Reminder, Direct:
		p := inc.Affected(d.Client).promiseN(d.Promise)
		return p == nil || p.Outcome != Pending
	case Answered, Remove:
		return target == nil || target.Receipt.TS == ""
	case Problem:
		return target == nil || target.State != Dead && target.State != Asks
	case OpenChannel:
		return inc.Over()
	case Card, Pin, Line, Topic, Invite:
		return inc.Channel.ID == "" || inc.Channel.Shared
	}
	return false
}

func (s *Service) target(tx Tx, d *Delivery) (*Delivery, error) {
	if d.Target == "" {
		return nil, nil
	}
	t, err := tx.Delivery(d.Target)
	if CodeOf(err) == NotFound {
		return nil, nil
	}
	return t, err
}

func (s *Service) view(tx Tx, inc *Incident, d, target *Delivery, now time.Time) (View, error) {
	v := View{Now: now, Company: s.Company, Command: s.Command, Incident: inc, Playbook: s.Playbook(inc.Kind),
		People: s.People, Target: target, Pattern: s.Pattern}
	if d.Client == "" {
		return v, nil
	}
	v.Client = inc.Affected(d.Client)
	v.Promise = v.Client.promiseN(d.Promise)
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
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		d, err := tx.Delivery(l.Delivery.Key)
		if err != nil {
			return err
		}
		if d.State != InFlight || d.Lease != l.Number {
			return Errorf(Conflict, "The lease of %s has lapsed.", d.Key)
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return err
		}
		s.refresh(inc)
		return s.finish(tx, inc, d, o, now)
	})
}

// finish settles a delivery and applies what became of it.
func (s *Service) finish(tx Tx, inc *Incident, d *Delivery, o DeliveryOutcome, now time.Time) error {
	d.settle(o, now)
	if err := tx.PutDelivery(d); err != nil {
		return err
	}
	switch d.State {
	case Delivered:
		return s.arrived(tx, inc, d, now)
	case Dead, Asks:
		return s.stuck(tx, inc, d, now)
	}
	return nil
}

// arrived applies a receipt.
func (s *Service) arrived(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	switch d.Kind {
	case OpenChannel:
		if err := s.opened(tx, inc, d.Receipt, now); err != nil {
			return err
		}
		return s.put(tx, inc, now)
	case Card:
		return s.cardPosted(tx, inc, d, now)
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
	inc.CardAt = now
	if inc.Card.TS == "" {
		inc.Card = d.Receipt
		if err := enqueue(tx, inc.newDelivery(Pin, "pin", now)); err != nil {
			return err
		}
	}
	return tx.PutIncident(inc)
}

// received applies that a client's text arrived at one destination: the first
// one settles the promise.
func (s *Service) received(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	aff := inc.Affected(d.Client)
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	if aff.Thread.TS == "" {
		aff.Thread = d.Receipt
	}
	if u.State == UpdateSent {
		return nil
	}
	u.State, u.SentAt = UpdateSent, now
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	aff.Written = true
	aff.remember(u)
	return s.heard(tx, inc, aff, u, now)
}

// remember keeps what the client has read, to begin the next text with.
func (aff *Affected) remember(u *Update) {
	if aff.Said == nil {
		aff.Said = map[string]string{}
	}
	if aff.SaidTimes == nil {
		aff.SaidTimes = map[string]time.Time{}
	}
	maps.Copy(aff.Said, u.Words)
	maps.Copy(aff.SaidTimes, u.Times)
}

// stuck brings what did not arrive, or may not have, before a person.
func (s *Service) stuck(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	if d.Kind != ClientText {
		return s.complain(tx, inc, d, now)
	}
	aff := inc.Affected(d.Client)
	if aff.Out == d.Update {
		aff.Out = 0
	}
	if d.State == Asks {
		aff.Unsure = d.Update
	}
	if d.State == Dead {
		u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
		if err != nil {
			return err
		}
		u.State = Failed
		if err := tx.PutClientUpdate(u); err != nil {
			return err
		}
	}
	if err := s.showProblem(tx, inc, d, now); err != nil {
		return err
	}
	what := fmt.Sprintf("Update %d did not reach %s: %s.", d.Update, aff.Client.Name, d.Reason)
	if d.State == Asks {
		what = fmt.Sprintf("It is not known whether update %d reached %s: %s.", d.Update, aff.Client.Name, d.Reason)
	}
	if err := record(tx, inc, "", "stuck", what, now); err != nil {
		return err
	}
	if err := s.nobodyTold(tx, inc, aff, now); err != nil {
		return err
	}
	return s.put(tx, inc, now)
}

// showProblem brings a stuck text before people, with what they can do.
func (s *Service) showProblem(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	inc.Lines++
	problem := inc.newDelivery(Problem, fmt.Sprintf("%s/update/%d/problem/%d", d.Client, d.Update, inc.Lines), now)
	problem.Client, problem.Update, problem.Target = d.Client, d.Update, d.Key
	problem.Expires = time.Time{} // it stands until somebody reads it
	if inc.Channel.ID == "" || inc.Channel.Shared {
		problem.To = inc.Holder(Comms)
	}
	if err := enqueue(tx, problem); err != nil {
		return err
	}
	d.Target = problem.Key // edited to one line when a person has decided
	return tx.PutDelivery(d)
}

// complain tells a person by direct message what could not be said or done in
// the channel: once per kind, since a broken channel breaks everything in it.
func (s *Service) complain(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	s.Log.Error("gave up", "delivery", d.Key, "err", d.Reason)
	to, what := inc.Roles[Commander], d.Kind
	switch d.Kind {
	case Answered, Remove, Notice: // a stale line hurts nobody, and a complaint about a complaint does not help
		return nil
	case Invite:
		what = d.Key // each names other people
	case Problem: // it needs an answer, so it goes on to a person, with its buttons
		if d.To == "" || d.To == inc.Channel.ID {
			return s.problemInPerson(tx, inc, d, now)
		}
	case Direct: // somebody cannot be reached: another must know
		what += "/" + d.To
		if to == d.To {
			to = s.nextToEscalate(inc, &Promise{})
		}
	}
	if to == "" {
		return nil
	}
	n := inc.newDelivery(Notice, "notice/"+what, now)
	n.To, n.Target = to, d.Key
	return enqueue(tx, n)
}

// problemInPerson brings a stuck text before the person who talks to the client,
// where the channel does not take it.
func (s *Service) problemInPerson(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	p := inc.newDelivery(Problem, "", now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+inc.Holder(Comms)
	p.To, p.Expires = inc.Holder(Comms), time.Time{}
	p.Client, p.Update, p.Target = d.Client, d.Update, d.Target
	text, err := tx.Delivery(d.Target)
	if err != nil {
		return err
	}
	text.Target = p.Key
	if err := tx.PutDelivery(text); err != nil {
		return err
	}
	return enqueue(tx, p)
}

// Ruling is what a person decided about a text that did not arrive or may not have.
type Ruling string

const (
	ItArrived Ruling = "arrived" // somebody looked: it is there
	SendAgain Ruling = "again"   // somebody looked: it is not, or the cause is mended
	GiveUp    Ruling = "give_up" // it will not be sent
)

// Rule applies what a person decided about a delivery that is dead or asks.
func (s *Service) Rule(ctx context.Context, a Actor, number int64, key string, r Ruling) (*Incident, error) {
	return s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		d, err := tx.Delivery(key)
		if err != nil {
			return err
		}
		if d.Incident != number || d.State != Asks && d.State != Dead || d.Kind != ClientText {
			return Errorf(Conflict, "This was answered already. Nothing was sent twice.")
		}
		aff := inc.Affected(d.Client)
		if aff.Unsure == d.Update {
			aff.Unsure = 0
		}
		switch r {
		case ItArrived:
			d.State, d.EndedAt, d.Receipt.At = Delivered, now, now
			err = s.received(tx, inc, d, now)
		case SendAgain:
			err = s.resend(tx, inc, aff, d, now)
		case GiveUp:
			d.State, d.EndedAt = Dead, now
			err = s.abandon(tx, inc, aff, d, now)
		default:
			err = Errorf(Invalid, "Nothing was changed. Say which: it arrived, send again, or give up.")
		}
		if err != nil {
			return err
		}
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
		if err := s.decided(tx, inc, d, r, now); err != nil {
			return err
		}
		return record(tx, inc, a.ID, "ruled", fmt.Sprintf("Decided about update %d to %s: %s.", d.Update, aff.Client.Name, r), now)
	})
}

// decided edits the message that asked to one line.
func (s *Service) decided(tx Tx, inc *Incident, d *Delivery, r Ruling, now time.Time) error {
	inc.Lines++
	line := inc.newDelivery(Answered, fmt.Sprintf("%s/update/%d/decided/%d", d.Client, d.Update, inc.Lines), now)
	line.Client, line.Update, line.Target, line.Data = d.Client, d.Update, d.Target, map[string]string{"ruling": string(r)}
	return enqueue(tx, line)
}

// resend makes the same bytes ready to leave once more, if they are still true.
func (s *Service) resend(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	name := aff.Client.Name
	switch fits := inc.fits(aff, u.Kind); {
	case aff.Out > 0:
		return Errorf(Conflict, "Update %d is on its way to %s. Nothing was sent twice. Wait until it has arrived.", aff.Out, name)
	case u.N < aff.Heard:
		return Errorf(Conflict, "It was *not* sent again: %s has read a newer text since. If something of it is still worth saying, write an update.", name)
	case fits != nil:
		return fits
	case !d.Expires.IsZero() && !now.Before(d.Expires):
		return Errorf(Conflict, "It was *not* sent again: its text promises a time that has passed. Write a new update; your words are kept.")
	case !oneOf(Destination{Via: ViaSlack, To: d.To}, aff.Client.Destinations()...):
		return Errorf(Conflict, "It was *not* sent again: the channel of %s is another one now. Write a new update; it goes there.", name)
	}
	d.State, d.NotTill, d.EndedAt = Waiting, now, time.Time{}
	u.State, aff.Out = Sending, u.N
	return tx.PutClientUpdate(u)
}

// abandon ends an update that will not be sent.
func (s *Service) abandon(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	u.State = Failed
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	return s.nobodyTold(tx, inc, aff, now)
}

// abandonStuck takes the buttons from texts that did not arrive, when nothing
// will be sent any more.
func (s *Service) abandonStuck(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	for n := 1; n <= aff.Updates; n++ {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if err != nil {
			return err
		}
		for via := range u.Texts {
			d, err := tx.Delivery(inc.updateKey(u, via))
			if err != nil {
				return err
			}
			if d.State != Dead || d.Target == "" {
				continue
			}
			if err := s.decided(tx, inc, d, GiveUp, now); err != nil {
				return err
			}
		}
	}
	return nil
}
