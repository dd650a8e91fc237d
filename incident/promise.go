package incident

import (
	"cmp"
	"encoding/json"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// PromiseKind says what a client was promised; package promise says what is true
// of each kind.
type PromiseKind = promise.Kind

const (
	UpdatePromise  = promise.Update
	FinalPromise   = promise.Final
	CheckinPromise = promise.Afterword
	ReviewPromise  = promise.Review
	MeetingPromise = promise.Meeting
	WrittenPromise = promise.Written

	Checkin24Promise = promise.Checkin24
	Checkin7Promise  = promise.Checkin7
	MeasurePromise   = promise.Measure
	AnswerPromise    = promise.Answer
)

// Outcome is how a promise ended.
type Outcome string

const (
	Pending Outcome = ""        // still owed
	Kept    Outcome = "kept"    // the client heard in time
	Late    Outcome = "late"    // the client heard, but later
	Dropped Outcome = "dropped" // nothing is owed any more; Why says why
	Moved   Outcome = "moved"   // another promise took its place
)

// Promise is the time by which a client expects to hear from us.
type Promise struct {
	N         int            `json:"n"` // counts per client; part of every reminder's key
	Kind      PromiseKind    `json:"kind"`
	First     bool           `json:"first,omitempty"`   // the first notice
	Said      bool           `json:"said,omitempty"`    // the client knows the time
	SaidDue   time.Time      `json:"said_due,omitzero"` // the time that the client knows, where we owe it sooner: a confirmed loss; zero: DueAt
	Morning   bool           `json:"morning,omitempty"` // a call, since nobody answered at night
	Wished    bool           `json:"wished,omitempty"`  // the client asked for it: of a call
	Words     string         `json:"words,omitempty"`   // what was promised, in the words of whoever promised it; empty: news
	MadeAt    time.Time      `json:"made_at"`
	From      time.Time      `json:"from,omitzero"` // when its time began to count, where that was later: it waited for the client's hours
	DueAt     time.Time      `json:"due_at"`
	Usual     time.Duration  `json:"usual,omitempty"`     // how far apart such promises to the client were when it was made; 0: made before that was kept
	Zone      string         `json:"zone,omitempty"`      // in which its owner works when it was made; empty: UTC, or made before that was kept
	Rung      outbox.Rung    `json:"rung,omitempty"`      // the last rung of the ladder that was reached
	Repeat    int            `json:"repeat,omitempty"`    // how often everybody was reminded once more
	LastAt    time.Time      `json:"last_at,omitzero"`    // when everybody was reminded last
	AskedAll  bool           `json:"asked_all,omitempty"` // nobody answered, and the whole list was asked
	Anew      int            `json:"anew,omitempty"`      // how often its ladder began again
	Nags      int            `json:"nags,omitempty"`      // reminders so far
	SnoozedTo time.Time      `json:"snoozed_to,omitzero"` // no reminder before this
	Showing   string         `json:"showing,omitempty"`   // key of the reminder that stands in the channel
	Direct    []string       `json:"direct,omitempty"`    // keys of the direct messages that were sent
	Asked     []string       `json:"asked,omitempty"`     // people whom the ladder asked about it
	Turn      string         `json:"turn,omitempty"`      // who of the escalation list was asked last
	Draft     *update.Update `json:"draft,omitempty"`     // what the reminder proposes to send
	Event     *Event         `json:"event,omitempty"`     // what happened since, of which the client should hear at once; nil: nothing
	Ack       *Ack           `json:"ack,omitempty"`       // who takes care of it; nil: nobody said so
	Auto      int            `json:"auto,omitempty"`      // the update that Candor wrote by itself; -1: it decided not to; 0: not yet
	Outcome   Outcome        `json:"outcome,omitempty"`
	SettledAt time.Time      `json:"settled_at,omitzero"`
	Why       string         `json:"why,omitempty"`    // of a dropped one
	Update    int            `json:"update,omitempty"` // the update that settled it
	Again     int            `json:"again,omitempty"`  // of one that was moved: the promise with the new time
	Partly    bool           `json:"partly,omitempty"` // that update was given up at a destination where it had to arrive
}

// Step is the time from the promise's making, or from when its time began to
// count, to its due time, and never less than [Promise.Floor]. The ladder is
// scaled by it, so that it works for 30 seconds as for 4 hours.
func (p *Promise) Step() time.Duration {
	return max(p.DueAt.Sub(schedule.Later(p.MadeAt, p.From)), p.Floor())
}

// shortStep is the least step of a client that does not usually hear more often.
const shortStep = 5 * time.Minute

// Floor is the least step, however short before its time a promise was made: a
// text arrived late, a person chose a time close by, an old text turned up.
// Scaled by those seconds, the ladder would be a storm.
func (p *Promise) Floor() time.Duration {
	if p.Usual <= 0 {
		return shortStep
	}
	return max(p.Usual/4, min(shortStep, p.Usual))
}

// LateBy is how much later the client heard than it should have, by the promise
// or by an event before that; negative if earlier.
func (p *Promise) LateBy() time.Duration {
	by := p.SettledAt.Sub(p.Urgent())
	if by > 0 && by <= promise.Of(p.Kind).Grace {
		return 0
	}
	return by
}

// Overdue says whether its time has passed, and what grace its kind has.
func (p *Promise) Overdue(now time.Time) bool {
	return now.After(p.DueAt.Add(promise.Of(p.Kind).Grace))
}

// stillFor says whether something was promised in words for a time that is
// still to come: an update before then does not bring it yet.
func (p *Promise) stillFor(now time.Time) bool {
	return p.standsAt(now) && p.Words != ""
}

// standsAt says whether the client knows the time and it is still to come: a
// call before it is brought up does not move it.
func (p *Promise) standsAt(now time.Time) bool {
	return p != nil && p.Said && now.Before(p.DueAt.Add(-min(30*time.Minute, p.Step()/6)))
}

// Settle ends the promise because the client heard at that time.
func (p *Promise) Settle(update int, at time.Time) {
	p.SettledAt, p.Draft, p.Update = at, nil, update
	if p.Outcome = Kept; p.Overdue(at) {
		p.Outcome = Late
	}
}

// End settles a promise. Why may be empty.
func (p *Promise) End(o Outcome, why string, now time.Time) {
	p.Outcome, p.Why, p.SettledAt, p.Draft = o, why, now, nil
}

// UnmarshalJSON reads a promise. One that was kept before repetitions had a
// count and a time has a rung above [outbox.Everybody]: each stood for a repetition, at
// its place on a grid.
func (p *Promise) UnmarshalJSON(text []byte) error {
	type plain Promise
	if err := json.Unmarshal(text, (*plain)(p)); err != nil || p.Rung <= outbox.Everybody {
		return err
	}
	step, due := p.DueAt.Sub(schedule.Later(p.MadeAt, p.From)), p.DueAt
	if p.Hurried() {
		step, due = p.Clock()
	}
	p.Rung, p.Repeat = outbox.Everybody, int(p.Rung-outbox.Everybody)
	p.LastAt = due.Add(time.Duration(p.Repeat+1) * Again(step))
	return nil
}

// Slot is the number of what was said last in the keys of deliveries.
func (p *Promise) Slot() int { return int(p.Rung) + p.Repeat }

// Climbed notes that the people of a rung are told.
func (p *Promise) Climbed(r outbox.Rung, now time.Time) {
	if r == outbox.Everybody {
		if p.Rung == outbox.Everybody {
			p.Repeat++
		}
		p.LastAt = now
	}
	p.Rung = r
	p.Nags++
}

// Restart lets the ladder begin again, at another time.
func (p *Promise) Restart() {
	p.Rung, p.Repeat, p.LastAt, p.AskedAll = 0, 0, time.Time{}, false
	p.Anew++
}

// Rings says whether the promise may wake people: its ladder runs at any hour.
func (p *Promise) Rings() bool { return p.Kind.Rings() }

// Once says whether the promise was brought up at its time by a program that did
// so once: a call of some day in the past rings nobody now.
func (p *Promise) Once() bool {
	return p.Kind == MeetingPromise && p.Zone == "" && p.Rung >= outbox.Due
}

// zone is that of whoever owns the promise.
func (p *Promise) zone() *time.Location { return (&client.Client{TimeZone: p.Zone}).Zone() }

// at returns when the promise reaches the rung; zero if its ladder has no such rung.
func (p *Promise) at(r outbox.Rung) time.Time {
	if !p.Rings() {
		return p.sinceMade(promise.CalmRung(int(r), p.DueAt, p.zone()))
	}
	step, due := p.Clock()
	if p.Kind == MeetingPromise && r == outbox.Soon {
		return p.sinceMade(p.DueAt.Add(-callAhead))
	}
	switch {
	case r == outbox.Half && p.Event != nil: // at once
		return schedule.Later(p.Event.At, p.Event.DueAt.Add(-TellWithin))
	case r == outbox.Half && p.First:
		return p.sinceMade(due.Add(-step / 2))
	case r == outbox.Half, r == outbox.Soon && p.Hurried():
		return time.Time{}
	case r == outbox.Soon:
		return p.sinceMade(due.Add(-min(30*time.Minute, step/6)))
	case r == outbox.Due:
		return due
	case r == outbox.TooLate:
		return due.Add(min(15*time.Minute, step/6))
	}
	return due.Add(Again(step))
}

// sinceMade is the time of a rung; zero if the promise was not made by then.
// Whoever has just told a client need not be reminded that it hears again.
func (p *Promise) sinceMade(at time.Time) time.Time {
	if !at.After(p.MadeAt) {
		return time.Time{}
	}
	return at
}

// Again is how often everybody is reminded once more in the first hour.
func Again(step time.Duration) time.Duration {
	return max(min(30*time.Minute, step/3), time.Second)
}

// Who has not answered in an hour is not there: from then on everybody is
// reminded less often, and once more people are asked, see nobodyAnswers.
const (
	unanswered     = time.Hour
	longUnanswered = 4 * time.Hour
)

// pause is how long after a reminder of everybody at some time the next follows.
func (p *Promise) pause(at time.Time) time.Duration {
	step, due := p.Clock()
	switch late := at.Sub(due); {
	case late >= longUnanswered:
		return time.Hour
	case late >= unanswered:
		return 30 * time.Minute
	}
	return Again(step)
}

// NobodyAnswers says whether the whole list is to be asked, which is done once:
// everybody was reminded before, and the client has waited for an hour.
func (p *Promise) NobodyAnswers(now time.Time) bool {
	return p.Rings() && p.Rung == outbox.Everybody && !p.AskedAll && !now.Before(p.Urgent().Add(unanswered))
}

// Comes returns when a rung is reached that was not yet, or everybody is
// reminded once more; zero if that never comes.
func (p *Promise) Comes(r outbox.Rung) time.Time {
	switch {
	case p.Once():
		return time.Time{}
	case r == outbox.Everybody && p.Rung == outbox.Everybody && !p.Rings():
		return promise.NextMorning(schedule.Later(p.LastAt, p.at(outbox.Everybody)), p.zone())
	case r == outbox.Everybody && p.Rung == outbox.Everybody:
		last := schedule.Later(p.LastAt, p.at(outbox.Everybody))
		return last.Add(p.pause(last))
	case r <= p.Rung:
		return time.Time{}
	}
	return p.at(r)
}

// Reached returns the highest rung that the promise has reached at now and of
// which nobody was told; 0 if there is none. After a downtime the rungs between
// are skipped: one message per promise, never one per missed tick.
func (p *Promise) Reached(now time.Time) outbox.Rung {
	if p.Outcome != Pending || now.Before(p.SnoozedTo) {
		return 0
	}
	for r := outbox.Everybody; r > 0; r-- {
		if at := p.Comes(r); !at.IsZero() && !at.After(now) {
			return r
		}
	}
	return 0
}

// NextRung returns when the next rung is reached; zero if there is none.
func (p *Promise) NextRung() time.Time {
	if p.Outcome != Pending {
		return time.Time{}
	}
	for r := outbox.Half; r <= outbox.Everybody; r++ {
		if at := p.Comes(r); !at.IsZero() {
			return schedule.Later(at, p.SnoozedTo)
		}
	}
	return time.Time{}
}

// NextReminder returns when somebody is next reminded of the client; zero if
// nobody has to be.
func (inc *Incident) NextReminder(aff *Affected) time.Time {
	var first time.Time
	for i := range aff.Promises {
		first = schedule.Sooner(first, inc.RemindAt(aff, &aff.Promises[i]))
	}
	return first
}

// RemindAt returns when somebody is next reminded of a promise; zero if never.
func (inc *Incident) RemindAt(aff *Affected, p *Promise) time.Time {
	at := p.NextRung()
	if at.IsZero() || !p.Rings() { // that keeps to our own hours
		return at
	}
	if aff.Out > 0 { // an update is on its way: wait until T, then say that it is stuck
		at = schedule.Later(at, p.Urgent())
	}
	if inc.Sleeps(aff, at) {
		at = aff.Client.NextOpening(at)
	}
	return at
}

// Snooze moves the next reminder, never the promise, and never past its time.
func (p *Promise) Snooze(d time.Duration, now time.Time) error {
	switch {
	case d <= 0:
		return fault.Errorf(fault.Invalid, "Snooze takes a duration, for example: snooze 5m. Nothing was changed.")
	case !now.Before(p.Urgent()) && p.Hurried():
		return fault.Errorf(fault.Conflict, "Nothing was snoozed: something happened of which the client should know by now. Write an update, or call them and record it with told.")
	case !now.Before(p.Urgent()):
		return fault.Errorf(fault.Conflict, "Nothing was snoozed: the client was promised news by now. Press “Yes, I'm on it: send”, or move the promise with next 30m, which tells the client.")
	}
	p.SnoozedTo = now.Add(d)
	if p.SnoozedTo.After(p.Urgent()) {
		p.SnoozedTo = p.Urgent()
	}
	if (p.Rung == outbox.Soon || p.Rung == outbox.Half && p.Hurried()) && p.SnoozedTo.Before(p.Urgent()) {
		p.Rung-- // said again after the snooze
	}
	return nil
}

// Owed returns the client's open promise of a kind, nil if there is none.
func (aff *Affected) Owed(kind PromiseKind) *Promise {
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Kind == kind && p.Outcome == Pending {
			return p
		}
	}
	return nil
}

