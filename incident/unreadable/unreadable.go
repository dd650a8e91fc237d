// Package unreadable is what becomes of records that cannot be read: they are set aside, so
// that they hold up no other, what hung on them comes to its end, and people hear of them
// until they are repaired.
package unreadable

import (
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/view"
	"candor/incident/work"
)

// again is how often people are told of what cannot be read until it is
// repaired, and pause how long what is found next waits at least: a disk
// that fails bit by bit sends one message a minute, not one a second.
const (
	again = time.Hour
	pause = time.Minute
)

// Known says whether a record is among those that were found.
func Known(list []damage.Record, ref string) bool {
	for _, d := range list {
		if d.Ref == ref {
			return true
		}
	}
	return false
}

// Due is when people have to be told next, zero if there is nothing to
// tell. One message names all that there is.
func Due(list []damage.Record) time.Time {
	var told, due time.Time
	for _, d := range list {
		told = schedule.Later(told, d.ToldAt)
	}
	for _, d := range list {
		at := told.Add(pause)
		if !d.ToldAt.IsZero() {
			at = d.ToldAt.Add(again)
		}
		due = schedule.Sooner(due, at)
	}
	return due
}

// SetAside writes down that a record cannot be read, which takes it out of the
// queues, and brings to its end what hung on it.
func SetAside(f *firm.Firm, tx records.Tx, d damage.Record, now time.Time) error {
	known, err := tx.Damages()
	if err != nil || Known(known, d.Ref) {
		return err
	}
	d.FoundAt = now
	if err := tx.SetAside(d); err != nil {
		return err
	}
	if d.Kind != damage.DeliveryRecord || d.Incident() == 0 {
		return nil
	}
	inc, err := tx.Incident(d.Incident())
	if err != nil {
		return records.UnlessLost(err)
	}
	if d.Key == inc.OpenKey() && inc.TakesChannel() { // without it the incident would never have one
		if err := work.Enqueue(tx, inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey+"/anew", now)); err != nil {
			return err
		}
	}
	client, n := d.Carries()
	w := work.Begin(f, tx, inc, now)
	return w.LostText(client, n)
}

// Queue queues the message about all that cannot be read, if one is due.
func Queue(f *firm.Firm, tx records.Tx, now time.Time) error {
	list, err := listed(tx)
	if err != nil {
		return err
	}
	damages := make([]damage.Record, len(list))
	for i, u := range list {
		damages[i] = u.Record
	}
	if at := Due(damages); at.IsZero() || at.After(now) {
		return nil
	}
	for _, d := range damages {
		d.ToldAt = now
		if err := tx.SetAside(d); err != nil {
			return err
		}
	}
	for _, user := range hears(f.Roster(), list) {
		key := "damage/" + now.UTC().Format("20060102T150405Z") + "/" + user
		d := outbox.Delivery{Key: key, Kind: outbox.Damaged, Lane: key, To: user, State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(outbox.InternalTTL)}
		if err := work.Enqueue(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// hears lists who is told: whoever the ladder escalates to and those who
// work on an incident that it touches, else everybody in the config.
func hears(roster *team.Roster, list []damage.Unreadable) (users []string) {
	r := roster
	for _, user := range r.EscalateTo {
		users = fault.AppendNew(users, user)
	}
	for _, u := range list {
		if u.Outline == nil || u.Outline.Over {
			continue
		}
		for _, user := range u.Outline.People {
			users = fault.AppendNew(users, user)
		}
	}
	if len(users) > 0 {
		return users
	}
	for _, p := range r.Staff() {
		users = fault.AppendNew(users, p.Slack)
	}
	return users
}

// listed lists what cannot be read with what is known of its incidents.
func listed(tx records.Tx) (list []damage.Unreadable, err error) {
	damages, err := tx.Damages()
	if err != nil {
		return nil, err
	}
	for _, d := range damages {
		u := damage.Unreadable{Record: d}
		if n := d.Incident(); n > 0 {
			if u.Outline, err = tx.Outline(n); err != nil {
				return nil, err
			}
		}
		list = append(list, u)
	}
	return list, nil
}

// Claim claims a message about what cannot be read. It belongs to no
// incident, and is not sent once everything is repaired.
func Claim(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	list, err := listed(tx)
	if err != nil {
		return nil, err
	}
	return f.ClaimApart(tx, d, view.View{Now: now, Damaged: list}, len(list) == 0)
}
