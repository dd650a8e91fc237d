package promise

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/update"
)

// EventKind is a change that a client hears of within minutes, whatever time it
// was promised.
type EventKind string

const (
	Worse          EventKind = "worse"    // the severity was raised
	Wider          EventKind = "wider"    // they notice something else, or more of them do
	DataHit        EventKind = "data"     // it turned out to be about their data
	FactChanged    EventKind = "fact"     // what they were told turned out otherwise
	NowKnown       EventKind = "known"    // they were told that nobody knew it yet
	Unheard        EventKind = "bad"      // there is bad news other than a loss, and they have heard nothing of it
	LossConfirmed  EventKind = "loss"     // data is gone, and they do not know: that has an hour of its own, see disclosure
	EstimateMissed EventKind = "estimate" // the estimate that they know will be missed
	LessHarm       EventKind = "less"     // the harm is less
	WorksAgain     EventKind = "works"    // it works again
	DownAgain      EventKind = "again"    // it had been said that it works again
	ClientAsked    EventKind = "asked"    // they asked
)

// Event is what happened since a client heard last. It makes reminders come
// earlier and changes nothing about the promise that the client knows; whether
// that was kept is judged by its own time. The first text that was written
// after the event answers it.
type Event struct {
	Kinds []EventKind `json:"kinds"`           // in the order in which they happened, each once
	Notes []string    `json:"notes,omitempty"` // in people's words: what they asked
	At    time.Time   `json:"at"`              // when the first of them happened
	DueAt time.Time   `json:"due_at"`          // when the client should know

	Last map[EventKind]time.Time `json:"last,omitempty"` // when something happened last, by its kind; of one that is not here: At
}

// maxNotes keeps what is repeated in a reminder short.
const maxNotes = 3

// Add notes that something happened, also once more. note is what a person said about it; it may
// be empty.
func (e *Event) Add(kind EventKind, note string, now time.Time) {
	if !slices.Contains(e.Kinds, kind) {
		e.Kinds = append(e.Kinds, kind)
	}
	if now.After(e.At) {
		e.Last = fault.Made(maps.Clone(e.Last)) // others may read the old one
		e.Last[kind] = now
	}
	if note != "" && len(e.Notes) < maxNotes {
		e.Notes = fault.AppendNew(e.Notes, note)
	}
}

// at is when something of a kind happened last.
func (e *Event) at(kind EventKind) time.Time { return cmp.Or(e.Last[kind], e.At) }

// only is what of it is of one kind.
func (e *Event) only(kind EventKind) *Event {
	at := e.at(kind)
	return &Event{Kinds: []EventKind{kind}, Notes: e.Notes, At: at, DueAt: e.DueAt.Add(at.Sub(e.At)), Last: e.Last}
}

// Since is what of it happened after an instant; nil if nothing did.
func (e *Event) Since(t time.Time) *Event {
	if e == nil {
		return nil
	}
	rest := Event{Notes: e.Notes}
	for _, k := range e.Kinds {
		if e.at(k).After(t) {
			rest.Kinds, rest.At = append(rest.Kinds, k), schedule.Sooner(rest.At, e.at(k))
		}
	}
	if len(rest.Kinds) == 0 {
		return nil
	}
	rest.DueAt, rest.Last = e.DueAt.Add(rest.At.Sub(e.At)), e.Last
	return &rest
}

// With is an event and what has happened since. Each may be nil.
func (e *Event) With(more *Event) *Event {
	if e == nil || more == nil {
		return cmp.Or(e, more)
	}
	both := *e
	both.Kinds, both.Notes = slices.Clone(e.Kinds), slices.Concat(e.Notes, more.Notes)
	for _, k := range more.Kinds {
		both.Add(k, "", more.at(k))
	}
	return &both
}

const (
	TellWithin = 10 * time.Minute // of something that happened a client hears this soon
	eventStep  = 30 * time.Minute // its ladder is that of a promise of half an hour
)

// PutOff takes bad news out of what the client hears within minutes: two people have
// decided that it hears it later.
func (p *Promise) PutOff() { p.Forget(Unheard, FactChanged, NowKnown) }

// Forget takes some kinds out of what the client hears within minutes. Where nothing is
// left, the ladder was laid over the event, and the promise's own begins.
func (p *Promise) Forget(kinds ...EventKind) {
	if p == nil || p.Event == nil {
		return
	}
	e, hurried := *p.Event, p.Hurried()
	e.Kinds = slices.DeleteFunc(slices.Clone(e.Kinds), func(k EventKind) bool { return slices.Contains(kinds, k) })
	if p.Event = &e; len(e.Kinds) == 0 {
		p.Event = nil
	}
	if hurried && !p.Hurried() {
		p.Restart()
	}
}

// Hurry lets the ladder begin again, over the event's time; where the promise
// is due before that, what was said last is said again, with the reason.
func (p *Promise) Hurry() {
	p.SnoozedTo = time.Time{}
	switch {
	case p.Hurried():
		p.Restart()
	case p.Rung > 0:
		p.Rung--
	}
}

// Hurried says whether the ladder is laid over an event.
func (p *Promise) Hurried() bool { return p.Event != nil && p.Event.DueAt.Before(p.DueAt) }

// Clock is what the ladder is laid over: the time by which the client should
// know, and the step that scales the rungs.
func (p *Promise) Clock() (step time.Duration, due time.Time) {
	if p.Hurried() {
		return eventStep, p.Event.DueAt
	}
	return p.Step(), p.DueAt
}

// Urgent is the time by which the client should know: the promised one, or that
// of an event before it.
func (p *Promise) Urgent() time.Time {
	_, due := p.Clock()
	return due
}

// Unanswered returns what happened of which a text did not tell that settles the promise: it was
// written before, or it is about something else than what they notice now, which is noticed; nil if
// there is nothing.
func (p *Promise) Unanswered(u *update.Update, noticed string) *Event {
	rest := p.Event.Since(u.KnowsTill())
	if rest != nil && p.Event.At.After(u.KnowsTill()) { // else it tells of what happened first
		p.Event = nil
	}
	if p.Event != nil && slices.Contains(p.Event.Kinds, Wider) && !u.TellsNoticed(noticed) {
		wider := p.Event.only(Wider)
		if len(p.Event.Kinds) == 1 {
			p.Event = nil
		}
		rest = wider.With(rest)
	}
	return rest
}