// Next returns the promise that a client's text settles next: the update, or
// after resolving the final notice, or what a text after that promised; nil if
// none is owed.
func (aff *Affected) Next() *Promise {
	for _, kind := range []PromiseKind{UpdatePromise, FinalPromise, CheckinPromise} {
		if p := aff.Owed(kind); p != nil {
			return p
		}
	}
	return nil
}

// OwesLastWord says whether a client still expects word that it works again.
func (inc *Incident) OwesLastWord() bool {
	for i := range inc.Clients {
		if inc.Clients[i].Owed(FinalPromise) != nil {
			return true
		}
	}
	return false
}

// Last returns the newest promise, nil if none was ever made.
func (aff *Affected) Last() *Promise {
	if len(aff.Promises) == 0 {
		return nil
	}
	return &aff.Promises[len(aff.Promises)-1]
}

// Promise makes a new promise to the client, whose ladder is scaled by no less
// than what is usual now.
func (inc *Incident) Promise(aff *Affected, kind PromiseKind, due, now time.Time) *Promise {
	p := aff.promise(kind, due, now)
	p.Zone = inc.zoneOf(aff, inc.Holder(promise.Of(kind).Owner))
	if p.Usual = inc.cadence(aff, update.Holding).Gap(now, aff.Client.Zone()); kind == FinalPromise {
		p.Usual = aff.Client.RhythmOf(min(inc.Severity, client.Small)).Final
	}
	return p
}

