package candor

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// oneCall is how long a call about an incident stands for all of its clients:
	// nine that are late at once ring a phone once.
	oneCall = time.Minute
	// ringPause is how long a phone that has rung is left alone, whatever else
	// waits: what rings without an end is switched off.
	ringPause = 5 * time.Minute
)

// ring queues the calls that wake the people whom a rung brings in, from
// [TooLate] on: one call for all promises that share a reminder. Where it brings
// in nobody, since nobody else is left to ask, whoever talks to the client is
// called: a person alone is woken by the same rung as a team.
func (s *Service) ring(tx Tx, inc *Incident, group []call, users []string, now time.Time) error {
	first := group[0]
	for _, c := range group {
		c.p.Turn = first.p.Turn
	}
	if first.rung < TooLate {
		return nil
	}
	if len(users) == 0 {
		users = []string{inc.Holder(Comms)}
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
func (s *Service) wake(tx Tx, inc *Incident, c call, user string, now time.Time) error {
	aff, p := c.aff, c.p
	slot := itoa(p.slot())
	if p.Anew > 0 { // the same rung, of a ladder that began again
		slot += "." + itoa(p.Anew)
	}
	d := inc.newDelivery(Ring, fmt.Sprintf("%s/promise/%d/ring/%s/%s", aff.Client.ID, p.N, slot, user), now)
	d.Lane = d.Key // one that is tried again holds up no other
	d.Client, d.Promise, d.Rung, d.To = aff.Client.ID, p.N, p.Rung, user
	d.Expires = p.nextRung()
	return enqueue(tx, d)
}

// also is where a call keeps the other incidents that it names, in its Data.
const also = "also"

// spare decides about a call that would be made now: what the last one has said
// is not said again, and no phone rings twice within [ringPause]. A call that
// is made names all the incidents that wait for the person.
func (s *Service) spare(tx Tx, d *Delivery, now time.Time) (spared bool, err error) {
	if d.Kind != Ring || d.State != Waiting {
		return false, nil
	}
	r, err := tx.Reach(d.To)
	if err != nil {
		return false, err
	}
	last := lastCall(tx, r, now)
	switch {
	case last != nil && last.said(d, r.NewestAt):
		d.State, d.EndedAt = Recalled, now
		return true, tx.PutDelivery(d)
	case last != nil && now.Sub(r.NewestAt) < ringPause:
		d.NotTill = r.NewestAt.Add(ringPause)
		d.Expires = later(d.Expires, d.NotTill.Add(ringPause))
		return true, tx.PutDelivery(d)
	}
	d.Data = map[string]string{also: strings.Join(waiting(tx, d), " ")}
	r.Newest, r.NewestAt = d.Key, now
	return false, tx.PutReach(r)
}

// lastCall is the newest call that a person got, or is getting; nil if it came
// to nothing. One that cannot be read silences no phone.
func lastCall(tx Tx, r Reach, now time.Time) *Delivery {
	if r.Newest == "" || r.NewestAt.After(now) { // the clock went back
		return nil
	}
	last, err := tx.Delivery(r.Newest)
	if err != nil || last.State != Delivered && last.State != InFlight {
		return nil
	}
	return last
}

// said says whether a call, made at a time, has said what another would: that
// was queued by then, or it is for another client of the same incident.
func (d *Delivery) said(other *Delivery, at time.Time) bool {
	same := d.Incident == other.Incident
	switch {
	case d.State != Delivered, !same && !slices.Contains(strings.Fields(d.Data[also]), (&Incident{Number: other.Incident}).Name()):
		return false
	case !other.QueuedAt.After(at):
		return true
	}
	return same && (d.Client != other.Client || d.Promise != other.Promise) && other.QueuedAt.Sub(at) < oneCall
}

// waiting lists the incidents that wait for the person whom a call is for, but
// not its own. One that is damaged keeps no phone from ringing.
func waiting(tx Tx, d *Delivery) (names []string) {
	live, _ := tx.LiveIncidents()
	for _, inc := range live {
		if inc.Number != d.Incident && inc.needs(d.To) {
			names = append(names, inc.Name())
		}
	}
	return names
}

// needs says whether the ladder still has a reason to wake the person: a
// promise that is late, about which it has asked them.
func (inc *Incident) needs(user string) bool {
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.Outcome == Pending && p.Rung >= TooLate && oneOf(user, p.Asked...) {
				return true
			}
		}
	}
	return false
}

// woke notes that a person's wake address took a call.
func (s *Service) woke(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	r, err := tx.Reach(d.To)
	if err != nil {
		return err
	}
	broken := !r.FailedAt.IsZero()
	r.took(now)
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
func (s *Service) notWoken(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	r, err := tx.Reach(d.To)
	if err != nil {
		return err
	}
	r.refused(d.Reason, now)
	if err := tx.PutReach(r); err != nil {
		return err
	}
	n := inc.newDelivery(Notice, fmt.Sprintf("notice/ring/%s/%d/%s", d.Client, d.Promise, d.To), now)
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
func (s *Service) instead(inc *Incident, user string) string {
	for _, other := range append(inc.everybody(), s.Roster().EscalateTo...) {
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
	return mention(user)
}
