package incident

import (
	"slices"
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/told"
	"candor/incident/update"
)

// weightier lists the kinds whose draft is proposed before that of the others,
// where several things happened at once.
var weightier = []promise.EventKind{promise.FactChanged, promise.NowKnown, promise.Unheard, promise.DataHit, promise.DownAgain, promise.EstimateMissed, promise.WorksAgain, promise.LessHarm}

// Happened notes a change that an already told client should hear of now. What
// happens before the client was told of the last change joins it: one reminder,
// not a storm. note is what a person said about it; it may be empty.
func (inc *Incident) Happened(aff *Affected, kind promise.EventKind, note string, now time.Time) {
	p := aff.Owed(promise.Update)
	if inc.State != Open || p == nil || aff.ToldAt.IsZero() || !inc.Disclosure(aff).IsZero() { // a loss is told first, and with it the rest
		return
	}
	aff.unslow()
	if kind == promise.DownAgain && aff.announced() { // that was for word of a repair; who was told that it works is in an outage again
		aff.Pace = CadenceOverride{}
	}
	if p.Event == nil {
		p.Event = &promise.Event{At: now, DueAt: inc.EventDue(aff, now)}
		p.Hurry()
	}
	p.Event.Add(kind, note, now)
	p.Draft = nil // it was written before this
}

// ToldImpact is what they have read that they notice, as a correction has put it right.
func (aff *Affected) ToldImpact() string {
	return told.Impact(aff.Said)
}

// LeftOut brings up what a text or a call has left out of what a client has to hear, on all
// of its ways: also what was known before they heard at all.
func (inc *Incident) LeftOut(aff *Affected, now time.Time) {
	if inc.Hurry(aff, now); inc.State != Open {
		return
	}
	for _, u := range inc.Unheard(aff) {
		if e := inc.NewsFor(aff, u.Question); e != nil && aff.Embargo == nil {
			inc.Happened(aff, e.What, "", now)
		}
	}
}

// Unchanged says whether “nothing has changed for you” is true of what the client
// knows: nothing worse is known that it has not heard of, nobody has told it something by
// hand, we have not just called it wrong, and they have written of no harm since.
func (inc *Incident) Unchanged(aff *Affected) bool {
	if outbox.Harmed(aff.Asked) || aff.Said[update.Spoken] != "" || aff.Said[update.Corrected] != "" || aff.Said[update.Amend+"right"] != "" {
		return false
	}
	for q, f := range inc.FactsOf(aff).Given {
		if facts.Grave(q, f.Answer) && aff.Knows[q] != f.Answer {
			return false
		}
	}
	return true
}

// newer says whether something is known, beside bad news, of which a client would read that
// there is nothing new: a sentence that is certain, what of a loss can come back, or that none
// is lost where that is what they wait for.
func (inc *Incident) newer(aff *Affected) bool {
	return len(inc.FactsOf(aff).Untold(aff.Learned)) > 0 || slices.ContainsFunc(inc.News(aff), func(q facts.Question) bool {
		return q == facts.Recoverable || q == facts.DataLost && q == inc.KindTraits().Suspects() && inc.FactsOf(aff).Is(q, facts.No)
	})
}

// changedSince refuses “still working” where the client should hear what has
// changed since it heard last.
func (inc *Incident) changedSince(aff *Affected) error {
	if inc.newer(aff) {
		return fault.Errorf(fault.NeedsFact, "%s has not been told all that is known, so “nothing is new” would not be true. Nothing was sent. Send what is new; a line that they need not know goes off with known drop and its number.", aff.Client.Name)
	}
	if !aff.ToldAt.IsZero() && aff.ImpactAt.After(aff.ToldAt) {
		return fault.Errorf(fault.NeedsFact, "What %s notices has changed since they were told, so “nothing has changed” would not be true. Nothing was sent. Write an update.", aff.Client.Name)
	}
	if i := slices.IndexFunc(aff.Asked, func(r outbox.Reply) bool { return r.Denies() }); i >= 0 {
		return fault.Errorf(fault.NeedsFact, "%s read that it works, and wrote “%s”. Nobody has answered that, so “nothing has changed” would not be true. Nothing was sent. Write an update and choose what it answers.", aff.Client.Name, aff.Asked[i].Text)
	}
	if p := aff.Owed(promise.Update); p != nil && p.Event != nil && !slices.Equal(p.Event.Kinds, []promise.EventKind{promise.ClientAsked}) {
		return fault.Errorf(fault.NeedsFact, "Something has happened since %s was told, so “nothing has changed” would not be true. Nothing was sent. Write an update.", aff.Client.Name)
	}
	return nil
}

// HappenedToAll notes a change for each client.
func (inc *Incident) HappenedToAll(kind promise.EventKind, now time.Time) {
	for i := range inc.Clients {
		inc.Happened(&inc.Clients[i], kind, "", now)
	}
}

// EventDue is when a client should know: in ten minutes, but of a small thing
// not while they are closed.
func (inc *Incident) EventDue(aff *Affected, now time.Time) time.Time {
	if inc.Sleeps(aff, now) {
		return aff.Client.Shift(schedule.OpenTime, now)
	}
	return now.Add(promise.TellWithin)
}

// Telling is the kind of update that tells a client of an event.
func (inc *Incident) Telling(aff *Affected, e *promise.Event) string {
	for _, k := range weightier {
		if !slices.Contains(e.Kinds, k) {
			continue
		}
		switch k {
		case promise.FactChanged, promise.NowKnown, promise.Unheard, promise.DataHit:
			return inc.NewsKind(aff)
		case promise.DownAgain:
			return update.Progress
		case promise.EstimateMissed:
			return update.EtaChange
		case promise.WorksAgain:
			return update.MonitoringUpdate
		case promise.LessHarm:
			return update.MitigatedUpdate
		}
	}
	return update.Progress
}

// Proposed is what a reminder of a promise offers to send.
func (inc *Incident) Proposed(aff *Affected, p *promise.Promise) Proposal {
	switch {
	case !aff.Opened() && !inc.WorksSince(aff).IsZero():
		return Proposal{Kind: update.MonitoringUpdate, Quiet: true}
	case !aff.Opened():
		return Proposal{Kind: update.FirstNoticeUnknown}
	case p.Event == nil && inc.changedSince(aff) == nil:
		return Proposal{Kind: update.Holding}
	case p.Event == nil:
		return Proposal{Kind: inc.NewsKind(aff)}
	}
	kind := inc.Telling(aff, p.Event)
	if kind == update.MonitoringUpdate {
		return Proposal{Kind: kind, Quiet: true, Times: map[string]time.Time{"since_fixed": p.Event.At}}
	}
	return Proposal{Kind: kind}
}

// ClientEvent is something that a client should hear now, whatever the time of
// the next update.
type ClientEvent struct {
	What  promise.EventKind
	Entry timeline.Entry // for the team
	Note  string         // what a person said about it; may be empty
}