// zoneOf is the zone of a person's clock; the client's where we do not know it.
func (inc *Incident) zoneOf(aff *Affected, user string) string {
	return cmp.Or(inc.Zones[user], aff.Client.TimeZone, "UTC")
}

func (aff *Affected) promise(kind PromiseKind, due, now time.Time) *Promise {
	aff.Promises = append(aff.Promises, Promise{N: len(aff.Promises) + 1, Kind: kind, MadeAt: now, DueAt: due})
	if kind == UpdatePromise {
		aff.NoPromise = ""
	}
	return &aff.Promises[len(aff.Promises)-1]
}

// nearMiss is the written reason why nothing is owed at severity 4.
const nearMiss = "near miss: nobody outside noticed"

// PromiseFirst owes the client its first notice.
func (inc *Incident) PromiseFirst(aff *Affected, now time.Time) {
	due := inc.FirstDue(&aff.Client, now)
	if due.IsZero() {
		aff.NoPromise = nearMiss
		return
	}
	p := inc.Promise(aff, UpdatePromise, due, now)
	p.First = true
	p.counts(aff.Client.RhythmOf(inc.Severity).First)
}

// counts notes how long a promise counts, and when it begins to, if that is
// after it was made.
func (p *Promise) counts(d time.Duration) {
	p.From, p.Usual = time.Time{}, d
	if from := p.DueAt.Add(-d); from.After(p.MadeAt) {
		p.From = from
	}
}

