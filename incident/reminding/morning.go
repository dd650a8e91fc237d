package reminding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/beside"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/upkeep"
	"candor/incident/view"
	"candor/incident/work"
)

// writeMornings queues the message of the morning for each whom something of the incident
// is a reason to write to by now. Several incidents share the message of a person: its
// words are made of them all when it leaves. It says whether anything is late.
func writeMornings(w *work.Unit) (late bool, err error) {
	people := rise(w.Inc, w.Now)
	for user, office := range people {
		if err := work.Enqueue(w.Tx, upkeep.Morning(user, office.Open(w.Now), office.Zone)); err != nil {
			return late, err
		}
	}
	late = slices.ContainsFunc(w.Inc.InDays(), func(t morning.Thing) bool { return people[t.Owner].Zone != nil && t.Stands(w.Now) == morning.Overdue })
	return late, nil
}

// rise lists whom something of an incident is a reason to write to by now, with their
// clocks. It notes that they are written to.
func rise(inc *incident.Incident, now time.Time) map[string]morning.Office {
	people := map[string]morning.Office{}
	for _, t := range inc.InDays() {
		if at := t.Next(inc.Mornings[t.Owner]); !at.IsZero() && !at.After(now) {
			people[t.Owner] = t.Office
		}
	}
	if inc.Mornings == nil && len(people) > 0 {
		inc.Mornings = map[string]time.Time{}
	}
	for user := range people {
		inc.Mornings[user] = now
	}
	return people
}

// ClaimMorning claims the message of a morning, or the edit of one, which shows how the
// list stands now. The message is not sent if nothing is left to do, or once the day is
// over.
func ClaimMorning(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) (*view.Lease, error) {
	list, err := errands(f, tx, cmp.Or(d.Data.User, d.To), now)
	if err != nil {
		return nil, err
	}
	gap, err := upkeep.Ride(f, tx, d, now)
	if err != nil {
		return nil, err
	}
	v := view.View{Now: now, Morning: list, Gap: gap}
	if d.Kind == outbox.Morning {
		return f.ClaimApart(tx, d, v, len(list) == 0 && gap == nil)
	}
	if v.Target, err = tx.Delivery(d.Target); records.UnlessLost(err) != nil {
		return nil, err
	}
	return f.ClaimApart(tx, d, v, v.Target == nil)
}

// LostMorning gives the message of a person whom it did not reach to the next one on the
// escalation list, once.
func LostMorning(f *firm.Firm, tx records.Tx, d *outbox.Delivery, now time.Time) error {
	if d.Kind != outbox.Morning || d.State != outbox.Dead || d.Data.User != "" {
		return nil
	}
	f.Log.Error("what is due in days did not reach its owner", "delivery", d.Key, "err", d.Reason)
	i := slices.IndexFunc(f.Roster().EscalateTo, func(user string) bool { return user != d.To })
	if i < 0 {
		return nil
	}
	other := *d
	other.Key += "/" + f.Roster().EscalateTo[i]
	other.Lane, other.To, other.Data.User = other.Key, f.Roster().EscalateTo[i], d.To
	other.State, other.Attempt, other.Reason, other.EndedAt, other.NotTill = outbox.Waiting, 0, "", time.Time{}, now
	return errors.Join(askInstead(f, tx, other, now), work.Enqueue(tx, other))
}

// askInstead notes in each incident that whoever gets the list of another is asked about
// what stands there: they may do it.
func askInstead(f *firm.Firm, tx records.Tx, list outbox.Delivery, now time.Time) error {
	of := list.Data.User
	for above := int64(0); ; {
		inc, err := tx.Oldest(above, lookup.InDays(of))
		if err != nil || inc == nil {
			return records.UnlessLost(err)
		}
		above = inc.Number
		asked := false
		for _, t := range inc.InDays() {
			if t.Owner == of && t.Promise > 0 && t.Stands(now) != morning.NotYet {
				p := inc.Affected(t.Client).PromiseN(t.Promise)
				p.Asked, asked = fault.AppendNew(p.Asked, list.To), true
			}
		}
		if asked {
			if err := work.Begin(f, tx, inc, now).Put(); err != nil {
				return err
			}
		}
	}
}

// errands are what stands in the message of a person at some time: of all incidents what
// is late, due on that day and due by the end of the next working day, in that order.
func errands(f *firm.Firm, tx records.Tx, user string, now time.Time) (list []view.Errand, err error) {
	for above := int64(0); ; {
		inc, err := tx.Oldest(above, lookup.InDays(user))
		if err != nil || inc == nil {
			slices.SortStableFunc(list, sooner)
			return slices.DeleteFunc(slices.Clone(list), func(e view.Errand) bool { return askedWith(e, list) }), records.UnlessLost(err)
		}
		above = inc.Number
		w := work.Begin(f, tx, inc, now)
		w.Refresh()
		for _, t := range inc.InDays() {
			when := t.Stands(now)
			if t.Owner == user && when != morning.NotYet && (when != morning.Ahead || t.Step == "") { // a step waits for its day
				e, err := errand(w, t, when)
				if err != nil {
					return nil, err
				}
				list = append(list, e)
			}
		}
	}
}

