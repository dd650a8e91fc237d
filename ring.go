package candor

import (
	"fmt"
	"strings"
	"time"
)

// oneCall is how long a call about an incident stands for all of its clients:
// nine that are late at once ring a phone once.
const oneCall = time.Minute

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
	r, err := tx.Reach(user)
	if err != nil {
		return err
	}
	slots := fmt.Sprintf("%s/promise/%d/ring/", aff.Client.ID, p.N)
	if r.calledFor(inc.Name()+"/", inc.Name()+"/"+slots, now) {
		return nil
	}
	d := inc.newDelivery(Ring, fmt.Sprintf("%s%d/%s", slots, p.Rung, user), now)
	d.Lane = d.Key // one that is tried again holds up no other
	d.Client, d.Promise, d.Rung, d.To = aff.Client.ID, p.N, p.Rung, user
	d.Expires = p.at(max(p.Rung+1, Everybody))
	r.Newest, r.NewestAt = d.Key, now
	if err := tx.PutReach(r); err != nil {
		return err
	}
	return enqueue(tx, d)
}

// calledFor says whether the person was just called about the same incident for
// another promise.
func (r *Reach) calledFor(incident, promise string, now time.Time) bool {
	age := now.Sub(r.NewestAt)
	return strings.HasPrefix(r.Newest, incident) && !strings.HasPrefix(r.Newest, promise) && age >= 0 && age < oneCall
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
