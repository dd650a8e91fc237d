package candor

import (
	"context"
	"fmt"
	"time"
)

// stuck brings what did not arrive, or may not have, before a person.
func (s *Service) stuck(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	if d.Kind != ClientText {
		return s.complain(tx, inc, d, now)
	}
	aff := inc.Affected(d.Client)
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := s.showProblem(tx, inc, d, now); err != nil {
		return err
	}
	if u.State == UpdateSent {
		aff.owe(d, now)
	} else if err := s.stuckEverywhere(tx, inc, aff, u); err != nil {
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

// stuckEverywhere ends the way of an update of which nothing moves any more:
// it failed, or nobody knows.
func (s *Service) stuckEverywhere(tx Tx, inc *Incident, aff *Affected, u *Update) error {
	list, err := inc.deliveries(tx, u)
	if err != nil {
		return err
	}
	unsure := false
	for _, d := range list {
		if !d.Ended() {
			return nil
		}
		unsure = unsure || d.State == Asks && !d.Optional && !Automatic(u.Kind)
	}
	if aff.Out == u.N {
		aff.Out = 0
	}
	if unsure {
		aff.Unsure = u.N
		return nil
	}
	if aff.Unsure == u.N {
		aff.Unsure = 0
	}
	u.State = Failed
	return tx.PutClientUpdate(u)
}

// showProblem brings a stuck text before people, with what they can do.
func (s *Service) showProblem(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	inc.Lines++
	problem := inc.newDelivery(Problem, fmt.Sprintf("%s/update/%d/problem/%d", d.Client, d.Update, inc.Lines), now)
	problem.Client, problem.Update, problem.Target = d.Client, d.Update, d.Key
	problem.Expires = time.Time{} // it stands until somebody reads it
	if !inc.takesPosts() {
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
	switch d.Kind {
	case AskQuiet: // the card says less
		return nil
	case Ring:
		s.Log.Error("somebody could not be woken", "delivery", d.Key, "err", d.Reason)
		return s.notWoken(tx, inc, d, now)
	}
	s.Log.Error("gave up", "delivery", d.Key, "err", d.Reason)
	to, what := inc.Roles[Commander], d.Kind
	switch d.Kind {
	case Answered, Retold, Recopy, Remove, Notice, GuestSaid, Farewell: // a stale line hurts nobody, and a complaint about a complaint does not help
		return nil
	case Invite, Kick, OpenChannel:
		what = d.Key // each names other people
	case Problem: // it needs an answer, so it goes on to a person, with its buttons
		if d.To == "" || d.To == inc.Channel.ID {
			return s.problemInPerson(tx, inc, d, now)
		}
	case Copy: // it waits for an answer
		if d.To == "" || d.To == inc.Channel.ID {
			return inc.copyInPerson(tx, d, now)
		}
	case Direct, AskGuest: // somebody cannot be reached: another must know
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
	if isLost(err) { // there is nothing to decide about any more
		return nil
	}
	if err != nil {
		return err
	}
	text.Target = p.Key
	if err := tx.PutDelivery(text); err != nil {
		return err
	}
	return enqueue(tx, p)
}

// copyInPerson brings what a client wrote before the person who talks to them,
// where the channel does not take it.
func (inc *Incident) copyInPerson(tx Tx, d *Delivery, now time.Time) error {
	p := inc.newDelivery(Copy, "", now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+inc.Holder(Comms)
	p.To, p.Client, p.Replies = inc.Holder(Comms), d.Client, d.Replies
	aff := inc.Affected(d.Client)
	for i := range aff.Copied { // edits follow it there
		if aff.Copied[i].Key == d.Key {
			aff.Copied[i].Key = p.Key
		}
	}
	if err := enqueue(tx, p); err != nil {
		return err
	}
	return tx.PutIncident(inc)
}

// Ruling is what a person decided about a text that did not arrive or may not have.
type Ruling string

const (
	ItArrived Ruling = "arrived" // somebody looked: it is there
	SendAgain Ruling = "again"   // somebody looked: it is not, or the cause is mended
	GiveUp    Ruling = "give_up" // it will not be sent
	Overtaken Ruling = "newer"   // a newer update has arrived there since; nobody is asked
)

// Rule applies what a person decided about a delivery that is dead or asks.
func (s *Service) Rule(ctx context.Context, a Actor, number int64, key string, r Ruling) (*Incident, error) {
	return s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		d, err := tx.Delivery(key)
		if err != nil {
			return err
		}
		if d.Incident != number || d.State != Asks && d.State != Dead || d.Kind != ClientText || d.GivenUp {
			return Errorf(Conflict, "This was answered already. Nothing was sent twice.")
		}
		aff := inc.Affected(d.Client)
		switch r {
		case ItArrived:
			err = s.itArrived(tx, inc, aff, d, now)
		case SendAgain:
			err = s.resend(tx, inc, aff, d, now)
		case GiveUp:
			d.giveUp(now)
			if err = tx.PutDelivery(d); err == nil {
				err = s.abandon(tx, inc, aff, d, now)
			}
		default:
			err = Errorf(Invalid, "Nothing was changed. Say which: it arrived, send again, or give up.")
		}
		if err != nil {
			return err
		}
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
		aff.note(d)
		if err := s.decided(tx, inc, d, r, now); err != nil {
			return err
		}
		return record(tx, inc, a.ID, "ruled", fmt.Sprintf("Decided about update %d to %s (%s): %s.", d.Update, aff.Client.Name, d.Via, r), now)
	})
}

// itArrived settles a text of which somebody knows that it is there.
func (s *Service) itArrived(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	d.State, d.EndedAt, d.Receipt.At, d.Seen, d.Doubted = Delivered, now, now, true, false
	if aff.Unsure == d.Update {
		aff.Unsure = 0
	}
	if err := tx.PutDelivery(d); err != nil {
		return err
	}
	return s.received(tx, inc, d, now)
}

// decided edits the message that asked to one line.
func (s *Service) decided(tx Tx, inc *Incident, d *Delivery, r Ruling, now time.Time) error {
	inc.Lines++
	line := inc.newDelivery(Answered, fmt.Sprintf("%s/update/%d/decided/%d", d.Client, d.Update, inc.Lines), now)
	line.Client, line.Update, line.Target, line.Data = d.Client, d.Update, d.Target, map[string]string{"ruling": string(r), "via": d.Via, "to": d.To}
	if d.Doubted {
		line.Data["doubted"] = "yes"
	}
	return enqueue(tx, line)
}

// resend makes the same bytes ready to leave once more, if they are still true.
func (s *Service) resend(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	name := aff.Client.Name
	fits := inc.Fits(aff, u.Kind, now)
	half := inc.State == Open && FirstNotice(u.Kind) && u.N > aff.Heard // only an optional copy of it has arrived
	if (u.State == UpdateSent || half) && !inc.Over() {                 // they have it elsewhere; here it is still news
		fits = nil
	} else if Automatic(u.Kind) { // nobody wrote it: what counts is that it is not over
		fits = inc.fitsState(aff, u.Kind)
	}
	switch {
	case Automatic(u.Kind):
		return Errorf(Conflict, "It was *not* sent again: Candor wrote it by itself, about a moment that has passed. Write an update.")
	case aff.Out > 0:
		return Errorf(Conflict, "Update %d is on its way to %s. Nothing was sent twice. Wait until it has arrived.", aff.Out, name)
	case u.N < aff.Heard:
		return Errorf(Conflict, "It was *not* sent again: %s has read a newer text since. If something of it is still worth saying, write an update.", name)
	case fits != nil:
		return fits
	case !d.Expires.IsZero() && !now.Before(d.Expires) && u.NextAt.IsZero():
		return Errorf(Conflict, "It was *not* sent again: it is too old by now. Read it, and write it anew; your words are kept.")
	case !d.Expires.IsZero() && !now.Before(d.Expires):
		return Errorf(Conflict, "It was *not* sent again: its text promises a time that has passed. Write a new update; your words are kept.")
	case !aff.Client.has(d.Via, d.To):
		return Errorf(Conflict, "It was *not* sent again: %s is reached in another place now. Write a new update; it goes there.", name)
	}
	d.State, d.NotTill, d.EndedAt = Waiting, now, time.Time{}
	if u.State == UpdateSent { // they have it elsewhere: the debt stays until it has arrived
		return nil
	}
	if aff.Unsure == u.N {
		aff.Unsure = 0
	}
	u.State, aff.Out = Sending, u.N
	return tx.PutClientUpdate(u)
}

// abandon ends a copy of an update that will not be sent.
func (s *Service) abandon(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil {
		return err
	}
	if u.State == UpdateSent {
		aff.forgive(d)
		return nil
	}
	if err := s.stuckEverywhere(tx, inc, aff, u); err != nil {
		return err
	}
	return s.nobodyTold(tx, inc, aff, now)
}

// abandonStuck gives up the texts that did not arrive, or may not have, when
// nothing will be sent any more.
func (s *Service) abandonStuck(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	for n := 1; n <= aff.Updates; n++ {
		list, err := inc.copies(tx, aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.State != Dead && d.State != Asks || d.GivenUp || d.Target == "" {
				continue
			}
			d.giveUp(now)
			aff.forgive(d)
			if err := tx.PutDelivery(d); err != nil {
				return err
			}
			if err := s.decided(tx, inc, d, GiveUp, now); err != nil {
				return err
			}
		}
	}
	return nil
}
