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
func (s *Service) sleepers(tx Tx, inc *incident.Incident) ([]view.Sleeper, error) {
	p := inc.Urgent()
	if p == nil {
		return nil, nil
	}
	users := inc.Everybody()
	for _, asked := range p.Asked {
		users = fault.AppendNew(users, asked)
	}
	if next := s.nextToEscalate(inc, p); next != "" {
		users = fault.AppendNew(users, next)
	}
	var list []view.Sleeper
	for _, user := range users {
		r, err := tx.Reach(user)
		if err != nil {
			return nil, err
		}
		list = append(list, view.Sleeper{Person: s.Person(user), Reach: r})
	}
	return list, nil
}

// believed is how long Slack's word on Do Not Disturb is believed.
const believed = 30 * time.Minute

// askQuiet queues the question who of the people that may have to be woken has
// Do Not Disturb on, if that was not asked lately. It is in nobody's way: the
// card does not wait for it.
func (s *Service) askQuiet(tx Tx, inc *incident.Incident, now time.Time) error {
	if !inc.TakesPosts() { // there is no card to show it on
		return nil
	}
	list, err := s.sleepers(tx, inc)
	if err != nil {
		return err
	}
	var users []string
	for _, sl := range list {
		if age := now.Sub(sl.Reach.AskedAt); age >= 0 && age < believed {
			continue
		}
		sl.Reach.AskedAt = now
		if err := tx.PutReach(sl.Reach); err != nil {
			return err
		}
		users = append(users, sl.Reach.User)
	}
	if len(users) == 0 {
		return nil
	}
	d := inc.NewDelivery(outbox.AskQuiet, "quiet/"+fault.Itoa(int(inc.Rev)), now)
	d.Users, d.NotTill = users, now.Add(outbox.CardPause)
	return enqueue(tx, d)
}

// quieted applies what Slack said about Do Not Disturb.
func (s *Service) quieted(tx Tx, inc *incident.Incident, d *outbox.Delivery, said map[string]team.Quiet, now time.Time) error {
	changed := false
	for _, user := range d.Users {
		r, err := tx.Reach(user)
		if err != nil {
			return err
		}
		q, known := said[user]
		if !known || q == r.Quiet {
			continue
		}
		changed = changed || q.On(now) || r.Quiet.On(now)
		r.Quiet = q
		if err := tx.PutReach(r); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return s.put(tx, inc, now)
}

// ringPause is how long a phone that has rung is left alone, whatever else
// waits: what rings without an end is switched off.
const ringPause = 5 * time.Minute

// ring queues the calls that wake the people whom a rung brings in, from
// [outbox.TooLate] on: one call for all promises that share a reminder. Where it brings
// in nobody, since nobody else is left to ask, whoever talks to the client is
// called: a person alone is woken by the same rung as a team.
func (s *Service) ring(tx Tx, inc *incident.Incident, group []call, users []string, now time.Time) error {
	first := group[0]
	for _, c := range group {
		c.p.Turn = first.p.Turn
	}
	if first.rung < outbox.TooLate {
		return nil
	}
	if len(users) == 0 {
		users = []string{inc.Holder(playbook.Comms)}
	}
	for _, user := range users {
		if s.Person(user).Wake == "" { // the card says so
			continue
		}
		if err := s.wake(tx, inc, first, user, now); err != nil {
			return err
		}
	}
	return nil
}

// wake queues one call of a person's wake address. Its key is the slot: a
// person is rung once for a rung, whatever restarts or the clock do. It is tried
// until the next rung, which calls anew.
func (s *Service) wake(tx Tx, inc *incident.Incident, c call, user string, now time.Time) error {
	aff, p := c.aff, c.p
	slot := fault.Itoa(p.Slot())
	if p.Anew > 0 { // the same rung, of a ladder that began again
		slot += "." + fault.Itoa(p.Anew)
	}
	d := inc.NewDelivery(outbox.Ring, fmt.Sprintf("%s/promise/%d/ring/%s/%s", aff.Client.ID, p.N, slot, user), now)
	d.Lane = d.Key // one that is tried again holds up no other
	d.Client, d.Promise, d.Rung, d.To = aff.Client.ID, p.N, p.Rung, user
	d.Expires = p.NextRung()
	return enqueue(tx, d)
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
func (s *Service) woke(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	r, err := tx.Reach(d.To)
	if err != nil {
		return err
	}
	broken := !r.FailedAt.IsZero()
	r.Took(now)
	if err := tx.PutReach(r); err != nil {
		return err
	}
	if err := record(tx, inc, "", "rang", "Rang "+s.nameOf(d.To)+".", now); err != nil {
		return err
	}
	if broken { // the card said that they cannot be woken
		return s.put(tx, inc, now)
	}
	return tx.PutIncident(inc)
}

// notWoken brings before a person that another could not be woken. Once for a
// promise and person: the ladder goes on by itself.
func (s *Service) notWoken(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	r, err := tx.Reach(d.To)
	if err != nil {
		return err
	}
	r.Refused(d.Reason, now)
	if err := tx.PutReach(r); err != nil {
		return err
	}
	n := inc.NewDelivery(outbox.Notice, fmt.Sprintf("notice/ring/%s/%d/%s", d.Client, d.Promise, d.To), now)
	n.To, n.Target = s.instead(inc, d.To), d.Key
	if err := enqueue(tx, n); err != nil {
		return err
	}
	if err := record(tx, inc, "", "not woken", fmt.Sprintf("%s could not be woken: %s.", s.nameOf(d.To), d.Reason), now); err != nil {
		return err
	}
	return s.put(tx, inc, now)
}

// instead returns who is told that a person could not be woken: the commander,
// else another with a role, else the next on the escalation list. Somebody all
// alone is told themselves.
func (s *Service) instead(inc *incident.Incident, user string) string {
	for _, other := range append(inc.Everybody(), s.Roster().EscalateTo...) {
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