// reweigh follows a change of severity: an unsent first notice takes the
// earlier of the two deadlines, a near miss owes nothing unless it was told.
func (inc *Incident) reweigh(aff *Affected, now time.Time) {
	p := aff.Owed(UpdatePromise)
	switch first := aff.Client.RhythmOf(inc.Severity).First; {
	case p == nil && aff.NoPromise == nearMiss && first > 0:
		inc.PromiseFirst(aff, now)
	case p == nil || !p.First:
		return
	case first <= 0:
		p.End(Dropped, nearMiss, now)
		aff.NoPromise = nearMiss
	default: // at least a third of the deadline is left to write it
		sooner := schedule.Later(inc.FirstDue(&aff.Client, p.MadeAt), now.Add(first/3))
		if sooner.Before(p.DueAt) {
			p.DueAt = sooner
			p.counts(first)
		}
	}
}

// DueTogether lists the clients who are owed news first, at the same time; the
// first client, if nobody is owed any.
func (inc *Incident) DueTogether() (clients []string) {
	var due time.Time
	for i := range inc.Clients {
		if p := inc.Clients[i].Next(); p != nil {
			due = schedule.Sooner(due, p.DueAt)
		}
	}
	for i := range inc.Clients {
		if p := inc.Clients[i].Next(); p != nil && p.DueAt.Equal(due) {
			clients = append(clients, inc.Clients[i].Client.ID)
		}
	}
	if len(clients) == 0 {
		clients = []string{inc.Clients[0].Client.ID}
	}
	return clients
}