// sooner is the order of the message: what clients wait for comes before what we do.
func sooner(a, b view.Errand) int {
	ours := func(e view.Errand) int {
		if e.Promise == nil {
			return 1
		}
		return 0
	}
	return cmp.Or(int(a.When)-int(b.When), ours(a)-ours(b), a.Due.Compare(b.Due))
}

// askedWith says whether a client is asked how it goes, which somebody has missed, by a
// later question that is due: nobody asks twice on a day.
func askedWith(e view.Errand, list []view.Errand) bool {
	asks := func(e view.Errand) bool {
		return e.Promise != nil && update.KindOf(promise.Of(e.Promise.Kind).Draft).Asks
	}
	return asks(e) && slices.ContainsFunc(list, func(o view.Errand) bool {
		return o.Client == e.Client && asks(o) && o.When != morning.Ahead && o.Due.After(e.Due)
	})
}

func errand(w *work.Unit, t morning.Thing, when morning.When) (e view.Errand, err error) {
	e = view.Errand{When: when, Incident: w.Inc, Due: t.Due}
	switch {
	case t.Promise > 0:
		e.Client = w.Inc.Affected(t.Client)
		e.Promise = e.Client.PromiseN(t.Promise)
		e.Ready = ready(w, e.Client, e.Promise)
		if update.KindOf(promise.Of(e.Promise.Kind).Draft).Asks {
			e.Open, err = beside.Open(w.Tx, w.Inc, e.Client)
		}
	case t.Request > 0:
		e.Client = w.Inc.Affected(t.Client)
		e.Request = e.Client.Request
	case len(t.Asked) > 0:
		e.Client, e.Asked = w.Inc.Affected(t.Client), t.Asked
	case t.Handover > 0:
		e.Handover = w.Inc.Watch.Handover
	case t.Change > 0:
		e.Change = &w.Inc.Changes[t.Change-1]
	default:
		for i := range w.Inc.Checklist {
			if it := &w.Inc.Checklist[i]; it.ID == t.Step {
				e.Step = it
			}
		}
	}
	return e, err
}

// ready is a text about something that is due in days, if nobody has to write a word of
// it. Of what a client expects it is the one that moves the date: before that, it costs
// little.
func ready(w *work.Unit, aff *incident.Affected, p *promise.Promise) *update.Update {
	if !slices.Contains(w.Inc.Pledges(aff).Movable(), p) || aff.Out > 0 || aff.Unsure > 0 || aff.Request != nil || aff.Restored != nil {
		return nil
	}
	return w.Unaided(aff, incident.Proposal{Kind: update.NewDate, Words: map[string]string{pledge.Which: fault.Itoa(p.N)}}, w.Inc.Holder(promise.Of(p.Kind).Owner)) // whose list it stands on
}

// writeSteps tells the owners of steps that some are due, while the incident is worked on:
// in one message a person and day, which is edited. The card shows them as late. It says
// whether there were any.
func writeSteps(w *work.Unit) (any bool, err error) {
	var owners []string
	for i := range w.Inc.Checklist {
		it := &w.Inc.Checklist[i]
		if at := w.Inc.StepAt(it); !at.IsZero() && !at.After(w.Now) {
			it.Brought = true
			owners = fault.AppendNew(owners, w.Inc.Holder(it.Owner))
		}
	}
	for _, user := range owners {
		if err := tellSteps(w, user); err != nil {
			return true, err
		}
	}
	return len(owners) > 0, nil
}

// tellSteps tells somebody that steps of theirs are due: in one message a day, which is
// edited, since an edit wakes nobody.
func tellSteps(w *work.Unit, user string) error {
	key := fmt.Sprintf("steps/%s/%s", w.Now.UTC().Format(time.DateOnly), user)
	d := w.Inc.NewDelivery(outbox.StepDue, key, w.Now)
	for i := range w.Inc.Checklist {
		if it := &w.Inc.Checklist[i]; it.State == playbook.ItemOpen && it.Brought && w.Inc.Holder(it.Owner) == user {
			it.Told, it.ToldAs = fault.AppendNew(it.Told, d.Key), it.Stands()
		}
	}
	if err := w.Redraw(d.Key); err != nil {
		return err
	}
	d.To = user
	return work.Enqueue(w.Tx, d) // which changes nothing where it stands
}
