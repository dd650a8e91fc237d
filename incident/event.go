package incident

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/timeline"
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
	LossConfirmed  EventKind = "loss"     // data is gone, and they do not know: that has an hour of its own, see disclosure
	EstimateMissed EventKind = "estimate" // the estimate that they know will be missed
	LessHarm       EventKind = "less"     // the harm is less
	WorksAgain     EventKind = "works"    // it works again
	DownAgain      EventKind = "again"    // it had been said that it works again
	ClientAsked    EventKind = "asked"    // they asked
)

// weightier lists the kinds whose draft is proposed before that of the others,
// where several things happened at once.
var weightier = []EventKind{FactChanged, NowKnown, DataHit, DownAgain, EstimateMissed, WorksAgain, LessHarm}

// Event is what happened since a client heard last. It makes reminders come
// earlier and changes nothing about the promise that the client knows; whether
// that was kept is judged by its own time. The first text that was approved
// after the event answers it.
type Event struct {
	Kinds []EventKind `json:"kinds"`           // in the order in which they happened, each once
	Notes []string    `json:"notes,omitempty"` // in people's words: what they asked
	At    time.Time   `json:"at"`              // when the first of them happened
	DueAt time.Time   `json:"due_at"`          // when the client should know
}

const (
	TellWithin = 10 * time.Minute
	eventStep  = 30 * time.Minute // its ladder is that of a promise of half an hour
)

// maxNotes keeps what is repeated in a reminder short.
const maxNotes = 3

// Happened notes a change that an already told client should hear of now. What
// happens before the client was told of the last change joins it: one reminder,
// not a storm. note is what a person said about it; it may be empty.
func (inc *Incident) Happened(aff *Affected, kind EventKind, note string, now time.Time) {
	p := aff.Owed(UpdatePromise)
	if inc.State != Open || p == nil || aff.ToldAt.IsZero() || !inc.Disclosure(aff).IsZero() { // a loss is told first, and with it the rest
		return
	}
	aff.unslow()
	if p.Event == nil {
		p.Event = &Event{At: now, DueAt: inc.eventDue(aff, now)}
		p.hurry()
	}
	e := p.Event
	if !slices.Contains(e.Kinds, kind) {
		e.Kinds = append(e.Kinds, kind)
	}
	if note != "" && len(e.Notes) < maxNotes && !slices.Contains(e.Notes, note) {
		e.Notes = append(e.Notes, note)
	}
	p.Draft = nil // it was written before this
}

// Unchanged says whether “nothing has changed for you” is true of what the client
// knows: nothing worse is known that it has not heard of.
func (inc *Incident) Unchanged(aff *Affected) bool {
	for q, f := range inc.Facts.Given {
		if Grave(q, f.Answer) && aff.Knows[q] != f.Answer {
			return false
		}
	}
	return true
}

// changedSince refuses “still working” where the client should hear what has
// changed since it heard last.
func (aff *Affected) changedSince() error {
	if !aff.ToldAt.IsZero() && aff.ImpactAt.After(aff.ToldAt) {
		return fault.Errorf(fault.NeedsFact, "What %s notices has changed since they were told, so “nothing has changed” would not be true. Nothing was sent. Write an update.", aff.Client.Name)
	}
	if p := aff.Owed(UpdatePromise); p != nil && p.Event != nil && !slices.Equal(p.Event.Kinds, []EventKind{ClientAsked}) {
		return fault.Errorf(fault.NeedsFact, "Something has happened since %s was told, so “nothing has changed” would not be true. Nothing was sent. Write an update.", aff.Client.Name)
	}
	return nil
}

// HappenedToAll notes a change for each client.
func (inc *Incident) HappenedToAll(kind EventKind, now time.Time) {
	for i := range inc.Clients {
		inc.Happened(&inc.Clients[i], kind, "", now)
	}
}

// eventDue is when a client should know: in ten minutes, but of a small thing
// not while they are closed.
func (inc *Incident) eventDue(aff *Affected, now time.Time) time.Time {
	if inc.Sleeps(aff, now) {
		return aff.Client.Shift(schedule.OpenTime, now)
	}
	return now.Add(TellWithin)
}

// hurry lets the ladder begin again, over the event's time; where the promise
// is due before that, what was said last is said again, with the reason.
func (p *Promise) hurry() {
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

// Kind is the kind of update that tells a client of the event.
func (e *Event) Kind(inc *Incident, aff *Affected) string {
	for _, k := range weightier {
		if !slices.Contains(e.Kinds, k) {
			continue
		}
		switch k {
		case FactChanged, NowKnown, DataHit:
			return inc.NewsKind(aff)
		case DownAgain:
			return update.Progress
		case EstimateMissed:
			return update.EtaChange
		case WorksAgain:
			return update.MonitoringUpdate
		case LessHarm:
			return update.MitigatedUpdate
		}
	}
	return update.Progress
}

// unanswered returns the event of a settled promise of which a text could not
// tell, since it was approved before; nil if there is none.
func (p *Promise) unanswered(u *update.Update) *Event {
	if p.Event == nil || !u.At.Before(p.Event.At) {
		return nil
	}
	e := p.Event
	p.Event = nil
	return e
}

// downSince says whether it went down again after a text was approved.
func (aff *Affected) downSince(u *update.Update) bool {
	p := aff.Owed(UpdatePromise)
	return p != nil && p.Event != nil && slices.Contains(p.Event.Kinds, DownAgain) && u.At.Before(p.Event.At)
}

// Proposed is what a reminder of a promise offers to send.
func (inc *Incident) Proposed(aff *Affected, p *Promise) Proposal {
	switch {
	case !aff.Opened():
		return Proposal{Kind: update.FirstNoticeUnknown}
	case p.Event == nil:
		return Proposal{Kind: update.Holding}
	}
	kind := p.Event.Kind(inc, aff)
	if kind == update.MonitoringUpdate {
		return Proposal{Kind: kind, Quiet: true, Times: map[string]time.Time{"since_fixed": p.Event.At}}
	}
	return Proposal{Kind: kind}
}

// ClientEvent is something that a client should hear now, whatever the time of
// the next update.
type ClientEvent struct {
	What  EventKind
	Entry timeline.Entry // for the team
	Note  string         // what a person said about it; may be empty
}
