package watch

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Bring does what is due about who is there, and says whether anything was.
func Bring(w *work.Unit) (any bool, err error) {
	if at := w.Inc.Watch.Wake(); at.IsZero() || at.After(w.Now) {
		return false, guard(w)
	}
	if err := offer(w); err != nil {
		return true, err
	}
	for i := range w.Inc.Watch.Rests {
		if err := tellMorning(w, &w.Inc.Watch.Rests[i]); err != nil {
			return true, err
		}
	}
	return true, guard(w)
}

// offerAgain is how long somebody who was offered to go to sleep is left alone, whatever
// else they are in charge of.
const offerAgain = 12 * time.Hour

// offer offers whoever is in charge to go to sleep, once.
func offer(w *work.Unit) error {
	d := &w.Inc.Watch.Duty
	if d.OfferAt.IsZero() || d.OfferAt.After(w.Now) {
		return nil
	}
	if evening := night.Bedtime(w.Inc.ZoneNamed(d.Person), w.Now); evening.After(w.Now) { // we were away at its time
		d.OfferAt = evening
		return nil
	}
	d.OfferAt = time.Time{}
	reach, err := w.Tx.Reach(d.Person)
	if age := w.Now.Sub(reach.Offered); err != nil || reach.Asleep.On(w.Now) || age >= 0 && age < offerAgain {
		return err
	}
	reach.Offered = w.Now
	if err := w.Tx.PutReach(reach); err != nil {
		return err
	}
	n := w.Inc.NewDelivery(outbox.GoodNight, "good-night/"+d.Person+"/"+fault.Itoa(int(d.Since.Unix())), w.Now)
	n.To, n.Lane = d.Person, "direct/"+d.Person
	return work.Enqueue(w.Tx, n)
}

// tellMorning tells the team how it stands, with whoever is on it asked to take over.
func tellMorning(w *work.Unit, r *night.Rest) error {
	if r.AskAt.IsZero() || r.AskAt.After(w.Now) {
		return nil
	}
	r.AskAt = time.Time{}
	if r.Taken() || !w.Inc.Roles.Has(r.Person) || w.Inc.State != incident.Open && w.Inc.Urgent() == nil { // somebody is on it, or nothing is left to be on
		return nil
	}
	d := w.Inc.NewDelivery(outbox.NightOver, "morning/"+fault.Itoa(r.N)+strings.Repeat("/next", len(r.No)), w.Now)
	if times, again := strings.CutPrefix(r.Asked, d.Key); again { // a clock that was ahead had them asked in the night
		d.Key += times + "/again"
		old := w.Inc.NewDelivery(outbox.Remove, strings.TrimPrefix(d.Key, w.Inc.Name()+"/")+"/before", w.Now)
		old.Target = r.Asked
		if err := work.Enqueue(w.Tx, old); err != nil {
			return err
		}
	}
	d.Data.Number, r.Asked = fault.Itoa(r.N), d.Key
	switch {
	case r.On != "":
		d.Users = []string{r.On}
		if err := w.Invite(r.On); err != nil {
			return err
		}
	case !w.Now.Before(r.Until): // it is theirs again
		d.Users = []string{r.Person}
	}
	if !w.Inc.TakesPosts() {
		d.To = fault.FirstOf(r.On, r.Person)
		d.Lane, d.Data.Outside = "direct/"+d.To, outbox.Yes(!w.Inc.Roles.Has(d.To))
	}
	if err := work.Enqueue(w.Tx, d); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.MorningTold, Person: r.Person})
}

// guard rings somebody about what nobody has taken and is due soon. Promises of which
// one message can speak share it.
func guard(w *work.Unit) error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		for j := range aff.Promises {
			p := &aff.Promises[j]
			if at := w.Inc.GuardAt(aff, p); at.IsZero() || at.After(w.Now) {
				continue
			}
			rest := w.Inc.Watch.Rest(w.Inc.Holder(promise.Of(p.Kind).Owner))
			if !w.Now.Before(rest.Until) && w.Inc.ActedAt.After(rest.Until) { // they are up
				p.Guarded = true
				continue
			}
			who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
			if err != nil {
				return err
			}
			if err := w.Guard(sharing(w, work.NewDueReminder(w.Inc, aff, p, p.Rung)), who.Guard(p)); err != nil {
				return err
			}
		}
	}
	return nil
}

// sharing are the promises that are brought up with one, itself among them.
func sharing(w *work.Unit, first work.DueReminder) []work.DueReminder {
	group := []work.DueReminder{first}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		p := aff.Owed(first.P.Kind)
		if p == nil || p == first.P {
			continue
		}
		other := work.NewDueReminder(w.Inc, aff, p, p.Rung)
		if at := w.Inc.GuardAt(aff, p); first.Shares(other) && !at.IsZero() {
			group = append(group, other)
		}
	}
	return group
}
