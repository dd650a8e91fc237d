package service

import (
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
)

// onDuty is who wrote down that they take care of the promise, if somebody
// worked on the incident since the client was told: then Candor may say that
// they write. The person is the zero value if nobody did.
func (s *Service) onDuty(inc *incident.Incident, aff *incident.Affected, p *incident.Promise) team.Person {
	if p.Ack == nil || !inc.ActedAt.After(aff.ToldAt) {
		return team.Person{}
	}
	if by := s.Person(p.Ack.By); by.Name != "" {
		return by
	}
	return team.Person{}
}

// toCall is the first person asked about a promise whom the client can call.
func (s *Service) toCall(p *incident.Promise) team.Person {
	for _, user := range p.Asked {
		if by := s.Person(user); by.Name != "" && by.Phone != "" {
			return by
		}
	}
	return team.Person{}
}

// reached says whether something that asked the person about the promise has
// arrived.
func reached(tx Tx, p *incident.Promise, user string) (bool, error) {
	for _, key := range append([]string{p.Showing}, p.Direct...) {
		if key == "" {
			continue
		}
		d, err := tx.Delivery(key)
		if incident.IsLost(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		if d.State == outbox.Delivered && (d.To == user || slices.Contains(d.Users, user)) {
			return true, nil
		}
	}
	return false, nil
}

// writeItself sends an automatic text where a client agreed to that: who writes
// next if somebody is on duty, else that the update is late and whom to call. It
// decides once for each promise.
func (s *Service) writeItself(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	at := inc.AutoAt(aff)
	if at.IsZero() || at.After(now) {
		return nil
	}
	p := aff.Owed(incident.UpdatePromise)
	p.Auto = -1
	if !inc.MayWrite(aff, p, now) || now.Sub(at) > autoAtMost {
		return nil
	}
	u := incident.Update{Incident: inc.Number, Client: aff.Client.ID, Kind: incident.AutoHolding, State: incident.Held, Sender: s.onDuty(inc, aff, p), At: now}
	u.NextAt = inc.NextAfter(aff, &u, now)
	if u.Sender.Name == "" {
		u.Kind, u.NextAt, u.LateFor = incident.AutoLate, time.Time{}, p.DueAt
		u.Sender = s.toCall(p)
		if alerted, err := reached(tx, p, u.Sender.Slack); err != nil {
			return err
		} else if alerted {
			u.Words = map[string]string{incident.Alerted: "yes"}
		}
	}
	if err := s.fill(inc, aff, &u, now); err != nil {
		s.Log.Warn("no automatic text was sent", "incident", inc.Name(), "client", aff.Client.ID, "err", err)
		return nil
	}
	return s.sendItself(tx, inc, aff, p, &u, now)
}

// fill makes the texts of an automatic update and checks them. What the draft
// check would keep back does not leave.
func (s *Service) fill(inc *incident.Incident, aff *incident.Affected, u *incident.Update, now time.Time) error {
	*u = s.Words.Begin(inc, aff, *u, now)
	u.To, u.Texts = aff.Client.Destinations(), map[string]outbox.Text{}
	for _, d := range u.To {
		text, err := s.Words.Render(inc, &aff.Client, *u, d)
		if err != nil {
			return err
		}
		u.Texts[d.Via] = text
	}
	return incident.Blocked(s.Words.Check(inc, view.Checked{Client: &aff.Client, Update: *u, Now: now}))
}

// sendItself queues an automatic update. It never stands in the way of a
// person's: it is nobody's text on its way, and one that has not left when a
// person's does is taken back.
func (s *Service) sendItself(tx Tx, inc *incident.Incident, aff *incident.Affected, p *incident.Promise, u *incident.Update, now time.Time) error {
	if len(u.To) == 0 {
		return nil
	}
	aff.Updates++
	u.N, p.Auto = aff.Updates, aff.Updates
	for _, to := range u.To {
		d := inc.ClientDelivery(u, to, now)
		d.Promise, d.Expires = p.N, now.Add(autoTTL)
		if err := enqueue(tx, d); err != nil {
			return err
		}
	}
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	return record(tx, inc, "", "automatic", fmt.Sprintf("Nobody wrote to %s in time. Candor sends an automatic text (%s).", aff.Client.Name, u.Kind), now)
}

const (
	autoTTL    = 10 * time.Minute // how long an automatic text is tried: it speaks of now
	autoAtMost = time.Hour        // how late it may be itself, after a downtime: later only a person can find the words
)

// overtaken takes back an automatic text that has not begun to leave when a
// person has told the client, or is about to.
func (s *Service) overtaken(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) (bool, error) {
	if d.Kind != outbox.ClientText || !d.AtHome() {
		return false, nil
	}
	u, err := tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil || !incident.Automatic(u.Kind) {
		return false, err
	}
	aff := inc.Affected(d.Client)
	p := aff.PromiseN(d.Promise)
	if inc.State == incident.Open && p != nil && p.Outcome == incident.Pending && inc.MayWrite(aff, p, now) {
		return false, nil
	}
	list, err := deliveries(inc, tx, u)
	if err != nil {
		return false, err
	}
	for _, other := range list {
		if !other.AtHome() && other.State != outbox.Recalled { // they have it, or may have it, on another way
			return false, nil
		}
	}
	d.State, d.EndedAt, u.State = outbox.Recalled, now, incident.Withdrawn
	if err := tx.PutDelivery(d); err != nil {
		return false, err
	}
	return true, tx.PutClientUpdate(u)
}

// heardItself notes that an automatic text arrived: the promise stays open and
// late.
func (s *Service) heardItself(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, now time.Time) error {
	if err := s.line(tx, inc, aff, u, 0, now); err != nil {
		return err
	}
	return record(tx, inc, "", "automatic", fmt.Sprintf("%s has the automatic text (update %d, %s). The update is still owed.", aff.Client.Name, u.N, u.Kind), now)
}
