package candor

import "time"

// PromiseKind says what a client was promised.
type PromiseKind string

const (
	UpdatePromise  PromiseKind = "update"  // the next update; exactly one is open per client of an open incident
	FinalPromise   PromiseKind = "final"   // word that it works again, after resolving
	CheckinPromise PromiseKind = "checkin" // word at the time that a text after the last word named
	ReviewPromise  PromiseKind = "review"  // the written review, at the date that the resolved text names
	MeetingPromise PromiseKind = "meeting" // the call at the first of the times that a text offered; not scored
	WrittenPromise PromiseKind = "written" // in writing what a client was told on the phone: ours to ourselves, so it is not scored
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
	N         int         `json:"n"` // counts per client; part of every reminder's key
	Kind      PromiseKind `json:"kind"`
	First     bool        `json:"first,omitempty"`   // the first notice
	Said      bool        `json:"said,omitempty"`    // the client knows the time
	SaidDue   time.Time   `json:"said_due,omitzero"` // the time that the client knows, where we owe it sooner: a confirmed loss; zero: DueAt
	Words     string      `json:"words,omitempty"`   // what was promised, in the words of whoever promised it; empty: news
	MadeAt    time.Time   `json:"made_at"`
	From      time.Time   `json:"from,omitzero"` // when its time began to count, where that was later: it waited for the client's hours
	DueAt     time.Time   `json:"due_at"`
	Rung      Rung        `json:"rung,omitempty"`      // the last rung of the ladder that was reached
	Nags      int         `json:"nags,omitempty"`      // reminders so far
	SnoozedTo time.Time   `json:"snoozed_to,omitzero"` // no reminder before this
	Showing   string      `json:"showing,omitempty"`   // key of the reminder that stands in the channel
	Direct    []string    `json:"direct,omitempty"`    // keys of the direct messages that were sent
	Asked     []string    `json:"asked,omitempty"`     // people whom the ladder asked about it
	Turn      string      `json:"turn,omitempty"`      // who of the escalation list was asked last
	Draft     *Update     `json:"draft,omitempty"`     // what the reminder proposes to send
	Event     *Event      `json:"event,omitempty"`     // what happened since, of which the client should hear at once; nil: nothing
	Ack       *Ack        `json:"ack,omitempty"`       // who takes care of it; nil: nobody said so
	Auto      int         `json:"auto,omitempty"`      // the update that Candor wrote by itself; -1: it decided not to; 0: not yet
	Outcome   Outcome     `json:"outcome,omitempty"`
	SettledAt time.Time   `json:"settled_at,omitzero"`
	Why       string      `json:"why,omitempty"`    // of a dropped one
	Update    int         `json:"update,omitempty"` // the update that settled it
	Partly    bool        `json:"partly,omitempty"` // that update was given up at a destination where it had to arrive
}

// Step is the time from the promise's making, or from when its time began to
// count, to its due time. The ladder is scaled by it, so that it works for 30
// seconds as for 4 hours.
func (p *Promise) Step() time.Duration { return p.DueAt.Sub(later(p.MadeAt, p.From)) }

// LateBy is how much later than promised the client heard; negative if earlier.
func (p *Promise) LateBy() time.Duration { return p.SettledAt.Sub(p.DueAt) }

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
func (p *Promise) settle(update int, at time.Time) {
	p.SettledAt, p.Draft, p.Update = at, nil, update
	if p.Outcome = Kept; at.After(p.DueAt) {
		p.Outcome = Late
	}
}

func (p *Promise) end(o Outcome, why string, now time.Time) {
	p.Outcome, p.Why, p.SettledAt, p.Draft = o, why, now, nil
}

// Rung is a step of the ladder that brings a promise to people:
//
//	Half       half of a first notice's deadline, or when something happened: in the channel
//	Soon       T − min(30m, step/6): in the channel, to who talks to the client, with the draft
//	Due        T: the same, and a direct message
//	TooLate    T + min(15m, step/6): the commander too; the draft owns the delay
//	Everybody  T + min(30m, step/3), and again every min(30m, step/3): everybody with a role and the next to escalate to
//
// Rungs above Everybody are its repetitions. T is the promised time, or that of
// an event before it.
type Rung int

const (
	Half Rung = iota + 1
	Soon
	Due
	TooLate
	Everybody
)

// once says whether the promise is brought up at its time and not again.
func (p *Promise) once() bool { return oneOf(p.Kind, ReviewPromise, WrittenPromise, MeetingPromise) }

// at returns when the promise reaches the rung; zero if its ladder has no such rung.
func (p *Promise) at(r Rung) time.Time {
	step, due := p.clock()
	if p.Kind == MeetingPromise && r == Soon {
		return p.DueAt.Add(-callAhead)
	}
	if p.once() {
		if r == Due {
			return p.DueAt
		}
		return time.Time{}
	}
	switch {
	case r == Half && p.Event != nil: // at once
		return later(p.Event.At, p.Event.DueAt.Add(-tellWithin))
	case r == Half && p.First:
		return due.Add(-step / 2)
	case r == Half, r == Soon && p.hurried():
		return time.Time{}
	case r == Soon:
		return due.Add(-min(30*time.Minute, step/6))
	case r == Due:
		return due
	case r == TooLate:
		return due.Add(min(15*time.Minute, step/6))
	}
	return due.Add(time.Duration(r-Everybody+1) * again(step))
}

