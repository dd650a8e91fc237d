package service

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/view"
)

// sleepers are those whom the ladder may have to wake for what is owed:
// everybody with a role, whom it has asked already, and who is next on the
// escalation list. There are none while nothing is owed.
func (w *Unit) sleepers() ([]view.Sleeper, error) {
	p := w.inc.Urgent()
	if p == nil {
		return nil, nil
	}
	users := w.inc.Everybody()
	for _, asked := range p.Asked {
		users = fault.AppendNew(users, asked)
	}
	if next := w.nextToEscalate(p); next != "" {
		users = fault.AppendNew(users, next)
	}
	var list []view.Sleeper
	for _, user := range users {
		r, err := w.tx.Reach(user)
		if err != nil {
			return nil, err
		}
		list = append(list, view.Sleeper{Person: w.Person(user), Reach: r})
	}
	return list, nil
}

// believed is how long Slack's word on Do Not Disturb is believed.
const believed = 30 * time.Minute

// askQuiet queues the question who of the people that may have to be woken has
// Do Not Disturb on, if that was not asked lately. It is in nobody's way: the
// card does not wait for it.
func (w *Unit) askQuiet() error {
	if !w.inc.TakesPosts() { // there is no card to show it on
		return nil
	}
	list, err := w.sleepers()
	if err != nil {
		return err
	}
	var users []string
	for _, sl := range list {
		if age := w.now.Sub(sl.Reach.AskedAt); age >= 0 && age < believed {
			continue
		}
		sl.Reach.AskedAt = w.now
		if err := w.tx.PutReach(sl.Reach); err != nil {
			return err
		}
		users = append(users, sl.Reach.User)
	}
	if len(users) == 0 {
		return nil
	}
	d := w.inc.NewDelivery(outbox.AskQuiet, "quiet/"+fault.Itoa(int(w.inc.Rev)), w.now)
	d.Users, d.NotTill = users, w.now.Add(outbox.CardPause)
	return enqueue(w.tx, d)
}

