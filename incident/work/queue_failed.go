package work

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/paper"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/resend"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
)

// stuck brings a client's text that did not arrive, or may not have, before a
// person.
func (w *Unit) stuck(d *outbox.Delivery) error {
	aff := w.Inc.Affected(d.Client)
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := w.showProblem(d); err != nil {
		return err
	}
	if u.State == update.Sent {
		aff.AddMissing(d, w.Now)
		if err := w.leftOut(aff, u); err != nil {
			return err
		}
	} else if err := w.stuckEverywhere(aff, u); err != nil {
		return err
	}
	kind := timeline.NotReached
	if d.State == outbox.NeedsDecision {
		kind = timeline.Perhaps
	}
	if err := w.RecordFor(aff, timeline.Entry{Kind: kind, Update: d.Update, Way: d.Via, Reason: d.Reason}); err != nil {
		return err
	}
	if err := w.nobodyTold(aff); err != nil {
		return err
	}
	return w.Put()
}

// stuckEverywhere ends the way of an update of which nothing moves any more:
// it failed, or nobody knows.
func (w *Unit) stuckEverywhere(aff *incident.Affected, u *update.Update) error {
	list, err := w.deliveries(u)
	if err != nil {
		return err
	}
	unsure := false
	for _, d := range list {
		if !d.Ended() {
			return nil
		}
		unsure = unsure || d.State == outbox.NeedsDecision && !d.Optional && !update.Automatic(u.Kind)
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
	if late := func(d *outbox.Delivery) bool { return d.TooLate(w.Now) }; slices.ContainsFunc(list, late) || resend.Turned(w.Inc, aff, u, w.Now) != "" {
		w.giveBack(aff, u) // as it is it never leaves any more
	}
	u.State = update.Failed
	return w.Tx.PutClientUpdate(u)
}

// showProblem brings a stuck text before people, with what they can do.
func (w *Unit) showProblem(d *outbox.Delivery) error {
	problem := w.problem(d.Client, fmt.Sprintf("update/%d/problem", d.Update))
	problem.Update, problem.Target = d.Update, d.Key
	if err := Enqueue(w.Tx, problem); err != nil {
		return err
	}
	d.Target = problem.Key // edited to one line when a person has decided
	return w.Tx.PutDelivery(d)
}

// ShowAway brings before people that nobody of a client reads their channel.
func (w *Unit) ShowAway(aff *incident.Affected) error {
	return Enqueue(w.Tx, w.problem(aff.Client.ID, "away"))
}

// problem is a message about a client to those who look after the incident.
func (w *Unit) problem(client, about string) outbox.Delivery {
	w.Inc.Lines++
	problem := w.Inc.NewDelivery(outbox.Problem, fmt.Sprintf("%s/%s/%d", client, about, w.Inc.Lines), w.Now)
	if problem.Client = client; !w.Inc.TakesPosts() {
		problem.To = w.Inc.Holder(playbook.Comms)
	}
	return problem
}

// losses are what follows from a kind that is lost in [outbox.ItsOwn] way.
var losses = map[string]func(*Unit, *outbox.Delivery) error{
	outbox.ClientText: (*Unit).stuck,
	outbox.WakeCall:   (*Unit).notWoken,
	outbox.Paper:      (*Unit).unprinted,
}

// lost applies that a delivery will not be done by itself any more.
func (w *Unit) lost(d *outbox.Delivery) error {
	how := d.Traits().Lost
	if how == outbox.Unnoticed {
		return nil
	}
	if step, ok := losses[d.Kind]; ok {
		return step(w, d)
	}
	w.Log.Error("gave up", "delivery", d.Key, "err", d.Reason)
	if how == outbox.Dropped {
		return nil
	}
	if step, ok := inPerson[d.Kind]; ok && how == outbox.TakenTo && w.Inc.InChannel(d) {
		return step(w, d)
	}
	return w.complain(d, how)
}

// complain tells a person by direct message what could not be said or done in
// the channel.
func (w *Unit) complain(d *outbox.Delivery, how outbox.Lost) error {
	to, what := w.Inc.Roles[playbook.Commander], d.Kind
	switch how {
	case outbox.ToldEach:
		what = d.Key
	case outbox.ToldAnother:
		what += "/" + d.To
		who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
		if to = who.Beside(d.To); err != nil || to == d.To { // they are all alone
			return err
		}
	}
	n := w.Inc.NewDelivery(outbox.Notice, "notice/"+what, w.Now)
	n.To, n.Target = to, d.Key
	return Enqueue(w.Tx, n)
}

// direct is a message to the person who talks to the client, in the place of one
// that the channel does not take.
func (w *Unit) direct(kind string, d *outbox.Delivery) outbox.Delivery {
	p := w.Inc.NewDelivery(kind, "", w.Now)
	p.To = w.Inc.Holder(playbook.Comms)
	p.Key, p.Lane, p.Client = d.Key+"/direct", "direct/"+p.To, d.Client
	return p
}

// problemInPerson brings a stuck text before the person who talks to the client,
// where the channel does not take it.
func (w *Unit) problemInPerson(d *outbox.Delivery) error {
	p := w.direct(outbox.Problem, d)
	p.Update, p.Target = d.Update, d.Target
	if d.Target == "" { // it is about no text
		return Enqueue(w.Tx, p)
	}
	text, err := w.Tx.Delivery(d.Target)
	if err != nil {
		return records.UnlessLost(err) // there is nothing to decide about any more
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
	p := w.direct(outbox.Copy, d)
	p.Replies = d.Replies
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
	d.Found(w.Now)
	if aff.Unsure == d.Update {
		aff.Unsure = 0
	}
	if err := w.Tx.PutDelivery(d); err != nil {
		return err
	}
	return w.received(d)
}

// Decided edits the message that asked to one line.
func (w *Unit) Decided(d *outbox.Delivery, r outbox.Resolution) error {
	w.Inc.Lines++
	line := w.Inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/update/%d/decided/%d", d.Client, d.Update, w.Inc.Lines), w.Now)
	line.Client, line.Update, line.Target, line.Data = d.Client, d.Update, d.Target, outbox.Payload{Ruling: r, Via: d.Via, To: d.To, Doubted: outbox.Yes(d.Doubted)}
	return Enqueue(w.Tx, line)
}

// Resend makes the same bytes ready to leave once more, if they are still true.
func (w *Unit) Resend(aff *incident.Affected, d *outbox.Delivery) error {
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err != nil {
		return err
	}
	if err := resend.Worth(w.Inc, aff, resend.Copy{Update: u, Delivery: d}, w.Now); err != nil {
		return err
	}
	d.State, d.NotTill, d.EndedAt = outbox.Waiting, w.Now, time.Time{}
	// Whoever sends it again has brought them back: Slack is asked once more.
	aff.Away = aff.Away && !d.Destination().Way().Thread
	if u.State == update.Sent { // they have it elsewhere: the debt stays until it has arrived
		return nil
	}
	if aff.Unsure == u.N {
		aff.Unsure = 0
	}
	u.State, aff.Out = update.Sending, u.N
	return w.Tx.PutClientUpdate(u)
}

// Abandon ends a copy of an update that will not be sent.
func (w *Unit) Abandon(aff *incident.Affected, d *outbox.Delivery) error {
	if err := w.abandon(aff, d); err != nil {
		return err
	}
	return w.nobodyTold(aff)
}

// abandon ends the update as well, if that was the last copy that could arrive.
func (w *Unit) abandon(aff *incident.Affected, d *outbox.Delivery) error {
	u, err := w.Tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil {
		return records.UnlessLost(err)
	}
	if u.State == update.Sent {
		aff.WaiveMissing(d)
		return nil
	}
	return w.stuckEverywhere(aff, u)
}

// AbandonStuck gives up the texts that did not arrive, or may not have, when
// nothing will be sent any more.
func (w *Unit) AbandonStuck(aff *incident.Affected) error {
	list, err := w.problems(aff)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := errors.Join(w.giveUp(d, outbox.Closed), w.abandon(aff, d)); err != nil {
			return err
		}
	}
	return nil
}

// giveUp ends a copy that stands before people, and says there why.
func (w *Unit) giveUp(d *outbox.Delivery, how outbox.Resolution) error {
	d.GiveUp(w.Now)
	return errors.Join(w.Tx.PutDelivery(d), w.Decided(d, how))
}

// overtake ends what stands before people of older texts that did not arrive anywhere: the
// client has heard update n since.
func (w *Unit) overtake(aff *incident.Affected, n int) error {
	list, err := w.problems(aff)
	for _, d := range list {
		if d.Update < n && d.State == outbox.Dead && aff.MissingCopy(d.Key) == nil {
			err = errors.Join(err, w.giveUp(d, outbox.Overtaken))
		}
	}
	return err
}

// printed notes that a client has their review as a PDF, too.
func (w *Unit) printed(d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
	return errors.Join(w.RecordFor(w.Inc.Affected(d.Client), timeline.Entry{Kind: timeline.Printed, Update: d.Update}), w.Tx.PutIncident(w.Inc))
}

// unprinted ends a PDF that did not leave, or may not have: nobody sends it twice.
func (w *Unit) unprinted(d *outbox.Delivery) error {
	d.GiveUp(w.Now)
	return errors.Join(w.Tx.PutDelivery(d), Enqueue(w.Tx, paper.Missed(w.Inc, d, w.Now)),
		w.RecordFor(w.Inc.Affected(d.Client), timeline.Entry{Kind: timeline.NotPrinted, Update: d.Update, Reason: d.Reason}), w.Tx.PutIncident(w.Inc))
}
