package work

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// stuck brings what did not arrive, or may not have, before a person.
func (w *Unit) stuck(d *outbox.Delivery) error {
	if d.Kind != outbox.ClientText {
		return w.complain(d)
	}
	aff := w.Inc.Affected(d.Client)
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := w.showProblem(d); err != nil {
		return err
	}
	if u.State == incident.UpdateSent {
		aff.Owe(d, w.Now)
	} else if err := w.stuckEverywhere(aff, u); err != nil {
		return err
	}
	kind := incident.EntryNotReached
	if d.State == outbox.Asks {
		kind = incident.EntryPerhaps
	}
	if err := w.RecordFor(aff, incident.Entry{Kind: kind, Update: d.Update, Way: d.Via, Reason: d.Reason}); err != nil {
		return err
	}
	if err := w.nobodyTold(aff); err != nil {
		return err
	}
	return w.Put()
}

// stuckEverywhere ends the way of an update of which nothing moves any more:
// it failed, or nobody knows.
func (w *Unit) stuckEverywhere(aff *incident.Affected, u *incident.Update) error {
	list, err := w.deliveries(u)
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
	return w.Tx.PutClientUpdate(u)
}

// showProblem brings a stuck text before people, with what they can do.
func (w *Unit) showProblem(d *outbox.Delivery) error {
	w.Inc.Lines++
	problem := w.Inc.NewDelivery(outbox.Problem, fmt.Sprintf("%s/update/%d/problem/%d", d.Client, d.Update, w.Inc.Lines), w.Now)
	problem.Client, problem.Update, problem.Target = d.Client, d.Update, d.Key
	problem.Expires = time.Time{} // it stands until somebody reads it
	if !w.Inc.TakesPosts() {
		problem.To = w.Inc.Holder(playbook.Comms)
	}
	if err := Enqueue(w.Tx, problem); err != nil {
		return err
	}
	d.Target = problem.Key // edited to one line when a person has decided
	return w.Tx.PutDelivery(d)
}

// complain tells a person by direct message what could not be said or done in
// the channel: once per kind, since a broken channel breaks everything in it.
func (w *Unit) complain(d *outbox.Delivery) error {
	switch d.Kind {
	case outbox.AskQuiet: // the card says less
		return nil
	case outbox.Ring:
		w.Log.Error("somebody could not be woken", "delivery", d.Key, "err", d.Reason)
		return w.notWoken(d)
	}
	w.Log.Error("gave up", "delivery", d.Key, "err", d.Reason)
	to, what := w.Inc.Roles[playbook.Commander], d.Kind
	switch d.Kind {
	case outbox.Answered, outbox.Retold, outbox.Recopy, outbox.Remove, outbox.Notice, outbox.GuestSaid, outbox.Farewell: // a stale line hurts nobody, and a complaint about a complaint does not help
		return nil
	case outbox.Invite, outbox.Kick, outbox.OpenChannel:
		what = d.Key // each names other people
	case outbox.Problem: // it needs an answer, so it goes on to a person, with its buttons
		if d.To == "" || d.To == w.Inc.Channel.ID {
			return w.problemInPerson(d)
		}
	case outbox.Copy: // it waits for an answer
		if d.To == "" || d.To == w.Inc.Channel.ID {
			return w.copyInPerson(d)
		}
	case outbox.Direct, outbox.AskGuest: // somebody cannot be reached: another must know
		what += "/" + d.To
		if to == d.To {
			to = w.nextToEscalate(&incident.Promise{})
		}
	}
	if to == "" {
		return nil
	}
	n := w.Inc.NewDelivery(outbox.Notice, "notice/"+what, w.Now)
	n.To, n.Target = to, d.Key
	return Enqueue(w.Tx, n)
}