// again is how often everybody is reminded once more.
func again(step time.Duration) time.Duration {
	return max(min(30*time.Minute, step/3), time.Second)
}

// reached returns the highest rung that the promise has reached at now, above
// the last one; 0 if there is none. After a downtime the rungs between are
// skipped: one message per promise, never one per missed tick.
func (p *Promise) reached(now time.Time) Rung {
	if p.Outcome != Pending || now.Before(p.SnoozedTo) {
		return 0
	}
	top := Everybody
	if step, due := p.clock(); !p.once() && now.After(due) {
		top += Rung(now.Sub(due) / again(step))
	}
	for r := top; r > p.Rung; r-- {
		if at := p.at(r); !at.IsZero() && !at.After(now) {
			return r
		}
	}
	return 0
}

// nextRung returns when the next rung is reached; zero if there is none.
func (p *Promise) nextRung() time.Time {
	if p.Outcome != Pending {
		return time.Time{}
	}
	for r := p.Rung + 1; r <= max(Everybody, p.Rung+1); r++ {
		if at := p.at(r); !at.IsZero() {
			return later(at, p.SnoozedTo)
		}
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// earlier returns the earlier one of two times; a zero time is the earliest.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// NextReminder returns when somebody is next reminded of the client; zero if
// nobody has to be.
func (inc *Incident) NextReminder(aff *Affected) time.Time {
	var first time.Time
	for i := range aff.Promises {
		first = sooner(first, inc.remindAt(aff, &aff.Promises[i]))
	}
	return first
}

// remindAt returns when somebody is next reminded of a promise; zero if never.
func (inc *Incident) remindAt(aff *Affected, p *Promise) time.Time {
	at := p.nextRung()
	if at.IsZero() {
		return at
	}
	if aff.Out > 0 { // an update is on its way: wait until T, then say that it is stuck
		at = later(at, p.Urgent())
	}
	if p.Kind != ReviewPromise && inc.sleeps(aff, at) {
		at = aff.Client.NextOpening(at)
	}
	return at
}

// Snooze moves the next reminder, never the promise, and never past its time.
func (p *Promise) Snooze(d time.Duration, now time.Time) error {
	switch {
	case d <= 0:
		return Errorf(Invalid, "Snooze takes a duration, for example: snooze 5m. Nothing was changed.")
	case !now.Before(p.Urgent()) && p.hurried():
		return Errorf(Conflict, "Nothing was snoozed: something happened of which the client should know by now. Write an update, or call them and record it with told.")
	case !now.Before(p.Urgent()):
		return Errorf(Conflict, "Nothing was snoozed: the client was promised news by now. Press “Yes, I'm on it: send”, or move the promise with next 30m, which tells the client.")
	}
	p.SnoozedTo = now.Add(d)
	if p.SnoozedTo.After(p.Urgent()) {
		p.SnoozedTo = p.Urgent()
	}
	if (p.Rung == Soon || p.Rung == Half && p.hurried()) && p.SnoozedTo.Before(p.Urgent()) {
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

// promise makes a new promise to the client.
func (aff *Affected) promise(kind PromiseKind, due, now time.Time) *Promise {
	aff.Promises = append(aff.Promises, Promise{N: len(aff.Promises) + 1, Kind: kind, MadeAt: now, DueAt: due})
	if kind == UpdatePromise {
		aff.NoPromise = ""
	}
	return &aff.Promises[len(aff.Promises)-1]
}

// Score counts the promises that were kept, with the text in every place where
// it has to be, and those that were settled at all.
func (aff *Affected) Score() (kept, settled int) {
	for _, p := range aff.Promises {
		if oneOf(p.Kind, WrittenPromise, MeetingPromise) || p.Outcome != Kept && p.Outcome != Late {
			continue
		}
		settled++
		if p.Outcome == Kept && aff.complete(&p) {
			kept++
		}
	}
	return kept, settled
}

// nearMiss is the written reason why nothing is owed at severity 4.
const nearMiss = "near miss: nobody outside noticed"

// promiseFirst owes the client its first notice.
func (inc *Incident) promiseFirst(aff *Affected, now time.Time) {
	due := inc.firstDue(&aff.Client, now)
	if due.IsZero() {
		aff.NoPromise = nearMiss
		return
	}
	p := aff.promise(UpdatePromise, due, now)
	p.First = true
	p.counts(aff.Client.RhythmOf(inc.Severity).First)
}

// counts notes when the time of a promise begins to count, if that is after it
// was made.
func (p *Promise) counts(d time.Duration) {
	p.From = time.Time{}
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
		inc.promiseFirst(aff, now)
	case p == nil || !p.First:
		return
	case first <= 0:
		p.end(Dropped, nearMiss, now)
		aff.NoPromise = nearMiss
	default: // at least a third of the deadline is left to write it
		sooner := later(inc.firstDue(&aff.Client, p.MadeAt), now.Add(first/3))
		if sooner.Before(p.DueAt) {
			p.DueAt = sooner
			p.counts(first)
		}
	}
}
