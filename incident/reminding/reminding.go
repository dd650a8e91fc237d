// Package reminding brings the promises of one incident before people: what falls due, what
// comes before that, and which of it shares a message. When a promise is due, and when it is
// late, its ladder says (incident/promise/ladder.go). What is due in days shares one
// message a person and morning, with that of all other incidents.
package reminding

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/clocks"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/watch"
	"candor/incident/work"
)

// Punctual is how much later than its ladder says a reminder may come before the message
// says that the program was away.
const Punctual = 90 * time.Second

// Due does what each client's turn begins with, and returns what is to be reminded of then.
// seen is when the program was last alive; zero: never.
func Due(w *work.Unit, seen time.Time) (calls []work.DueReminder, err error) {
	if err := checkEstimate(w); err != nil {
		return nil, err
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		for _, step := range beforeCalls {
			if err := step(w, aff); err != nil {
				return nil, err
			}
		}
		calls = append(calls, dueCalls(w.Inc, aff, w.Now, seen)...)
	}
	return calls, nil
}

// Bring reminds of what is due, of steps of the checklist and of what is due in days, and
// does what is due about who sleeps; late says whether the card has to say so.
func Bring(w *work.Unit, calls []work.DueReminder) (late bool, err error) {
	if err = clocks.Bring(w); err != nil {
		return false, err
	}
	stirred, err := watch.Bring(w)
	if err != nil {
		return stirred, err
	}
	steps, err := writeSteps(w)
	if err != nil {
		return late, err
	}
	days, err := writeMornings(w)
	if err != nil {
		return late, err
	}
	called, err := callGroups(w, together(nearby(w.Inc, calls, w.Now)))
	return stirred || steps || days || called, err
}

// callGroups reminds of what is due, and says whether any of it is late. The automatic
// texts that found nobody to name come last: after a downtime nobody was asked before.
func callGroups(w *work.Unit, groups [][]work.DueReminder) (late bool, err error) {
	turn := takeTurns(groups, w.Now)
	for i, group := range groups {
		if late = late || group[0].Rung >= outbox.TooLate; handsOn(group, w.Now) && i != turn {
			for _, c := range group {
				c.P.Passed(c.Rung, w.Now)
			}
			continue
		}
		if err := w.Escalate(group); err != nil {
			return late, err
		}
	}
	for i := range w.Inc.Clients {
		if err := w.WriteItselfAtLast(&w.Inc.Clients[i]); err != nil {
			return late, err
		}
	}
	return late, nil
}

// handsOn says whether others are asked for what its owner has not done for two mornings.
func handsOn(group []work.DueReminder, now time.Time) bool {
	p := group[0].P
	return (!p.Rings() || p.Cooled(now)) && group[0].Rung == promise.TheNextPerson
}

// takeTurns is of which of these others hear: of one a day and incident, each in its turn. All of it is on its
// owner's list and on the card, which whoever is asked reads; -1: of none.
func takeTurns(groups [][]work.DueReminder, now time.Time) int {
	said, late := 0, []int(nil)
	for i, group := range groups {
		if handsOn(group, now) {
			said, late = said+group[0].P.Nags, append(late, i)
		}
	}
	if len(late) == 0 {
		return -1
	}
	return late[said%len(late)]
}

// beforeCalls are what each client's turn begins with, in this order: any of them
// may change what is still to be reminded of.
var beforeCalls = []func(*work.Unit, *incident.Affected) error{
	seekText,
	(*work.Unit).Nag,
	(*work.Unit).WriteItself,
	(*work.Unit).RemindOfRequest,
}

// dueCalls are the reminders of a client's promises that are due. One that is
// late because the program was away says since when.
func dueCalls(inc *incident.Incident, aff *incident.Affected, now, seen time.Time) (calls []work.DueReminder) {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if at := inc.RemindAt(aff, p); at.IsZero() || at.After(now) {
			continue
		}
		c := work.NewDueReminder(inc, aff, p, p.Reached(now))
		if !seen.IsZero() && now.Sub(p.Comes(c.Rung)) > Punctual && now.Sub(seen) > Punctual {
			c.Away = seen.Format(time.RFC3339)
		}
		calls = append(calls, c)
	}
	return calls
}

// together groups the calls that share a message: promises of one kind that
// fall due within the same minute and have reached the same rung. A promise
// that only one person hears of stays by itself.
func together(calls []work.DueReminder) (groups [][]work.DueReminder) {
	for _, c := range calls {
		i := slices.IndexFunc(groups, func(g []work.DueReminder) bool { return g[0].Shares(c) })
		if i < 0 {
			groups = append(groups, []work.DueReminder{c})
			continue
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// nearby adds to the calls those that come within a minute and share a message
// with one of them: promises that were made a few seconds apart.
func nearby(inc *incident.Incident, calls []work.DueReminder, now time.Time) []work.DueReminder {
	for _, c := range slices.Clone(calls) {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			p := aff.Owed(c.P.Kind)
			if p == nil {
				continue
			}
			other := work.NewDueReminder(inc, aff, p, c.Rung)
			other.Away = c.Away
			if !c.Shares(other) || aff.Out > 0 && now.Before(p.Urgent()) || now.Before(p.SnoozedTo) || inc.Sleeps(aff, now) {
				continue
			}
			at := p.Comes(c.Rung)
			taken := slices.ContainsFunc(calls, func(have work.DueReminder) bool { return have.P == p })
			if !taken && !at.IsZero() && !at.After(now.Add(time.Minute)) {
				calls = append(calls, other)
			}
		}
	}
	return calls
}
