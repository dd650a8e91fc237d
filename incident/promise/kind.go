package promise

import (
	"slices"
	"time"

	"candor/incident/morning"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/update"
)

// Kind says what a client was promised, or what we owe it without having said so.
type Kind string

const (
	Update    Kind = "update"      // the next update; exactly one is open per client of an open incident
	Final     Kind = "final"       // word that it works again, after resolving
	Afterword Kind = "checkin"     // news at the time that a text after the final message named
	Review    Kind = "review"      // the written review, at the date that the final message names
	Meeting   Kind = "meeting"     // a call: at one of the times that a text offered
	Written   Kind = "written"     // in writing what a client was told on the phone
	Checkin24 Kind = "checkin_24h" // a day later: does it all work?
	Checkin7  Kind = "checkin_7d"  // a week later: what is done, what is open
	Checkin30 Kind = "checkin_30d" // a month later: what we promised to change, and how they see it
	Measure   Kind = "measure"     // something that we said we would change, by a date
	Made      Kind = "made"        // word that it is made
	Answer    Kind = "answer"      // where the hard questions stand that nobody could answer on a call
)

// Figure says in which of the scores a promise is counted. Events, of which a
// client hears within minutes, are a third one: they are no promises.
type Figure int

const (
	ToClient Figure = iota + 1 // the client was given the time, or its profile gives it
	OurOwn                     // a deadline that we gave ourselves
)

// Close is what closing an incident does with a promise that is not due yet.
type Close int

const (
	Keeps Close = iota + 1 // the incident is closed, the promise and its reminders go on
	Stops                  // the incident cannot be closed while it is owed
)

// Row is what is true of every promise of a kind.
type Row struct {
	Kind  Kind
	Rings bool          // its ladder stands alone, runs at any hour and rings phones; otherwise working hours only, and no phone
	Until time.Duration // of one that rings: how long after its time; then it is owed in days, and rings nobody

	Morning morning.Pace // of what is owed in days: when it is a reason for its owner's message of the morning
	Hour    bool         // and it stands alone, too, an hour before its time

	Owner playbook.Role // who is asked first; once it is two mornings late whoever is in charge, then in turn all others with a role or of escalate_to, one a day
	Draft string        // the kind of update that keeps it and that its reminder opens; empty: whatever brings news
	Score Figure        // how it is counted
	Close Close         // what closing does with it

	Grace        time.Duration // how long after its time it still counts as kept: a check-in is asked for at its time
	EndsOnReopen bool          // it spoke of something that works, which is down again
}

// thatDay is from 09:30, when a client is asked how it goes, to the end of a working day.
const thatDay = 17*time.Hour - schedule.MorningHour

// aDay is how long phones ring for a client who waits while it does not work: through one
// night. Whoever has not answered until then is not woken in the second.
const aDay = 24 * time.Hour

// Table has a row for each kind, in the order in which a client meets them.
var Table = []Row{
	{Kind: Update, Rings: true, Until: aDay, Morning: morning.AtOnce, Owner: playbook.Comms, Score: ToClient, Close: Stops},
	{Kind: Meeting, Rings: true, Until: longUnanswered, Morning: morning.AtOnce, Owner: playbook.Comms, Draft: update.MeetingInvite, Score: ToClient, Close: Keeps},
	{Kind: Written, Morning: morning.AtOnce, Hour: true, Owner: playbook.Comms, Score: OurOwn, Close: Keeps},
	{Kind: Final, Rings: true, Until: longUnanswered, Morning: morning.AtOnce, Owner: playbook.Comms, Draft: update.ResolvedUpdate, Score: ToClient, Close: Stops, EndsOnReopen: true},
	{Kind: Afterword, Rings: true, Until: longUnanswered, Morning: morning.AtOnce, Owner: playbook.Comms, Score: ToClient, Close: Stops, EndsOnReopen: true},
	{Kind: Checkin24, Morning: morning.Own, Owner: playbook.Account, Draft: update.Checkin24h, Score: OurOwn, Close: Keeps, Grace: thatDay, EndsOnReopen: true},
	{Kind: Review, Morning: morning.Promised, Hour: true, Owner: playbook.Account, Draft: update.PostmortemCover, Score: ToClient, Close: Keeps},
	{Kind: Checkin7, Morning: morning.Own, Owner: playbook.Account, Draft: update.Checkin7d, Score: OurOwn, Close: Keeps, Grace: thatDay, EndsOnReopen: true},
	{Kind: Checkin30, Morning: morning.Own, Owner: playbook.Account, Draft: update.Checkin30d, Score: OurOwn, Close: Keeps, Grace: thatDay, EndsOnReopen: true},
	{Kind: Answer, Morning: morning.Promised, Hour: true, Owner: playbook.Comms, Score: ToClient, Close: Keeps},
	{Kind: Measure, Morning: morning.Promised, Hour: true, Owner: playbook.Account, Draft: update.Rebuild, Score: ToClient, Close: Keeps},
	{Kind: Made, Morning: morning.Own, Owner: playbook.Account, Draft: update.Rebuild, Score: OurOwn, Close: Keeps},
}

// Of returns the row of a kind. One that nobody knows is treated with the most care:
// it stops the closing of its incident, and rings nobody.
func Of(k Kind) Row {
	if i := slices.IndexFunc(Table, func(r Row) bool { return r.Kind == k }); i >= 0 {
		return Table[i]
	}
	return Row{Kind: k, Morning: morning.Promised, Owner: playbook.Commander, Close: Stops}
}

// Rings says whether a promise of the kind may wake people.
func (k Kind) Rings() bool { return Of(k).Rings }

// NewestAsk is the question how it goes that fits now, in place of one that is due: whom
// nobody asked after a day is asked after the week, once that has passed, too. pending is
// what they are owed, the earliest first; any other kind of text stays as it is.
func NewestAsk(kind string, pending []*Promise, now time.Time) string {
	for _, p := range pending {
		if k := Of(p.Kind).Draft; update.KindOf(kind).Asks && update.KindOf(k).Asks && !p.DueAt.After(now) {
			kind = k
		}
	}
	return kind
}
