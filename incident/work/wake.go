package work

import (
	"fmt"
	"time"

	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/rota"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/view"
)

// Sleepers are those whom the ladder may have to wake for what is owed:
// everybody with a role, whom it has asked already, and who is next on the
// escalation list. There are none while nothing is owed.
func (w *Unit) Sleepers() ([]view.Sleeper, error) {
	p := w.Inc.Urgent()
	if p == nil {
		return nil, nil
	}
	users := w.Inc.Roles.Everybody()
	for _, asked := range p.Asked {
		users = fault.AppendNew(users, asked)
	}
	if next := w.nextToEscalate(p); next != "" {
		users = fault.AppendNew(users, next)
	}
	var list []view.Sleeper
	for _, user := range users {
		r, err := w.Tx.Reach(user)
		if err != nil {
			return nil, err
		}
		list = append(list, view.Sleeper{Person: w.Person(user), Reach: r})
	}
	return list, nil
}

// nextToEscalate is who is asked next, whoever sleeps.
func (w *Unit) nextToEscalate(p *promise.Promise) string {
	return rota.Rota{Inc: w.Inc, EscalateTo: rota.Acting(w.Inc, w.Roster())}.Next(p, "")
}

// Guard asks one person about promises before their time, and rings them: whoever keeps
// them sleeps, and nobody has taken them.
func (w *Unit) Guard(group []DueReminder, user string) error {
	for _, c := range group {
		c.P.Guarded, c.P.Draft = true, w.proposal(c.aff, c.P)
	}
	if err := w.remindPerson(group, user); err != nil || w.Person(user).Wake == "" {
		return err
	}
	aff, p := group[0].aff, group[0].P
	d := w.Inc.NewDelivery(outbox.WakeCall, fmt.Sprintf("%s/promise/%d/guard/%d/%s", aff.Client.ID, p.N, p.Anew, user), w.Now)
	d.Lane, d.Group = d.Key, members(group)
	d.Client, d.Promise, d.To, d.Data.Guard = aff.Client.ID, p.N, user, true
	d.Expires = schedule.Later(p.NextRung(), w.Now.Add(night.Guard))
	return Enqueue(w.Tx, d)
}

// believed is how long Slack's word on Do Not Disturb is believed.
const believed = 30 * time.Minute

// askQuiet queues the question who of the people that may have to be woken has
// Do Not Disturb on, if that was not asked lately. It is in nobody's way: the
// card does not wait for it.
func (w *Unit) askQuiet() error {
	if !w.Inc.TakesPosts() || w.Inc.Drill != nil { // there is no card to show it on, or nobody is woken
		return nil
	}
	list, err := w.Sleepers()
	if err != nil {
		return err
	}
	var users []string
	for _, sl := range list {
		if age := w.Now.Sub(sl.Reach.AskedAt); age >= 0 && age < believed {
			continue
		}
		sl.Reach.AskedAt = w.Now
		if err := w.Tx.PutReach(sl.Reach); err != nil {
			return err
		}
		users = append(users, sl.Reach.User)
	}
	if len(users) == 0 {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.AskQuiet, "quiet/"+fault.Itoa(int(w.Inc.Rev)), w.Now)
	d.Users, d.NotTill = users, w.Now.Add(outbox.CardPause)
	return Enqueue(w.Tx, d)
}

// quieted applies what Slack said about Do Not Disturb.
func (w *Unit) quieted(d *outbox.Delivery, o outbox.DeliveryOutcome) error {
	changed := false
	for _, user := range d.Users {
		r, err := w.Tx.Reach(user)
		if err != nil {
			return err
		}
		q, known := o.Quiet[user]
		if !known || q == r.Quiet {
			continue
		}
		changed = changed || q.On(w.Now) || r.Quiet.On(w.Now)
		r.Quiet = q
		if err := w.Tx.PutReach(r); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return w.Put()
}

// ring queues the calls that wake the people whom a rung brings in, from
// [outbox.TooLate] on: one call for all promises that share a reminder. Where it brings
// in nobody, since nobody else is left to ask, whoever talks to the client is
// called: a person alone is woken by the same rung as a team.
func (w *Unit) ring(group []DueReminder, users []string) error {
	first := group[0]
	for _, c := range group {
		c.P.Turn = first.P.Turn
	}
	if first.Rung < outbox.TooLate || !first.P.Rings() || first.P.Offered || w.Inc.AloneNow(first.aff, w.Now) {
		return nil
	}
	if len(users) == 0 {
		users = []string{w.Inc.Holder(playbook.Comms)}
	}
	for _, user := range w.Inc.Drill.Asks(users) {
		if w.Person(user).Wake == "" { // the card says so
			continue
		}
		if err := w.wake(first, user); err != nil {
			return err
		}
	}
	return nil
}

// wake queues one call of a person's wake address. Its key is the slot: a
// person is rung once for a rung, whatever restarts or the clock do. It is tried
// until the next rung, which calls anew.
func (w *Unit) wake(c DueReminder, user string) error {
	aff, p := c.aff, c.P
	slot := fault.Itoa(p.Slot())
	if p.Anew > 0 { // the same rung, of a ladder that began again
		slot += "." + fault.Itoa(p.Anew)
	}
	key := fmt.Sprintf("%s/promise/%d/ring/%s/%s", aff.Client.ID, p.N, slot, user)
	if w.Inc.Drill != nil { // once is practice enough
		key = "drill/ring/" + user
	}
	d := w.Inc.NewDelivery(outbox.WakeCall, key, w.Now)
	d.Lane = d.Key // one that is tried again holds up no other
	d.Client, d.Promise, d.Rung, d.To = aff.Client.ID, p.N, p.Rung, user
	d.Expires = p.NextRung()
	return Enqueue(w.Tx, d)
}

// woke notes that a person's wake address took a call.
func (w *Unit) woke(d *outbox.Delivery, _ outbox.DeliveryOutcome) error {
	r, err := w.Tx.Reach(d.To)
	if err != nil {
		return err
	}
	broken := !r.FailedAt.IsZero()
	r.Took(w.Now)
	if err := w.Tx.PutReach(r); err != nil {
		return err
	}
	if err := w.Record(timeline.Entry{Kind: timeline.Rang, Person: d.To, Name: w.Person(d.To).Name}); err != nil {
		return err
	}
	if broken { // the card said that they cannot be woken
		return w.Put()
	}
	return w.Tx.PutIncident(w.Inc)
}

// notWoken brings before a person that another could not be woken. Once for a
// promise and person: the ladder goes on by itself.
func (w *Unit) notWoken(d *outbox.Delivery) error {
	w.Log.Error("somebody could not be woken", "delivery", d.Key, "err", d.Reason)
	r, err := w.Tx.Reach(d.To)
	if err != nil {
		return err
	}
	r.Refused(d.Reason, w.Now)
	if err := w.Tx.PutReach(r); err != nil {
		return err
	}
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	n := w.Inc.NewDelivery(outbox.Notice, fmt.Sprintf("notice/ring/%s/%d/%s", d.Client, d.Promise, d.To), w.Now)
	n.To, n.Target = who.Beside(d.To), d.Key
	if err := Enqueue(w.Tx, n); err != nil {
		return err
	}
	if err := w.Record(timeline.Entry{Kind: timeline.NotWoken, Person: d.To, Name: w.Person(d.To).Name, Reason: d.Reason}); err != nil {
		return err
	}
	return w.Put()
}
