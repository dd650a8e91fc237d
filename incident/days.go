package incident

import (
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/morning"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/schedule"
)

// InDays lists what is owed in days: calm promises, changes, and once it is resolved steps
// and answers.
func (inc *Incident) InDays() (list []morning.Thing) {
	add := func(t morning.Thing) {
		if t.Office = inc.Office(t.Owner); !t.Due.IsZero() && inc.State != Cancelled && inc.Drill == nil {
			list = append(list, t)
		}
	}
	for i := range inc.Clients {
		for _, t := range inc.inDaysFor(&inc.Clients[i]) {
			add(t)
		}
	}
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; it.Gate != playbook.NoGate && inc.State != Open {
			add(morning.Thing{Owner: inc.Holder(it.Owner), Made: inc.ResolvedAt, Due: inc.stepDue(it), Pace: morning.Own, Step: it.ID})
		}
	}
	if h := inc.Watch.Handover; h.Open() {
		add(morning.Thing{Owner: h.From, Made: h.At, Due: h.Due, Pace: morning.Once, Handover: h.N})
	}
	for i := range inc.Changes {
		c := &inc.Changes[i]
		if aff, _ := inc.Expecting(c); c.Open() && (aff == nil || c.Owner != inc.Holder(promise.Of(promise.Measure).Owner)) {
			add(morning.Thing{Owner: c.Owner, Made: c.At, Due: c.DueAt, Pace: morning.Change, Change: c.N})
		}
	}
	return list
}

// inDaysFor is what of it is owed to a client.
func (inc *Incident) inDaysFor(aff *Affected) []morning.Thing {
	list := append([]morning.Thing{inc.answer(aff)}, aff.Request.Waits(aff.Client.ID, aff.Pending())...)
	for _, p := range aff.Pending() {
		if row, since := promise.Of(p.Kind), p.InDays(); !since.IsZero() {
			list = append(list, morning.Thing{Owner: inc.Holder(row.Owner), Made: since, Due: p.DueAt, Pace: row.Morning, Grace: row.Grace, Client: aff.Client.ID, Promise: p.N})
		}
	}
	return list
}

// answer is what is owed to a client who asked, once it is resolved: until then each
// reminder names it. A call that they wished for is owed as such. The zero value is nothing.
func (inc *Incident) answer(aff *Affected) (t morning.Thing) {
	open := slices.DeleteFunc(aff.Unanswered(), func(q question.Question) bool { return q.Wish && aff.Owed(promise.Meeting) != nil })
	if len(open) == 0 || inc.State == Open {
		return t
	}
	return morning.Thing{Owner: inc.Holder(playbook.Comms), Made: open[0].At, Due: open[0].At, Pace: morning.AtOnce, Client: aff.Client.ID, Asked: open.Texts()}
}

// Office is where and when a person works.
func (inc *Incident) Office(user string) morning.Office {
	return morning.Office{Zone: inc.ZoneNamed(user), Off: inc.Off}
}

// Observe follows the company's holidays.
func (inc *Incident) Observe(off []string) {
	inc.Off = off
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Pending() {
			p.Observe(off)
		}
	}
}

// staffed is a day of a client's, so many days on, or the next after it that is no holiday
// of ours: what falls due then would be late before anybody hears of it.
func (inc *Incident) staffed(kind promise.Kind, days int, on func(days int) time.Time) time.Time {
	return inc.Office(inc.Holder(promise.Of(kind).Owner)).Staffed(days, on)
}

// BusinessDays is so many working days of a client's on, or the next of theirs on which we work,
// too: no text promises something for a day on which nobody does it.
func (inc *Incident) BusinessDays(c *client.Client, n int, now time.Time) time.Time {
	return inc.staffed(promise.Measure, n, func(days int) time.Time { return c.BusinessDays(days, now) })
}

// Listed lists what people's messages of the morning have told them of.
func (inc *Incident) Listed(now time.Time) []morning.Thing {
	if len(inc.Mornings) == 0 {
		return nil
	}
	return slices.DeleteFunc(inc.InDays(), func(t morning.Thing) bool { return inc.Mornings[t.Owner].IsZero() || t.Stands(now) == morning.NotYet })
}

// morningAt is when the next of them is a reason for somebody's message of the morning.
func (inc *Incident) morningAt() (first time.Time) {
	for _, t := range inc.InDays() {
		first = schedule.Sooner(first, t.Next(inc.Mornings[t.Owner]))
	}
	return first
}
