package work

import (
	"cmp"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// onDuty is who wrote down that they take care of the promise, if somebody
// worked on the incident since the client was told: then Candor may say that
// they write. The person is the zero value if nobody did.
func (w *Unit) onDuty(aff *incident.Affected, p *promise.Promise) team.Person {
	if p.Ack == nil || !w.Inc.ActedAt.After(aff.ToldAt) {
		return team.Person{}
	}
	if by := w.Person(p.Ack.By); by.Name != "" {
		return by
	}
	return team.Person{}
}

// reached says whether something that asked the person about the promise has
// arrived.
func reached(tx records.Tx, p *promise.Promise, user string) (bool, error) {
	for _, key := range append([]string{p.Showing}, p.Direct...) {
		if key == "" {
			continue
		}
		d, err := tx.Delivery(key)
		if damage.IsLost(err) {
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

// WriteItself sends an automatic text where a client agreed to that: who writes
// next if somebody is on duty, else that the update is late and whom to call. It
// decides once for each promise. While nobody whom the client can call was asked, it
// leaves that to [Unit.WriteItselfAtLast].
func (w *Unit) WriteItself(aff *incident.Affected) error {
	if p := aff.Owed(promise.Update); p == nil || w.ToCall(p).Name == "" {
		return nil
	}
	return w.WriteItselfAtLast(aff)
}

// WriteItselfAtLast does the same once the reminders of this moment have asked people.
func (w *Unit) WriteItselfAtLast(aff *incident.Affected) error {
	at := w.Inc.AutoAt(aff)
	if at.IsZero() || at.After(w.Now) {
		return nil
	}
	p := aff.Owed(promise.Update)
	p.Auto = -1
	if !w.Inc.MayWrite(aff, p, w.Now) || w.Now.Sub(at) > autoAtMost {
		return nil
	}
	u := update.Update{Incident: w.Inc.Number, Client: aff.Client.ID, Kind: update.AutoHolding, State: update.Held, Sender: w.onDuty(aff, p), At: w.Now}
	u.NextAt = w.Inc.NextAfter(aff, &u, w.Now)
	if u.Sender.Name == "" {
		u.Kind, u.NextAt, u.LateFor = update.AutoLate, time.Time{}, p.DueAt
		u.Sender = w.ToCall(p)
		if alerted, err := reached(w.Tx, p, u.Sender.Slack); err != nil {
			return err
		} else if alerted {
			u.Words = map[string]string{update.Alerted: "yes"}
		}
	}
	if err := w.fill(aff, &u); err != nil {
		w.Log.Warn("no automatic text was sent", "incident", w.Inc.Name(), "client", aff.Client.ID, "err", err)
		return nil
	}
	return w.sendItself(aff, p, &u)
}

// fill makes the texts of an automatic update and checks them. What the draft
// check would keep back does not leave.
func (w *Unit) fill(aff *incident.Affected, u *update.Update) error {
	*u = w.Words.Begin(w.Inc, aff, *u, w.Now)
	u.To = aff.Client.Destinations()
	var err error
	if u.Texts, err = w.texts(aff, *u); err != nil {
		return err
	}
	return update.Blocked(w.Words.Check(w.Inc, view.CheckInput{Client: &aff.Client, Update: *u, Now: w.Now}))
}

// sendItself queues an automatic update. It never stands in the way of a
// person's: it is nobody's text on its way, and one that has not left when a
// person's does is taken back.
func (w *Unit) sendItself(aff *incident.Affected, p *promise.Promise, u *update.Update) error {
	if len(u.To) == 0 {
		return nil
	}
	aff.Updates++
	u.N, p.Auto = aff.Updates, aff.Updates
	for _, to := range u.To {
		d := w.Inc.ClientDelivery(u, to, w.Now)
		d.Promise, d.Expires = p.N, w.Now.Add(autoTTL)
		if err := Enqueue(w.Tx, d); err != nil {
			return err
		}
	}
	if err := w.Tx.PutClientUpdate(u); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Automatic, Update: u.N, UpdateKind: u.Kind})
}

const (
	autoTTL    = 10 * time.Minute // how long an automatic text is tried: it speaks of now
	autoAtMost = time.Hour        // how late it may be itself, after a downtime: later only a person can find the words
)

// Overtaken takes back an automatic text that has not begun to leave when a
// person has told the client, or is about to.
func (w *Unit) Overtaken(d *outbox.Delivery) (bool, error) {
	if d.Kind != outbox.ClientText || !d.AtHome() {
		return false, nil
	}
	u, err := w.Tx.ClientUpdate(d.Incident, d.Client, d.Update)
	if err != nil || !update.Automatic(u.Kind) {
		return false, err
	}
	aff := w.Inc.Affected(d.Client)
	p := aff.PromiseN(d.Promise)
	if w.Inc.State == incident.Open && p != nil && p.Outcome == promise.Pending && w.Inc.MayWrite(aff, p, w.Now) {
		return false, nil
	}
	list, err := w.deliveries(u)
	if err != nil {
		return false, err
	}
	for _, other := range list {
		if !other.AtHome() && other.State != outbox.Recalled { // they have it, or may have it, on another way
			return false, nil
		}
	}
	d.State, d.EndedAt, u.State = outbox.Recalled, w.Now, update.Withdrawn
	if err := w.Tx.PutDelivery(d); err != nil {
		return false, err
	}
	return true, w.Tx.PutClientUpdate(u)
}

// settleToldByItself notes that an automatic text arrived: the promise stays open and
// late.
func (w *Unit) settleToldByItself(aff *incident.Affected, u *update.Update) error {
	if err := cmp.Or(w.Reached(aff, u), w.line(aff, u, 0)); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.ToldItself, Update: u.N, UpdateKind: u.Kind})
}
