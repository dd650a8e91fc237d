package promise

import (
	"encoding/json"
	"slices"
	"time"

	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/update"
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

// Ack is a person's word that they take care of a promise.
type Ack struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Promise is the time by which a client expects to hear from us.
type Promise struct {
	N         int            `json:"n"` // counts per client; part of every reminder's key
	Kind      Kind           `json:"kind"`
	First     bool           `json:"first,omitempty"`   // the first notice
	Said      bool           `json:"said,omitempty"`    // the client knows the time
	SaidDue   time.Time      `json:"said_due,omitzero"` // the time that the client knows, where we owe it sooner: a confirmed loss; zero: DueAt
	Knew      time.Time      `json:"knew,omitzero"`     // of a final message: when they expected news as it was resolved, which we owe sooner
	Open      bool           `json:"open,omitempty"`    // by then they hear of what was open as it was made: news after the last word
	Morning   bool           `json:"morning,omitempty"` // a call, since nobody answered at night
	Owned     bool           `json:"owned,omitempty"`   // a text has told them that it was missed: of a call
	Agreed    bool           `json:"agreed,omitempty"`  // the client chose the time: of a call
	Wished    bool           `json:"wished,omitempty"`  // the client asked for it: of a call
	Works     bool           `json:"works,omitempty"`   // it works, as the client knew when it was made: of the next update
	Offered   bool           `json:"offered,omitempty"` // they were asked whether the time suits them, and have not said: of a call
	Words     string         `json:"words,omitempty"`   // what was promised, in the words of whoever promised it; empty: news
	For       time.Time      `json:"for,omitzero"`      // when what was promised in words is due, where news is due before that; zero: DueAt
	By        string         `json:"by,omitempty"`      // who promised it; empty: nobody by name, or promised before that was kept
	Later     []Worded       `json:"later,omitempty"`   // what else was promised in words, by its time
	MadeAt    time.Time      `json:"made_at"`
	From      time.Time      `json:"from,omitzero"` // when its time began to count, where that was later: it waited for the client's hours
	DueAt     time.Time      `json:"due_at"`
	Usual     time.Duration  `json:"usual,omitempty"`     // how far apart such promises to the client were when it was made; 0: made before that was kept
	Zone      string         `json:"zone,omitempty"`      // in which its owner works when it was made; empty: UTC, or made before that was kept
	Off       []string       `json:"off,omitempty"`       // the company's holidays around its time
	Rung      outbox.Rung    `json:"rung,omitempty"`      // the last rung of the ladder that was reached
	Repeat    int            `json:"repeat,omitempty"`    // how often everybody was reminded once more
	LastAt    time.Time      `json:"last_at,omitzero"`    // when everybody was reminded last
	AskedAll  bool           `json:"asked_all,omitempty"` // nobody answered, and the whole list was asked
	Anew      int            `json:"anew,omitempty"`      // how often its ladder began again
	Guarded   bool           `json:"guarded,omitempty"`   // whoever keeps it sleeps, and somebody was rung before its time
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

// LateBy is how much later the client heard than it should have, by the promise
// or by an event before that; negative if earlier.
func (p *Promise) LateBy() time.Duration {
	by := Past(p.SettledAt, p.Urgent())
	if by > 0 && InTime(p.SettledAt, p.Urgent().Add(Of(p.Kind).Grace)) {
		return 0
	}
	return by
}

// InTime says whether what happened at one time kept what was due at another: to the minute, in
// which people read times. It is the one judge of that, for every screen, figure and export.
func InTime(at, due time.Time) bool { return !at.Truncate(time.Minute).After(due) }

// Past is how long after what was due something is, to the minute in which people read both times:
// at 14:21 what was due at 14:00 is 21 minutes late, also in its last second. Less than a minute is
// counted in seconds, and what is not due yet is negative.
func Past(at, due time.Time) time.Duration {
	if late := at.Sub(due); late < time.Minute {
		return late
	}
	return at.Truncate(time.Minute).Sub(due)
}

// Overdue says whether its time has passed, and what grace its kind has.
func (p *Promise) Overdue(now time.Time) bool {
	return now.After(p.DueAt.Add(Of(p.Kind).Grace))
}

// StillFor is when something is due that was promised in words, and that an update
// before then does not bring yet; zero if nothing is.
func (p *Promise) StillFor(now time.Time) time.Time {
	for _, w := range p.Worded(now) {
		return w.At
	}
	return time.Time{}
}

// StandsAt says whether the client knows the time and it is still to come: a
// call before it is brought up does not move it.
func (p *Promise) StandsAt(now time.Time) bool {
	return p != nil && p.Said && now.Before(p.DueAt.Add(-min(30*time.Minute, p.Step()/6)))
}

// Settle ends the promise because the client heard at that time.
func (p *Promise) Settle(update int, at time.Time) {
	p.SettledAt, p.Draft, p.Update = at, nil, update
	if p.Outcome = Kept; !InTime(at, p.DueAt.Add(Of(p.Kind).Grace)) {
		p.Outcome = Late
	}
}

// End settles a promise. Why may be empty.
func (p *Promise) End(o Outcome, why string, now time.Time) {
	p.Outcome, p.Why, p.SettledAt, p.Draft = o, why, now, nil
}

// MovedTo ends the promise because a text told the client a new date, for which promise n
// stands.
func (p *Promise) MovedTo(n, update int, at time.Time) {
	p.End(Moved, "told a new date", at)
	p.Update, p.Again = update, n
}

// Counts notes how long a promise counts, and when it begins to, if that is
// after it was made.
func (p *Promise) Counts(d time.Duration) {
	p.From, p.Usual = time.Time{}, d
	if from := p.DueAt.Add(-d); from.After(p.MadeAt) {
		p.From = from
	}
}

// Unsettled says whether nobody has agreed on the time of a call yet: they asked for it, or were
// asked whether it suits them.
func (p *Promise) Unsettled() bool { return (p.Wished || p.Offered) && !p.Agreed }

// Expected says whether the client knows its time. What we owe sooner than that, or without
// having said so, they do not expect.
func (p *Promise) Expected() bool { return p.Said && p.SaidDue.IsZero() }

// Meets says whether a call is the one that was promised: from shortly before its time on, or
// at any time where they were told none.
func (p *Promise) Meets(at time.Time) bool {
	return p.Morning || p.Wished || !at.Before(p.DueAt.Add(-CallAhead))
}

// KnownFor says whether the client was told that time.
func (p *Promise) KnownFor(at time.Time) bool { return p != nil && p.Said && p.Known().DueAt.Equal(at) }

// LateFor returns the promised time that a text must own: the client knows it
// and it has passed by enough to matter. Zero otherwise.
func (p *Promise) LateFor(now time.Time) time.Time {
	known := p.Known()
	if !p.Said && !p.Knew.IsZero() {
		known = &Promise{Said: true, DueAt: p.Knew, MadeAt: p.MadeAt, Usual: p.Usual}
	}
	if !known.Said || InTime(now, known.DueAt) || now.Before(known.DueAt.Add(min(15*time.Minute, known.Step()/6))) {
		return time.Time{}
	}
	return known.DueAt
}

// Known is the promise as the client knows it, which may be due later than we
// owe it.
func (p *Promise) Known() *Promise {
	if p.SaidDue.IsZero() {
		return p
	}
	known := *p
	known.DueAt, known.SaidDue = p.SaidDue, time.Time{}
	return &known
}

// Move lets a promised call begin again at another time.
func (p *Promise) Move(at time.Time) {
	p.DueAt, p.Morning, p.Wished, p.Owned, p.Agreed, p.Offered = at, false, false, false, false, false
	p.Restart()
}

// Restore makes a promise pending as it was. What stands before people since then
// stays known, and a ladder that was laid over the event begins again.
func (p *Promise) Restore(was *Promise) {
	hurried := p.Hurried()
	p.Outcome, p.Why, p.SettledAt, p.Event, p.Draft = Pending, "", time.Time{}, was.Event, nil
	if hurried && !p.Hurried() {
		p.Restart()
	}
}

// Clone copies promises and what happened since they were made, to which more is added.
func Clone(list []Promise) []Promise {
	list = slices.Clone(list)
	for i := range list {
		if e := list[i].Event; e != nil {
			was := *e
			was.Kinds = slices.Clone(e.Kinds)
			list[i].Event = &was
		}
	}
	return list
}

// RestoreAll puts promises back to how they were. Those that were made since then end.
func RestoreAll(list, before []Promise, now time.Time) {
	for i := range list {
		switch p := &list[i]; {
		case i >= len(before) && p.Outcome == Pending:
			p.End(Dropped, "it was pressed by mistake", now)
		case i < len(before) && before[i].Outcome == Pending:
			p.Restore(&before[i])
		}
	}
}

// ByItself says whether the promise was settled by a text that Candor wrote: no person
// has kept it, and no person broke it.
func (p *Promise) ByItself() bool { return p.Auto > 0 && p.Auto == p.Update }

// UnmarshalJSON reads a promise.
func (p *Promise) UnmarshalJSON(text []byte) error {
	type plain Promise
	defer p.Mend()
	return json.Unmarshal(text, (*plain)(p))
}

// Mend brings up to date a promise that was kept before repetitions had a count and a time:
// it has a rung above [outbox.Everybody], and each stood for a repetition, at its place on
// a grid.
func (p *Promise) Mend() {
	if p.Rung <= outbox.Everybody {
		return
	}
	step, due := p.DueAt.Sub(schedule.Later(p.MadeAt, p.From)), p.DueAt
	if p.Hurried() {
		step, due = p.Clock()
	}
	p.Rung, p.Repeat = outbox.Everybody, int(p.Rung-outbox.Everybody)
	p.LastAt = due.Add(time.Duration(p.Repeat+1) * Again(step))
}

// SettledBy is when text n settled what was owed, and so was read; zero if it settled nothing.
func SettledBy(list []Promise, n int) (at time.Time) {
	for i := range list {
		if p := &list[i]; n > 0 && p.Update == n {
			at = p.SettledAt
		}
	}
	return at
}
