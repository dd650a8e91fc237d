// Package morning knows on which mornings somebody is told what they owe in days. All of
// it stands in one message a person and working day, at 09:00 by that person's clock, and
// there is none while nothing is due.
//
// It knows no incident: times are arguments, people are Slack user ids.
package morning

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// The working day of whoever owes something, by their own clock, Monday to Friday. The
// message comes as it begins.
const (
	opens  = 9 * time.Hour
	closes = 17 * time.Hour
)

// Pace says on which mornings something is a reason for the message. What is late, or due
// by the end of the next working day, stands in each one that has another reason, too.
type Pace struct {
	Before bool // on the working day before its own
	OnDay  bool // on its own day, or the first working day after that
	Late   Late
}

// Late is how often what is late is a reason, from the working day after its own.
type Late int

const (
	Daily  Late = iota + 1 // a client waits: for a fortnight, then as Weekly
	Weekly                 // only we do: on the first morning, then on Mondays
	Never                  // it is said on the first morning, and nobody is late with it
)

// fortnight is for how many days what a client waits for is brought up each working day. Whoever has not
// done it by then has stopped reading that: it comes once a week, and is not forgotten.
const fortnight = 14

// Again is the first morning after that of t on which what was due is a reason again.
func (p Pace) Again(due, t time.Time, o Office) time.Time {
	at := o.After(t)
	for !p.daily(dayOf(due, o.Zone), dayOf(at, o.Zone)) && !dayOf(at, o.Zone).Equal(o.firstOfWeek(dayOf(at, o.Zone))) {
		at = o.After(at)
	}
	return at
}

// daily says whether what was due on one day is a reason on each working day yet.
func (p Pace) daily(due, day time.Time) bool {
	return p.Late == Daily && day.Before(due.AddDate(0, 0, fortnight))
}

// The paces that there are.
var (
	Promised = Pace{Before: true, OnDay: true, Late: Daily} // a client has the date, and it takes a while to make
	AtOnce   = Pace{OnDay: true, Late: Daily}               // it is overdue by the next morning
	Own      = Pace{OnDay: true, Late: Weekly}              // we owe it ourselves, and it takes a minute
	Change   = Pace{Before: true, Late: Weekly}             // something of ours changes by a date that no client has
	Once     = Pace{OnDay: true, Late: Never}               // its owner should know, and others have to act
)

// Thing is something that a person owes by a day: a promise to a client, a step of the
// checklist, a change, an answer to a client, or what another was asked to take over and has
// not answered. One of Promise, Step, Change, Asked, Request and Handover is set.
type Thing struct {
	Owner  string    // who sees to it; empty: nobody, and nobody hears of it
	Office           // the owner's
	Made   time.Time // since when it is owed
	Due    time.Time
	Pace   Pace
	Grace  time.Duration // how long after its time it is not late yet

	Client  string   // of a promise or a question, its id
	Promise int      // its number
	Step    string   // id of a step
	Change  int      // number of a change
	Asked   []string // what the client asked that nobody has answered, the oldest first

	Request  int // number of a text that waits for their word
	Handover int // number of what another was asked to take over
}

// same says whether another is the same, owed by the same person by the same time.
func (t Thing) same(o Thing) bool {
	return t.Owner == o.Owner && t.Due.Equal(o.Due) && t.Client == o.Client && t.Promise == o.Promise && t.Step == o.Step && t.Change == o.Change && slices.Equal(t.Asked, o.Asked) && t.Request == o.Request && t.Handover == o.Handover
}

// Gone are the people on whose list something stood that they do not owe any more, or not by
// that day, with the dates from which their newest list may be, the newest first. told is
// when each was last written to.
func Gone(before, after []Thing, told map[string]time.Time, now time.Time) map[string][]string {
	var people map[string][]string
	for _, was := range before {
		if slices.ContainsFunc(after, was.same) {
			continue
		}
		if people == nil {
			people = map[string][]string{}
		}
		people[was.Owner] = was.since(told[was.Owner], now)
	}
	return people
}

// Next is the first morning after some time on which the thing is a reason for the
// message; zero if there is none.
func (t Thing) Next(after time.Time) time.Time {
	if t.Owner == "" || t.Due.IsZero() {
		return time.Time{}
	}
	after = schedule.Later(after, t.Made)
	if t.Pace.Late == Never && after.After(t.Made) {
		return time.Time{}
	}
	due, day := dayOf(t.Due, t.Zone), dayOf(after, t.Zone)
	if before := t.workday(due, -1); day.Before(before) {
		day = before
	}
	for n := 0; ; n++ { // a week has a Monday
		if n == schedule.FarDay { // and a year a day on which somebody works
			t.Off = nil
		}
		if at := t.start(day); t.works(day) && t.on(day, due) && at.After(after) {
			return at
		}
		day = day.AddDate(0, 0, 1)
	}
}

// on says whether a working day is one on which what is due on another is a reason.
func (t Thing) on(day, due time.Time) bool {
	switch {
	case day.Before(due):
		return t.Pace.Before && day.Equal(t.workday(due, -1))
	case day.Equal(due):
		return t.Pace.OnDay
	case day.Equal(t.workday(due, 1)):
		return true
	}
	return t.Pace.daily(due, day) || day.Equal(t.firstOfWeek(day))
}

// firstOfWeek is the first working day of the week of a day: the Monday, if nobody is off.
func (o Office) firstOfWeek(day time.Time) time.Time {
	sunday := day.AddDate(0, 0, -int(day.Weekday()))
	if day.Weekday() == time.Sunday {
		sunday = sunday.AddDate(0, 0, -7)
	}
	return o.workday(sunday, 1)
}

// When is how something stands in the message of a morning.
type When int

// What is due later than in two working days does not stand there.
const (
	NotYet When = iota
	Overdue
	Today
	Ahead // by the end of the next working day
)

// Stands says how the thing stands in the message at some time.
func (t Thing) Stands(now time.Time) When {
	due, day := dayOf(t.Due, t.Zone), dayOf(now, t.Zone)
	switch {
	case t.Made.After(now):
		return NotYet
	case t.Pace.Late != Never && t.Due.Add(t.Grace).Before(now):
		return Overdue
	case !due.After(day):
		return Today
	case !due.After(t.workday(day, 1)):
		return Ahead
	}
	return NotYet
}
