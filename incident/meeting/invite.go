package meeting

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/team"
	"candor/incident/update"
)

// Lasts is how long a call is in a calendar: what the texts say.
const Lasts = 30 * time.Minute

// Invite is what a text that leaves by mail puts right in the client's calendar: a
// call that it offers, one that has moved since, one that is no more. Nil if
// what stands there is right. A text that nobody read first brings nothing.
func Invite(inc *incident.Incident, aff *incident.Affected, u *update.Update, caller team.Person) *update.Invite {
	mailed := slices.ContainsFunc(u.To, func(d client.Destination) bool { return d.Via == client.ViaEmail })
	if inc.Drill != nil || update.Automatic(u.Kind) || !mailed {
		return nil
	}
	next := update.Invite{N: 1, Caller: caller}
	next.At, next.Offer = agreed(inc, aff, u)
	switch last := aff.Invite; {
	case next.At.IsZero() && aff.Owed(promise.Meeting) != nil: // we call them, at a time that nobody told them
		return nil
	case last != nil && !last.Off && last.At.After(u.At):
		return last.Changed(next.At, next.Offer)
	case next.At.IsZero():
		return nil
	case last != nil:
		next.N = last.N + 1
	}
	return &next
}

// agreed is when the client expects a call once it has read the text, and whether it
// may still choose; zero if it expects none.
func agreed(inc *incident.Incident, aff *incident.Affected, u *update.Update) (at time.Time, choice bool) {
	if !aff.Client.Manner.Calls() {
		return time.Time{}, false
	}
	if slots, _, ok := offers(inc, aff, u, u.At); ok {
		return slots[0], true
	}
	p := aff.Owed(promise.Meeting)
	if at := asks(aff, u); p == nil && !at.IsZero() {
		return at, true
	}
	if p == nil || p.Morning || p.Wished || !p.DueAt.After(u.At) { // nobody told them a time, or it has passed
		return time.Time{}, false
	}
	return p.DueAt, !p.Agreed
}

// asks is when a review asks whether they could go through it together, as it does or has done;
// zero if none does, or it has passed.
func asks(aff *incident.Affected, u *update.Update) time.Time {
	switch at := u.Times["slot"]; {
	case u.Kind == update.PostmortemCover && at.After(u.At):
		return at
	case len(aff.Slots) == 1 && aff.Slots[0].After(u.At):
		return aff.Slots[0]
	}
	return time.Time{}
}

// Behind says whether the client's calendar shows a call at another time than it was
// agreed: their next mail puts it right.
func Behind(aff *incident.Affected, now time.Time) bool {
	p, is := aff.Owed(promise.Meeting), aff.Invite
	return p != nil && is != nil && !is.Off && is.At.After(now) && (!is.At.Equal(p.DueAt) || is.Offer == p.Agreed)
}