// quieted applies what Slack said about Do Not Disturb.
func (w *Unit) quieted(d *outbox.Delivery, said map[string]team.Quiet) error {
	changed := false
	for _, user := range d.Users {
		r, err := w.tx.Reach(user)
		if err != nil {
			return err
		}
		q, known := said[user]
		if !known || q == r.Quiet {
			continue
		}
		changed = changed || q.On(w.now) || r.Quiet.On(w.now)
		r.Quiet = q
		if err := w.tx.PutReach(r); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return w.put()
}

// ringPause is how long a phone that has rung is left alone, whatever else
// waits: what rings without an end is switched off.
const ringPause = 5 * time.Minute

// ring queues the calls that wake the people whom a rung brings in, from
// [outbox.TooLate] on: one call for all promises that share a reminder. Where it brings
// in nobody, since nobody else is left to ask, whoever talks to the client is
// called: a person alone is woken by the same rung as a team.
func (w *Unit) ring(group []call, users []string) error {
	first := group[0]
	for _, c := range group {
		c.p.Turn = first.p.Turn
	}
	if first.rung < outbox.TooLate {
		return nil
	}
	if len(users) == 0 {
		users = []string{w.inc.Holder(playbook.Comms)}
	}
	for _, user := range users {
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
func (w *Unit) wake(c call, user string) error {
	aff, p := c.aff, c.p
	slot := fault.Itoa(p.Slot())
	if p.Anew > 0 { // the same rung, of a ladder that began again
		slot += "." + fault.Itoa(p.Anew)
	}
	d := w.inc.NewDelivery(outbox.Ring, fmt.Sprintf("%s/promise/%d/ring/%s/%s", aff.Client.ID, p.N, slot, user), w.now)
	d.Lane = d.Key // one that is tried again holds up no other
	d.Client, d.Promise, d.Rung, d.To = aff.Client.ID, p.N, p.Rung, user
	d.Expires = p.NextRung()
	return enqueue(w.tx, d)
}

// also is where a call keeps the other incidents that it names, in its Data.
const also = "also"

// spare decides about a call that would be made now: what the last one has said
// is not said again, and no phone rings twice within [ringPause]. A call that
// is made names all the incidents that wait for the person.
func (s *Service) spare(tx Tx, d *outbox.Delivery, now time.Time) (spared bool, err error) {
	if d.Kind != outbox.Ring || d.State != outbox.Waiting {
		return false, nil
	}
	r, err := tx.Reach(d.To)
	if err != nil {
		return false, err
	}
	last := lastCall(tx, r, now)
	switch {
	case last != nil && hasSaid(last, d, r.NewestAt):
		d.State, d.EndedAt = outbox.Recalled, now
		return true, tx.PutDelivery(d)
	case last != nil && now.Sub(r.NewestAt) < ringPause:
		d.NotTill = r.NewestAt.Add(ringPause)
		d.Expires = schedule.Later(d.Expires, d.NotTill.Add(ringPause))
		return true, tx.PutDelivery(d)
	}
	d.Data = map[string]string{also: strings.Join(waiting(tx, d), " ")}
	r.Newest, r.NewestAt = d.Key, now
	return false, tx.PutReach(r)
}

// lastCall is the newest call that a person got, or is getting; nil if it came
// to nothing. One that cannot be read silences no phone.
func lastCall(tx Tx, r team.Reach, now time.Time) *outbox.Delivery {
	if r.Newest == "" || r.NewestAt.After(now) { // the clock went back
		return nil
	}
	last, err := tx.Delivery(r.Newest)
	if err != nil || last.State != outbox.Delivered && last.State != outbox.InFlight {
		return nil
	}
	return last
}

// hasSaid says whether a call, made at a time, has said what another would: that
// was queued by then, or it is for another client of the same incident.
func hasSaid(d *outbox.Delivery, other *outbox.Delivery, at time.Time) bool {
	same := d.Incident == other.Incident
	switch {
	case d.State != outbox.Delivered, !same && !slices.Contains(strings.Fields(d.Data[also]), (&incident.Incident{Number: other.Incident}).Name()):
		return false
	case !other.QueuedAt.After(at):
		return true
	}
	return same && (d.Client != other.Client || d.Promise != other.Promise) && other.QueuedAt.Sub(at) < team.OneCall
}

// waiting lists the incidents that wait for the person whom a call is for, but
// not its own. One that is damaged keeps no phone from ringing.
func waiting(tx Tx, d *outbox.Delivery) (names []string) {
	live, _ := tx.LiveIncidents()
	for _, inc := range live {
		if inc.Number != d.Incident && inc.Needs(d.To) {
			names = append(names, inc.Name())
		}
	}
	return names
}

// woke notes that a person's wake address took a call.
func (w *Unit) woke(d *outbox.Delivery) error {
	r, err := w.tx.Reach(d.To)
	if err != nil {
		return err
	}
	broken := !r.FailedAt.IsZero()
	r.Took(w.now)
	if err := w.tx.PutReach(r); err != nil {
		return err
	}
	if err := w.record("", "rang", "Rang "+w.nameOf(d.To)+"."); err != nil {
		return err
	}
	if broken { // the card said that they cannot be woken
		return w.put()
	}
	return w.tx.PutIncident(w.inc)
}

// notWoken brings before a person that another could not be woken. Once for a
// promise and person: the ladder goes on by itself.
func (w *Unit) notWoken(d *outbox.Delivery) error {
	r, err := w.tx.Reach(d.To)
	if err != nil {
		return err
	}
	r.Refused(d.Reason, w.now)
	if err := w.tx.PutReach(r); err != nil {
		return err
	}
	n := w.inc.NewDelivery(outbox.Notice, fmt.Sprintf("notice/ring/%s/%d/%s", d.Client, d.Promise, d.To), w.now)
	n.To, n.Target = w.instead(d.To), d.Key
	if err := enqueue(w.tx, n); err != nil {
		return err
	}
	if err := w.record("", "not woken", fmt.Sprintf("%s could not be woken: %s.", w.nameOf(d.To), d.Reason)); err != nil {
		return err
	}
	return w.put()
}

// instead returns who is told that a person could not be woken: the commander,
// else another with a role, else the next on the escalation list. Somebody all
// alone is told themselves.
func (w *Unit) instead(user string) string {
	for _, other := range append(w.inc.Everybody(), w.Roster().EscalateTo...) {
		if other != user {
			return other
		}
	}
	return user
}

// nameOf is how the timeline calls a person.
func (s *Service) nameOf(user string) string {
	if name := s.Person(user).Name; name != "" {
		return name
	}
	return fault.Mention(user)
}
