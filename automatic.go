package candor

import (
	"fmt"
	"slices"
	"time"
)

// Ack is a person's word that they take care of a promise.
type Ack struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// autoAfter is how long after the promised time Candor writes by itself.
func (inc *Incident) autoAfter() time.Duration {
	if inc.Severity == BusinessStopped {
		return 10 * time.Minute
	}
	return 15 * time.Minute
}

// autoAt is when Candor may write to a client by itself, since nobody did in
// time; zero if it may not. One such text is all that a promise gets: it stays
// late, and its ladder goes on.
func (inc *Incident) autoAt(aff *Affected) time.Time {
	p := aff.Owed(UpdatePromise)
	switch {
	case !aff.Client.Automatic, inc.Private, !inc.KindTraits().Automatic, inc.State != Open:
		return time.Time{}
	case p == nil, !p.Said, p.Auto != 0, !aff.Written:
		return time.Time{}
	}
	return p.DueAt.Add(inc.autoAfter())
}

// told is what a client's last text was about: if it has changed since, nobody
// has approved a word that would still be true.
func (inc *Incident) about(aff *Affected) string {
	return fmt.Sprintf("%d %s %s %s", inc.Severity, inc.Kind, inc.Status, inc.ImpactOn(aff.Client.ID))
}

// mayWrite says whether an automatic text would be true and in nobody's way.
func (inc *Incident) mayWrite(aff *Affected, p *Promise, now time.Time) bool {
	switch {
	case len(inc.Facts.Given) > 0: // what is known of the data is for a person to tell
		return false
	case inc.Status == Monitoring, p.Event != nil, aff.ToldOf != inc.about(aff):
		return false
	case aff.Out > 0, aff.Unsure > 0, aff.Request != nil: // a person's text is on its way, or waits for a word
		return false
	}
	return !inc.sleeps(aff, now)
}

// onDuty is who wrote down that they take care of the promise, if somebody
// worked on the incident since the client was told: then Candor may say that
// they write. The person is the zero value if nobody did.
func (s *Service) onDuty(inc *Incident, aff *Affected, p *Promise) Person {
	if p.Ack == nil || !inc.ActedAt.After(aff.ToldAt) {
		return Person{}
	}
	if by := s.Person(p.Ack.By); by.Name != "" {
		return by
	}
	return Person{}
}

// toCall is the first person asked about a promise whom the client can call.
func (s *Service) toCall(p *Promise) Person {
	for _, user := range p.Asked {
		if by := s.Person(user); by.Name != "" && by.Phone != "" {
			return by
		}
	}
	return Person{}
}

// reached says whether something that asked the person about the promise has
// arrived.
func reached(tx Tx, p *Promise, user string) (bool, error) {
	for _, key := range append([]string{p.Showing}, p.Direct...) {
		if key == "" {
			continue
		}
		d, err := tx.Delivery(key)
		if isLost(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		if d.State == Delivered && (d.To == user || slices.Contains(d.Users, user)) {
			return true, nil
		}
	}
	return false, nil
}

// writeItself sends an automatic text where a client agreed to that: who writes
// next if somebody is on duty, else that the update is late and whom to call. It
// decides once for each promise.
func (s *Service) writeItself(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	at := inc.autoAt(aff)
	if at.IsZero() || at.After(now) {
		return nil
	}
	p := aff.Owed(UpdatePromise)
	p.Auto = -1
	if !inc.mayWrite(aff, p, now) || now.Sub(at) > autoAtMost {
		return nil
	}
	u := Update{Incident: inc.Number, Client: aff.Client.ID, Kind: AutoHolding, State: Held, Sender: s.onDuty(inc, aff, p), At: now}
	u.NextAt = inc.nextAfter(aff, &u, now)
	if u.Sender.Name == "" {
		u.Kind, u.NextAt, u.LateFor = AutoLate, time.Time{}, p.DueAt
		u.Sender = s.toCall(p)
		if alerted, err := reached(tx, p, u.Sender.Slack); err != nil {
			return err
		} else if alerted {
			u.Words = map[string]string{Alerted: "yes"}
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
func (s *Service) fill(inc *Incident, aff *Affected, u *Update, now time.Time) error {
	*u = s.Words.Begin(inc, aff, *u, now)
	u.To, u.Texts = aff.Client.Destinations(), map[string]Text{}
	for _, d := range u.To {
		text, err := s.Words.Render(inc, &aff.Client, *u, d)
		if err != nil {
			return err
		}
		u.Texts[d.Via] = text
	}
	return blocked(s.Words.Check(inc, Checked{Client: &aff.Client, Update: *u, Now: now}))
}

// sendItself queues an automatic update. It never stands in the way of a
// person's: it is nobody's text on its way, and one that has not left when a
// person's does is taken back.
func (s *Service) sendItself(tx Tx, inc *Incident, aff *Affected, p *Promise, u *Update, now time.Time) error {
	if len(u.To) == 0 {
		return nil
	}
	aff.Updates++
	u.N, p.Auto = aff.Updates, aff.Updates
	for _, to := range u.To {
		d := inc.clientDelivery(u, to, now)
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
func (s *Service) overtaken(tx Tx, inc *Incident, d *Delivery, now time.Time) (bool, error) {
	if d.Kind != ClientText || !d.atHome() {
		return false, nil
	}
	u, err := tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil || !Automatic(u.Kind) {
		return false, err
	}
	aff := inc.Affected(d.Client)
	p := aff.promiseN(d.Promise)
	if inc.State == Open && p != nil && p.Outcome == Pending && inc.mayWrite(aff, p, now) {
		return false, nil
	}
	list, err := inc.deliveries(tx, u)
	if err != nil {
		return false, err
	}
	for _, other := range list {
		if !other.atHome() && other.State != Recalled { // they have it, or may have it, on another way
			return false, nil
		}
	}
	d.State, d.EndedAt, u.State = Recalled, now, Withdrawn
	if err := tx.PutDelivery(d); err != nil {
		return false, err
	}
	return true, tx.PutClientUpdate(u)
}

// heardItself notes that an automatic text arrived: the promise stays open and
// late.
func (s *Service) heardItself(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	if err := s.line(tx, inc, aff, u, 0, now); err != nil {
		return err
	}
	return record(tx, inc, "", "automatic", fmt.Sprintf("%s has the automatic text (update %d, %s). The update is still owed.", aff.Client.Name, u.N, u.Kind), now)
}
