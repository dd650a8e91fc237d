package incident

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/question"
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

// Unanswered is what the client has asked, the oldest first, and nobody has marked as
// answered: what one of us wrote down, and what they wrote themselves.
func (aff *Affected) Unanswered() question.List {
	list := aff.Asks.Open()
	for _, r := range aff.Asked {
		if r.Asks() {
			list = append(list, question.Question{Text: r.Text, At: r.At, Wish: r.Wish == outbox.WantsCall})
		}
	}
	slices.SortStableFunc(list, func(a, b question.Question) int { return a.At.Compare(b.At) })
	return list
}

// spokeLately is how long a text refers to what was said on the phone.
const spokeLately = 2 * time.Hour

// Stamp notes in an update how we had spoken when it was written.
func (inc *Incident) Stamp(aff *Affected, u *update.Update, now time.Time) {
	aff.SayCalling(u, now)
	u.Say(update.Misjudged, inc.misjudged(aff, u.Kind, now))
	if u.LateCall = aff.LateCall(now); update.Automatic(u.Kind) {
		u.LateCall = time.Time{}
	}
	said := !update.TellsFacts(u.Kind) || !inc.FactsOf(aff).GivenAt().After(aff.SpokeAt) && len(inc.Unheard(aff)) == 0 // what it tells was known then, and said
	if said && now.Sub(aff.SpokeAt) < spokeLately && !aff.Calling(now) {
		u.SpokeAt = aff.SpokeAt
	}
}

// LateCall is when the client expected a call that nobody has tried to make, or that nobody
// makes any more, and of which no text has told them yet; zero if there is none.
func (aff *Affected) LateCall(now time.Time) time.Time {
	p := aff.Owed(promise.Meeting)
	switch {
	case p == nil, p.Morning, p.Wished, p.Offered, p.Owned: // they know of no time, or have heard
		return time.Time{}
	case aff.Client.Manner.Calls() && now.Before(p.DueAt.Add(promise.LateCall)), aff.Call.At.After(p.DueAt.Add(-promise.CallAhead)):
		return time.Time{}
	}
	return p.DueAt
}

// SayCalling lets a text say that somebody is calling only while somebody is.
func (aff *Affected) SayCalling(u *update.Update, now time.Time) {
	u.Say(update.Calling, aff.Calling(now))
}

// ByHandOnly refuses to send where nothing of ours reaches the client.
func (aff *Affected) ByHandOnly() *fault.Error {
	return fault.Errorf(fault.Conflict, "Nothing was sent: Candor knows no way to write to %s. Call them, then record it with told, and add a channel or an address to their profile.", aff.Client.Name)
}
