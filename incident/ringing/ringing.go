// Package ringing says which calls to phones are spared: nobody is woken twice for what one
// call has said.
package ringing

import (
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/team"
)

// Pause is how long a phone that has rung is left alone, whatever else
// waits: what rings without an end is switched off.
const Pause = 5 * time.Minute

// Spare decides about a call that would be made now: what the last one has said
// is not said again, and no phone rings twice within [Pause]. A call that
// is made names all the incidents that wait for the person. One of a drill (practice) names
// none, and no other is spared for it.
func Spare(tx records.Tx, d *outbox.Delivery, practice bool, now time.Time) (spared bool, err error) {
	if d.Kind != outbox.WakeCall || d.State != outbox.Waiting {
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
	case last != nil && now.Sub(r.NewestAt) < Pause:
		d.NotTill = r.NewestAt.Add(Pause)
		d.Expires = schedule.Later(d.Expires, d.NotTill.Add(Pause))
		return true, tx.PutDelivery(d)
	}
	if practice { // it says nothing of what is real, and delays nothing
		return false, nil
	}
	d.Data = outbox.Payload{Call: d.Data.Call, Cry: d.Data.Cry, Guard: d.Data.Guard, Also: strings.Join(waiting(tx, d), " ")}
	r.Newest, r.NewestAt = d.Key, now
	return false, tx.PutReach(r)
}

// lastCall is the newest call that a person got, or is getting; nil if it came
// to nothing. One that cannot be read silences no phone.
func lastCall(tx records.Tx, r team.Reach, now time.Time) *outbox.Delivery {
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
	case d.State != outbox.Delivered, !same && !slices.Contains(strings.Fields(d.Data.Also), (&incident.Incident{Number: other.Incident}).Name()):
		return false
	case !other.QueuedAt.After(at):
		return true
	}
	return same && (d.Client != other.Client || d.Promise != other.Promise) && other.QueuedAt.Sub(at) < team.OneCall
}

// waiting lists the incidents that wait for the person whom a call is for, but
// not its own. One that is damaged keeps no phone from ringing.
func waiting(tx records.Tx, d *outbox.Delivery) (names []string) {
	live, _ := tx.LiveIncidents()
	for _, inc := range live {
		if inc.Number != d.Incident && inc.Drill == nil && Awaits(inc, d.To) {
			names = append(names, inc.Name())
		}
	}
	return names
}

// Awaits says whether the ladder still has a reason to wake the person: a
// promise that is late, about which it has asked them.
func Awaits(inc *incident.Incident, user string) bool {
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.Rings() && p.Outcome == promise.Pending && p.Rung >= outbox.TooLate && fault.OneOf(user, p.Asked...) {
				return true
			}
		}
	}
	return false
}
