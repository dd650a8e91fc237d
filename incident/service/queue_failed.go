package service

import (
	"context"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// stuck brings what did not arrive, or may not have, before a person.
func (s *Service) stuck(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	if d.Kind != outbox.ClientText {
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
	if u.State == incident.UpdateSent {
		aff.Owe(d, now)
	} else if err := s.stuckEverywhere(tx, inc, aff, u); err != nil {
		return err
	}
	what := fmt.Sprintf("Update %d did not reach %s: %s.", d.Update, aff.Client.Name, d.Reason)
	if d.State == outbox.Asks {
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
func (s *Service) stuckEverywhere(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update) error {
	list, err := deliveries(inc, tx, u)
	if err != nil {
		return err
	}
	unsure := false
	for _, d := range list {
		if !d.Ended() {
			return nil
		}
		unsure = unsure || d.State == outbox.Asks && !d.Optional && !incident.Automatic(u.Kind)
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
	u.State = incident.Failed
	return tx.PutClientUpdate(u)
}

// showProblem brings a stuck text before people, with what they can do.
func (s *Service) showProblem(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	inc.Lines++
	problem := inc.NewDelivery(outbox.Problem, fmt.Sprintf("%s/update/%d/problem/%d", d.Client, d.Update, inc.Lines), now)
	problem.Client, problem.Update, problem.Target = d.Client, d.Update, d.Key
	problem.Expires = time.Time{} // it stands until somebody reads it
	if !inc.TakesPosts() {
		problem.To = inc.Holder(playbook.Comms)
	}
	if err := enqueue(tx, problem); err != nil {
		return err
	}
	d.Target = problem.Key // edited to one line when a person has decided
	return tx.PutDelivery(d)
}

// complain tells a person by direct message what could not be said or done in
// the channel: once per kind, since a broken channel breaks everything in it.
func (s *Service) complain(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	switch d.Kind {
	case outbox.AskQuiet: // the card says less
		return nil
	case outbox.Ring:
		s.Log.Error("somebody could not be woken", "delivery", d.Key, "err", d.Reason)
		return s.notWoken(tx, inc, d, now)
	}
	s.Log.Error("gave up", "delivery", d.Key, "err", d.Reason)
	to, what := inc.Roles[playbook.Commander], d.Kind
	switch d.Kind {
	case outbox.Answered, outbox.Retold, outbox.Recopy, outbox.Remove, outbox.Notice, outbox.GuestSaid, outbox.Farewell: // a stale line hurts nobody, and a complaint about a complaint does not help
		return nil
	case outbox.Invite, outbox.Kick, outbox.OpenChannel:
		what = d.Key // each names other people
	case outbox.Problem: // it needs an answer, so it goes on to a person, with its buttons
		if d.To == "" || d.To == inc.Channel.ID {
			return s.problemInPerson(tx, inc, d, now)
		}
	case outbox.Copy: // it waits for an answer
		if d.To == "" || d.To == inc.Channel.ID {
			return copyInPerson(inc, tx, d, now)
		}
	case outbox.Direct, outbox.AskGuest: // somebody cannot be reached: another must know
		what += "/" + d.To
		if to == d.To {
			to = s.nextToEscalate(inc, &incident.Promise{})
		}
	}
	if to == "" {
		return nil
	}
	n := inc.NewDelivery(outbox.Notice, "notice/"+what, now)
	n.To, n.Target = to, d.Key
	return enqueue(tx, n)
}

// problemInPerson brings a stuck text before the person who talks to the client,
// where the channel does not take it.
func (s *Service) problemInPerson(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	p := inc.NewDelivery(outbox.Problem, "", now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+inc.Holder(playbook.Comms)
	p.To, p.Expires = inc.Holder(playbook.Comms), time.Time{}
	p.Client, p.Update, p.Target = d.Client, d.Update, d.Target
	text, err := tx.Delivery(d.Target)
	if incident.IsLost(err) { // there is nothing to decide about any more
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
func copyInPerson(inc *incident.Incident, tx Tx, d *outbox.Delivery, now time.Time) error {
	p := inc.NewDelivery(outbox.Copy, "", now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+inc.Holder(playbook.Comms)
	p.To, p.Client, p.Replies = inc.Holder(playbook.Comms), d.Client, d.Replies
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

// Rule applies what a person decided about a delivery that is dead or asks.
func (s *Service) Rule(ctx context.Context, a incident.Actor, number int64, key string, r outbox.Ruling) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Send, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		d, err := tx.Delivery(key)
		if err != nil {
			return err
		}
		if d.Incident != number || d.State != outbox.Asks && d.State != outbox.Dead || d.Kind != outbox.ClientText || d.GivenUp {
			return fault.Errorf(fault.Conflict, "This was answered already. Nothing was sent twice.")
		}
		aff := inc.Affected(d.Client)
		switch r {
		case outbox.ItArrived:
			err = s.itArrived(tx, inc, aff, d, now)
		case outbox.SendAgain:
			err = s.resend(tx, inc, aff, d, now)
		case outbox.GiveUp:
			d.GiveUp(now)
			if err = tx.PutDelivery(d); err == nil {
				err = s.abandon(tx, inc, aff, d, now)
			}
		default:
			err = fault.Errorf(fault.Invalid, "Nothing was changed. Say which: it arrived, send again, or give up.")
		}
		if err != nil {
			return err
		}
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
		aff.Note(d)
		if err := s.decided(tx, inc, d, r, now); err != nil {
			return err
		}
		return record(tx, inc, a.ID, "ruled", fmt.Sprintf("Decided about update %d to %s (%s): %s.", d.Update, aff.Client.Name, d.Via, r), now)
	})
}

// itArrived settles a text of which somebody knows that it is there.
func (s *Service) itArrived(tx Tx, inc *incident.Incident, aff *incident.Affected, d *outbox.Delivery, now time.Time) error {
	d.State, d.EndedAt, d.Receipt.At, d.Seen, d.Doubted = outbox.Delivered, now, now, true, false
	if aff.Unsure == d.Update {
		aff.Unsure = 0
	}
	if err := tx.PutDelivery(d); err != nil {
		return err
	}
	return s.received(tx, inc, d, now)
}

// decided edits the message that asked to one line.
func (s *Service) decided(tx Tx, inc *incident.Incident, d *outbox.Delivery, r outbox.Ruling, now time.Time) error {
	inc.Lines++
	line := inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/update/%d/decided/%d", d.Client, d.Update, inc.Lines), now)
	line.Client, line.Update, line.Target, line.Data = d.Client, d.Update, d.Target, map[string]string{"ruling": string(r), "via": d.Via, "to": d.To}
	if d.Doubted {
		line.Data["doubted"] = "yes"
	}
	return enqueue(tx, line)
}

// resend makes the same bytes ready to leave once more, if they are still true.
func (s *Service) resend(tx Tx, inc *incident.Incident, aff *incident.Affected, d *outbox.Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	name := aff.Client.Name
	fits := inc.Fits(aff, u.Kind, now)
	half := inc.State == incident.Open && incident.FirstNotice(u.Kind) && u.N > aff.Heard // only an optional copy of it has arrived
	if (u.State == incident.UpdateSent || half) && !inc.Over() {                          // they have it elsewhere; here it is still news
		fits = nil
	} else if incident.Automatic(u.Kind) { // nobody wrote it: what counts is that it is not over
		fits = inc.FitsState(aff, u.Kind)
	}
	switch {
	case incident.Automatic(u.Kind):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: Candor wrote it by itself, about a moment that has passed. Write an update.")
	case aff.Out > 0:
		return fault.Errorf(fault.Conflict, "Update %d is on its way to %s. Nothing was sent twice. Wait until it has arrived.", aff.Out, name)
	case u.N < aff.Heard:
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s has read a newer text since. If something of it is still worth saying, write an update.", name)
	case fits != nil:
		return fits
	case !d.Expires.IsZero() && !now.Before(d.Expires) && u.NextAt.IsZero():
		return fault.Errorf(fault.Conflict, "It was *not* sent again: it is too old by now. Read it, and write it anew; your words are kept.")
	case !d.Expires.IsZero() && !now.Before(d.Expires):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: its text promises a time that has passed. Write a new update; your words are kept.")
	case !aff.Client.Has(d.Via, d.To):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s is reached in another place now. Write a new update; it goes there.", name)
	}
	d.State, d.NotTill, d.EndedAt = outbox.Waiting, now, time.Time{}
	if u.State == incident.UpdateSent { // they have it elsewhere: the debt stays until it has arrived
		return nil
	}
	if aff.Unsure == u.N {
		aff.Unsure = 0
	}
	u.State, aff.Out = incident.Sending, u.N
	return tx.PutClientUpdate(u)
}

// abandon ends a copy of an update that will not be sent.
func (s *Service) abandon(tx Tx, inc *incident.Incident, aff *incident.Affected, d *outbox.Delivery, now time.Time) error {
	u, err := tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil {
		return err
	}
	if u.State == incident.UpdateSent {
		aff.Forgive(d)
		return nil
	}
	if err := s.stuckEverywhere(tx, inc, aff, u); err != nil {
		return err
	}
	return s.nobodyTold(tx, inc, aff, now)
}

// abandonStuck gives up the texts that did not arrive, or may not have, when
// nothing will be sent any more.
func (s *Service) abandonStuck(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	for n := 1; n <= aff.Updates; n++ {
		list, err := copies(inc, tx, aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.State != outbox.Dead && d.State != outbox.Asks || d.GivenUp || d.Target == "" {
				continue
			}
			d.GiveUp(now)
			aff.Forgive(d)
			if err := tx.PutDelivery(d); err != nil {
				return err
			}
			if err := s.decided(tx, inc, d, outbox.GiveUp, now); err != nil {
				return err
			}
		}
	}
	return nil
}