// problemInPerson brings a stuck text before the person who talks to the client,
// where the channel does not take it.
func (w *Unit) problemInPerson(d *outbox.Delivery) error {
	p := w.Inc.NewDelivery(outbox.Problem, "", w.Now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+w.Inc.Holder(playbook.Comms)
	p.To, p.Expires = w.Inc.Holder(playbook.Comms), time.Time{}
	p.Client, p.Update, p.Target = d.Client, d.Update, d.Target
	text, err := w.Tx.Delivery(d.Target)
	if incident.IsLost(err) { // there is nothing to decide about any more
		return nil
	}
	if err != nil {
		return err
	}
	text.Target = p.Key
	if err := w.Tx.PutDelivery(text); err != nil {
		return err
	}
	return Enqueue(w.Tx, p)
}

// copyInPerson brings what a client wrote before the person who talks to them,
// where the channel does not take it.
func (w *Unit) copyInPerson(d *outbox.Delivery) error {
	p := w.Inc.NewDelivery(outbox.Copy, "", w.Now)
	p.Key, p.Lane = d.Key+"/direct", "direct/"+w.Inc.Holder(playbook.Comms)
	p.To, p.Client, p.Replies = w.Inc.Holder(playbook.Comms), d.Client, d.Replies
	aff := w.Inc.Affected(d.Client)
	for i := range aff.Copied { // edits follow it there
		if aff.Copied[i].Key == d.Key {
			aff.Copied[i].Key = p.Key
		}
	}
	if err := Enqueue(w.Tx, p); err != nil {
		return err
	}
	return w.Tx.PutIncident(w.Inc)
}

// ItArrived settles a text of which somebody knows that it is there.
func (w *Unit) ItArrived(aff *incident.Affected, d *outbox.Delivery) error {
	d.State, d.EndedAt, d.Receipt.At, d.Seen, d.Doubted = outbox.Delivered, w.Now, w.Now, true, false
	if aff.Unsure == d.Update {
		aff.Unsure = 0
	}
	if err := w.Tx.PutDelivery(d); err != nil {
		return err
	}
	return w.received(d)
}

// Decided edits the message that asked to one line.
func (w *Unit) Decided(d *outbox.Delivery, r outbox.Ruling) error {
	w.Inc.Lines++
	line := w.Inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/update/%d/decided/%d", d.Client, d.Update, w.Inc.Lines), w.Now)
	line.Client, line.Update, line.Target, line.Data = d.Client, d.Update, d.Target, map[string]string{"ruling": string(r), "via": d.Via, "to": d.To}
	if d.Doubted {
		line.Data["doubted"] = "yes"
	}
	return Enqueue(w.Tx, line)
}

// Resend makes the same bytes ready to leave once more, if they are still true.
func (w *Unit) Resend(aff *incident.Affected, d *outbox.Delivery) error {
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	name := aff.Client.Name
	fits := w.Inc.Fits(aff, u.Kind, w.Now)
	half := w.Inc.State == incident.Open && incident.FirstNotice(u.Kind) && u.N > aff.Heard // only an optional copy of it has arrived
	if (u.State == incident.UpdateSent || half) && !w.Inc.Over() {                          // they have it elsewhere; here it is still news
		fits = nil
	} else if incident.Automatic(u.Kind) { // nobody wrote it: what counts is that it is not over
		fits = w.Inc.FitsState(aff, u.Kind)
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
	case !d.Expires.IsZero() && !w.Now.Before(d.Expires) && u.NextAt.IsZero():
		return fault.Errorf(fault.Conflict, "It was *not* sent again: it is too old by now. Read it, and write it anew; your words are kept.")
	case !d.Expires.IsZero() && !w.Now.Before(d.Expires):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: its text promises a time that has passed. Write a new update; your words are kept.")
	case !aff.Client.Has(d.Via, d.To):
		return fault.Errorf(fault.Conflict, "It was *not* sent again: %s is reached in another place now. Write a new update; it goes there.", name)
	}
	d.State, d.NotTill, d.EndedAt = outbox.Waiting, w.Now, time.Time{}
	if u.State == incident.UpdateSent { // they have it elsewhere: the debt stays until it has arrived
		return nil
	}
	if aff.Unsure == u.N {
		aff.Unsure = 0
	}
	u.State, aff.Out = incident.Sending, u.N
	return w.Tx.PutClientUpdate(u)
}

// Abandon ends a copy of an update that will not be sent.
func (w *Unit) Abandon(aff *incident.Affected, d *outbox.Delivery) error {
	u, err := w.Tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil {
		return err
	}
	if u.State == incident.UpdateSent {
		aff.Forgive(d)
		return nil
	}
	if err := w.stuckEverywhere(aff, u); err != nil {
		return err
	}
	return w.nobodyTold(aff)
}

// AbandonStuck gives up the texts that did not arrive, or may not have, when
// nothing will be sent any more.
func (w *Unit) AbandonStuck(aff *incident.Affected) error {
	for n := 1; n <= aff.Updates; n++ {
		list, err := w.copies(aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.State != outbox.Dead && d.State != outbox.Asks || d.GivenUp || d.Target == "" {
				continue
			}
			d.GiveUp(w.Now)
			aff.Forgive(d)
			if err := w.Tx.PutDelivery(d); err != nil {
				return err
			}
			if err := w.Decided(d, outbox.GiveUp); err != nil {
				return err
			}
		}
	}
	return nil
}
