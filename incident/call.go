package incident

import (
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
)

// Call is the newest try to reach a client by phone.
type Call struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`             // when it began
	Over bool      `json:"over,omitempty"` // it was recorded, or nobody answered
}

// callLasts is how long a text may say that somebody is calling just now.
const callLasts = 15 * time.Minute

// Calling says whether somebody is on the phone with the client, or about to be:
// only then may a text say so.
func (aff *Affected) Calling(now time.Time) bool {
	c := aff.Call
	return !c.At.IsZero() && !c.Over && now.Sub(c.At) < callLasts
}

// OnCall says whether a call was begun and never recorded.
func (aff *Affected) OnCall() bool { return !aff.Call.At.IsZero() && !aff.Call.Over }

// writeWithin is how long after a call about bad news the client has it in writing.
const writeWithin = 30 * time.Minute

// OweWriting makes the promise that what was said on the phone follows in
// writing, unless it has been written already.
func (inc *Incident) OweWriting(aff *Affected, now time.Time) {
	if inc.Over() || aff.Out > 0 || aff.Owed(promise.Written) != nil || len(aff.Client.Destinations()) == 0 || len(inc.News(aff)) == 0 {
		return
	}
	inc.Promise(aff, promise.Written, now.Add(writeWithin), now)
}

// OweMorningCall makes the promise to ourselves that a client who did not answer at
// night, and who should know of bad news, is called first in the morning.
func (inc *Incident) OweMorningCall(aff *Affected, now time.Time) {
	at := aff.Client.NextCall(now)
	if !aff.Client.Manner.Calls() || at.IsZero() || inc.Over() || !inc.KindTraits().BadNews && inc.FactsOf(aff).Answer(facts.DataLost) != facts.Yes {
		return
	}
	p := aff.Owed(promise.Meeting)
	switch {
	case p == nil:
		p = inc.Promise(aff, promise.Meeting, at, now)
	case at.Before(p.DueAt): // before what a text offered
		p.DueAt = at
	default:
		return
	}
	p.Morning = true
}

// CallBackWithin is how soon a client who asks for a call is called.
const CallBackWithin = 30 * time.Minute

// OweCallBack makes the promise of a call that the client has asked for, unless
// one is owed already, and returns it. Nobody told them a time.
func (inc *Incident) OweCallBack(aff *Affected, now time.Time) *promise.Promise {
	at, p := now.Add(CallBackWithin), aff.Owed(promise.Meeting)
	switch {
	case p == nil:
		p = inc.Promise(aff, promise.Meeting, at, now)
	case p.Morning && at.Before(p.DueAt): // they are awake
		p.Move(at)
	default:
		return p
	}
	p.Wished = true
	return p
}

// StatusBy is by when a client hears where the questions stand that nobody can
// answer on a call.
func StatusBy(c *client.Client, now time.Time) time.Time { return c.BusinessDays(3, now) }

// hardQuestions are what the promise is about.
const hardQuestions = "who did it, what it costs them, who pays, whether they can leave"

// OweAnswer makes the promise of that date, unless it is owed already.
func (inc *Incident) OweAnswer(aff *Affected, now time.Time) {
	if aff.Owed(promise.Answer) != nil {
		return
	}
	p := inc.Promise(aff, promise.Answer, StatusBy(&aff.Client, now), now)
	p.Said, p.Words = true, hardQuestions
}

// Ask is a question of the client's that reached us before we told them, or
// between two updates.
type Ask struct {
	Text       string    `json:"text"`
	By         string    `json:"by"` // who of us wrote it down
	At         time.Time `json:"at"`
	Called     bool      `json:"called,omitempty"`     // they called us
	First      bool      `json:"first,omitempty"`      // they asked before they had heard anything from us
	AnsweredAt time.Time `json:"answered_at,omitzero"` // zero: until somebody marks what answered it
	AnsweredBy string    `json:"answered_by,omitempty"`
}

// AskedFirst says whether the client asked before they had heard from us.
func (aff *Affected) AskedFirst() bool {
	for _, ask := range aff.Asks {
		if ask.First {
			return true
		}
	}
	return false
}

// Waiting counts the questions that nobody has marked as answered yet.
func (aff *Affected) Waiting() int {
	n := 0
	for _, ask := range aff.Asks {
		if ask.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}

// Answered marks questions, counted from 1, as answered. That the client has heard
// something since answers none of them.
func (aff *Affected) Answered(by string, now time.Time, list ...int) {
	for _, n := range list {
		if n < 1 || n > len(aff.Asks) {
			continue
		}
		if ask := &aff.Asks[n-1]; ask.AnsweredAt.IsZero() {
			ask.AnsweredAt, ask.AnsweredBy = now, by
		}
	}
}

// spokeLately is how long a text refers to what was said on the phone.
const spokeLately = 2 * time.Hour

// Stamp notes in an update how we had spoken when it was written.
func (inc *Incident) Stamp(aff *Affected, u *update.Update, now time.Time) {
	aff.SayCalling(u, now)
	if u.LateCall = aff.LateCall(now); update.Automatic(u.Kind) {
		u.LateCall = time.Time{}
	}
	said := !update.TellsFacts(u.Kind) || !inc.FactsOf(aff).GivenAt().After(aff.SpokeAt) && len(inc.Unheard(aff)) == 0 // what it tells was known then, and said
	if said && now.Sub(aff.SpokeAt) < spokeLately && !aff.Calling(now) {
		u.SpokeAt = aff.SpokeAt
	}
}

// LateCall is when the client expected a call that nobody has tried to make, and of
// which no text has told them yet; zero if there is none.
func (aff *Affected) LateCall(now time.Time) time.Time {
	p := aff.Owed(promise.Meeting)
	switch {
	case p == nil, p.Morning, p.Wished, p.Owned: // they know of no time, or have heard
		return time.Time{}
	case now.Before(p.DueAt.Add(promise.LateCall)), aff.Call.At.After(p.DueAt.Add(-promise.CallAhead)):
		return time.Time{}
	}
	return p.DueAt
}

// SayCalling lets a text say that somebody is calling only while somebody is.
func (aff *Affected) SayCalling(u *update.Update, now time.Time) {
	if aff.Calling(now) {
		if u.Words == nil {
			u.Words = map[string]string{}
		}
		u.Words[update.Calling] = "yes"
		return
	}
	delete(u.Words, update.Calling)
}

// ByHandOnly refuses to send where nothing of ours reaches the client.
func (aff *Affected) ByHandOnly() *fault.Error {
	return fault.Errorf(fault.Conflict, "Nothing was sent: Candor knows no way to write to %s. Call them, then record it with told, and add a channel or an address to their profile.", aff.Client.Name)
}
