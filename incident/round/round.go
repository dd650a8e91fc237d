// Package round is the calls to the clients of an incident whom nobody can write to, or
// whom bad news waits for: who is next, and who has them. Several people share it.
package round

import (
	"cmp"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/promise"
)

// Stop is a client whom somebody has to call.
type Stop struct {
	*incident.Affected
	Grave bool      // bad news waits for them
	Due   time.Time // by when they hear
	By    string    // who is calling them just now; empty: nobody
}

const (
	// soon is how long before its time a call is on the round.
	soon = 10 * time.Minute
	// pause is how long somebody who did not answer is left alone, if others wait.
	pause = 5 * time.Minute
)

// Of lists whom somebody has to call now, worst hurt first: bad news, then nothing heard at
// all, then the earlier time. Who did not answer a moment ago comes after all others.
func Of(inc *incident.Incident, now time.Time) (list []Stop) {
	if inc.Over() {
		return nil
	}
	for i := range inc.Clients {
		if s := stop(inc, &inc.Clients[i], now); s != nil {
			list = append(list, *s)
		}
	}
	slices.SortStableFunc(list, func(a, b Stop) int {
		return cmp.Or(before(b.triedAt(now), a.triedAt(now)), before(a.Grave, b.Grave), before(a.ToldAt.IsZero(), b.ToldAt.IsZero()), a.Due.Compare(b.Due))
	})
	return list
}

// before puts what is so before what is not.
func before(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (s Stop) triedAt(now time.Time) bool { return s.Attempts > 0 && now.Sub(s.AttemptAt) < pause }

// stop is a client if they are on the round: nil if they need no call now.
func stop(inc *incident.Incident, aff *incident.Affected, now time.Time) *Stop {
	grave := inc.MustHear(aff) != nil
	s := &Stop{Affected: aff, Grave: grave}
	call, news := aff.Owed(promise.Meeting), aff.Owed(promise.Update)
	switch {
	case call != nil && !call.DueAt.After(now.Add(soon)):
		s.Due = call.DueAt
	case call != nil && call.Morning || !aff.Client.Manner.Calls() || news == nil || now.Before(news.SnoozedTo):
		return nil
	case len(aff.Client.Destinations()) > 0 && !grave, !grave && !aff.ToldAt.IsZero() && news.DueAt.After(now.Add(soon)):
		return nil
	default:
		s.Due = news.DueAt
	}
	if aff.Calling(now) {
		s.By = aff.Call.By
	}
	return s
}

// Next is whom a person calls next: whom they have begun to call, else the first whom nobody
// is calling. Nil: nobody is left for them.
func Next(list []Stop, user string) *Stop {
	for _, whose := range []string{user, ""} {
		if i := slices.IndexFunc(list, func(s Stop) bool { return s.By == whose }); i >= 0 {
			return &list[i]
		}
	}
	return nil
}
