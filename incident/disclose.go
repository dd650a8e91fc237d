package incident

import (
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/schedule"
)

// discloseWithin is how long after a loss is confirmed the client has to know:
// time enough to call with the facts, too little to hope that it goes away.
const discloseWithin = time.Hour

// Disclosure returns from when and until when the client has to hear of a
// confirmed loss; zero if nothing is lost, or if they know.
func (inc *Incident) Disclosure(aff *Affected) (by time.Time) {
	if inc.State != Open || !inc.Facts.Is(facts.DataLost, facts.Yes) || aff.Knows[facts.DataLost] == facts.Yes {
		return time.Time{}
	}
	by = inc.Facts.Given[facts.DataLost].Since.Add(discloseWithin)
	if aff.Embargo.Agreed() {
		by = schedule.Later(by, aff.Embargo.Until)
	}
	return by
}

// DisclosureDue says until when the client has to hear of a confirmed loss;
// zero if nothing is lost, or if they know.
func (inc *Incident) DisclosureDue(aff *Affected) time.Time { return inc.Disclosure(aff) }

// undisclosed is the first client who does not know of a confirmed loss; nil if
// all know, or nothing is lost.
func (inc *Incident) undisclosed() *Affected {
	for i := range inc.Clients {
		if !inc.Disclosure(&inc.Clients[i]).IsZero() {
			return &inc.Clients[i]
		}
	}
	return nil
}

// Hurry makes the promised update due no later than the disclosure of a loss.
// The time that the client knows stays written down: it is owned if it is missed.
func (inc *Incident) Hurry(aff *Affected, now time.Time) {
	by, p := inc.Disclosure(aff), aff.Owed(UpdatePromise)
	if by.IsZero() || p == nil || !by.Before(p.DueAt) {
		return
	}
	if p.Said && p.SaidDue.IsZero() {
		p.SaidDue = p.DueAt
	}
	p.DueAt = by
	p.MadeAt = schedule.Sooner(p.MadeAt, by.Add(-discloseWithin)) // the ladder is scaled by the whole hour
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

// Embargo is the decision not to tell a client yet. It takes two people and a
// reason, and it ends by itself: then the ladder reminds again.
type Embargo struct {
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	Second   string    `json:"second"` // who has to agree
	AskedAt  time.Time `json:"asked_at"`
	AgreedAt time.Time `json:"agreed_at,omitzero"`
	Until    time.Time `json:"until"`
	Key      string    `json:"key"` // of the question to the second person
}

// Agreed says whether two people have decided it.
func (l *Embargo) Agreed() bool { return l != nil && !l.AgreedAt.IsZero() }

// Open says whether the second person has not answered yet.
func (l *Embargo) Open() bool { return l != nil && l.AgreedAt.IsZero() }

// longestLater is how long a client may be left in the dark on purpose.
const longestLater = 24 * time.Hour

// EmbargoRequest is the wish not to tell a client yet.
type EmbargoRequest struct {
	Client string
	Reason string
	Second string    // Slack user id of the other person
	Until  time.Time // at most a day away
}

// MayWait refuses what is no decision: alone, without a reason, for too long.
func (inc *Incident) MayWait(aff *Affected, a Actor, p *EmbargoRequest, now time.Time) error {
	p.Reason = strings.TrimSpace(p.Reason)
	name := aff.Client.Name
	switch {
	case inc.State != Open:
		return fault.Errorf(fault.Conflict, "%s is %s. Nothing was decided.", inc.Name(), inc.State)
	case aff.Owed(UpdatePromise) == nil:
		return fault.Errorf(fault.Conflict, "Nothing is owed to %s now, so there is nothing to put off.", name)
	case p.Reason == "":
		return fault.FieldError("reason", "Nothing was decided. Say why %s should not hear now. The reason stays in the timeline.", name)
	case utf8.RuneCountInString(p.Reason) > facts.MaxFactWords:
		return fault.FieldError("reason", "Keep the reason to %d characters. Nothing was decided.", facts.MaxFactWords)
	case p.Second == "" || p.Second == a.ID:
		return fault.FieldError("second", "Nothing was decided. Two people decide not to tell: name another one, who has to agree.")
	case !p.Until.After(now) || p.Until.After(now.Add(longestLater)):
		return fault.FieldError("until", "Nothing was decided. %s hears within 24 hours at the latest: choose a time before that.", name)
	}
	return nil
}
