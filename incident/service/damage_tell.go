package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/told"
	"candor/incident/view"
	"candor/incident/work"
)

// damageAgain is how often people are told of what cannot be read until it is
// repaired, and damagePause how long what is found next waits at least: a disk
// that fails bit by bit sends one message a minute, not one a second.
const (
	damageAgain = time.Hour
	damagePause = time.Minute
)

// lookForDamage looks through what is in hand, so that what is damaged is found before a
// client waits for it. What is over is found when somebody asks for it.
func (s *Service) lookForDamage(ctx context.Context) error {
	return s.read(ctx, func(tx records.Tx) error { return tx.InHand() })
}

// tellDamage writes down what was found damaged and brings it before people: at
// first, and then every hour until it is repaired.
func (s *Service) tellDamage(ctx context.Context, now time.Time) error {
	found := s.findings.Take()
	var known []damage.Record
	err := s.read(ctx, func(tx records.Tx) (err error) {
		known, err = tx.Damages()
		return err
	})
	if err != nil {
		return err
	}
	fresh := false
	for _, d := range found {
		fresh = fresh || !knows(known, d.Ref)
	}
	if at := damageDue(known); !fresh && (at.IsZero() || at.After(now)) {
		return nil
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		for _, d := range found {
			if err := s.setAside(tx, d, now); err != nil {
				return err
			}
		}
		return s.queueDamage(tx, now)
	})
}

func knows(list []damage.Record, ref string) bool {
	for _, d := range list {
		if d.Ref == ref {
			return true
		}
	}
	return false
}

// damageDue is when people have to be told next, zero if there is nothing to
// tell. One message names all that there is.
func damageDue(list []damage.Record) time.Time {
	var told, due time.Time
	for _, d := range list {
		told = schedule.Later(told, d.ToldAt)
	}
	for _, d := range list {
		at := told.Add(damagePause)
		if !d.ToldAt.IsZero() {
			at = d.ToldAt.Add(damageAgain)
		}
		due = schedule.Sooner(due, at)
	}
	return due
}

// setAside writes down that a record cannot be read, which takes it out of the
// queues, and brings to its end what hung on it.
func (s *Service) setAside(tx records.Tx, d damage.Record, now time.Time) error {
	known, err := tx.Damages()
	if err != nil || knows(known, d.Ref) {
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
	w := work.Begin(&s.Firm, tx, inc, now)
	return w.LostText(client, n)
}

// queueDamage queues the message about all that cannot be read, if one is due.
func (s *Service) queueDamage(tx records.Tx, now time.Time) error {
	list, err := unreadable(tx)
	if err != nil {
		return err
	}
	damages := make([]damage.Record, len(list))
	for i, u := range list {
		damages[i] = u.Record
	}
	if at := damageDue(damages); at.IsZero() || at.After(now) {
		return nil
	}
	for _, d := range damages {
		d.ToldAt = now
		if err := tx.SetAside(d); err != nil {
			return err
		}
	}
	for _, user := range hearsOfDamage(s.Roster(), list) {
		key := "damage/" + now.UTC().Format("20060102T150405Z") + "/" + user
		d := outbox.Delivery{Key: key, Kind: outbox.Damaged, Lane: key, To: user, State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(outbox.InternalTTL)}
		if err := work.Enqueue(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// hearsOfDamage lists who is told: whoever the ladder escalates to and those who
// work on an incident that it touches, else everybody in the config.
func hearsOfDamage(roster *team.Roster, list []damage.Unreadable) (users []string) {
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
	for _, p := range r.People {
		users = fault.AppendNew(users, p.Slack)
	}
	return users
}

// unreadable lists what cannot be read with what is known of its incidents.
func unreadable(tx records.Tx) (list []damage.Unreadable, err error) {
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

// claimDamage claims a message about what cannot be read. It belongs to no
// incident, and is not sent once everything is repaired.
func (s *Service) claimDamage(tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	list, err := unreadable(tx)
	if err != nil {
		return nil, err
	}
	return s.ClaimApart(tx, d, view.View{Now: now, Damaged: list}, len(list) == 0)
}

// giveUpUnread ends a delivery that is ready and needs a record that cannot be read.
func (s *Service) giveUpUnread(ctx context.Context, key string) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		d, err := tx.Delivery(key)
		if err != nil || d.Ended() || d.Wake().After(now) {
			return err
		}
		s.Log.Error("gave up a delivery: a record that it needs cannot be read", "delivery", d.Key)
		d.Doubted = d.Kind == outbox.ClientText && d.MayBeThere()
		d.State, d.EndedAt, d.Reason = outbox.Dead, now, "a record that it needs cannot be read"
		if err := tx.PutDelivery(d); err != nil || d.Kind != outbox.ClientText {
			return err
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return records.UnlessLost(err)
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		return w.LostText(d.Client, d.Update)
	})
}

// settleAlone keeps the outcome of an attempt where what would follow from it
// cannot be known: a record that it needs cannot be read. That the client has
// the text is noted; the promise stays, so that a person looks.
func (s *Service) settleAlone(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome) error {
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		d, err := tx.Delivery(l.Delivery.Key)
		if err != nil {
			return records.UnlessLost(err) // Tick sets it aside
		}
		if d.State != outbox.InFlight || d.Lease != l.Number {
			return lapsed(d)
		}
		d.Settle(o, now)
		if err := tx.PutDelivery(d); err != nil || d.Kind != outbox.ClientText || !d.Ended() {
			return err
		}
		inc, err := tx.Incident(d.Incident)
		if err != nil {
			return records.UnlessLost(err)
		}
		aff := inc.Affected(d.Client)
		aff.Note(d)
		if d.State == outbox.Delivered {
			aff.Turn(told.Turn{At: now, Heard: true})
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		if aff.Out != d.Update {
			return w.Put()
		}
		return w.LostText(d.Client, d.Update)
	})
}

func lapsed(d *outbox.Delivery) error {
	return fault.Errorf(fault.Conflict, "The lease of %s has lapsed.", d.Key)
}
