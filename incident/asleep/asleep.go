// Package asleep says what falls due while somebody sleeps, and what a client then still
// reads of us that nobody does.
package asleep

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/promise"
	"candor/incident/update"
)

// Due is a promise that falls due.
type Due struct {
	Client  *incident.Affected
	Promise *promise.Promise
}

// Falls lists what falls due until some time, the earliest first.
func Falls(inc *incident.Incident, until time.Time) (list []Due) {
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Pending() {
			if p.Urgent().Before(until) {
				list = append(list, Due{&inc.Clients[i], p})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Due) int { return a.Promise.Urgent().Compare(b.Promise.Urgent()) })
	return list
}

// ByPhone says whether only a person who speaks with them can keep it: no text of ours
// reaches them, or moves it.
func (d Due) ByPhone() bool {
	return d.Promise.Kind == promise.Meeting || d.Promise.Rings() && len(d.Client.Client.Destinations()) == 0
}

// Watched is until when a client has read that we are watching it; zero if that is over.
func Watched(inc *incident.Incident, aff *incident.Affected, now time.Time) time.Time {
	at := aff.SaidTimes[update.Watched]
	if !at.After(now) || inc.StatusOf(aff) != update.Monitoring {
		return time.Time{}
	}
	return at
}

// Alone is until when nobody is up, by what somebody says as they go to sleep: until whoever
// is asked has been, or they are up themselves.
func Alone(r *night.Rest) time.Time {
	if r.On != "" {
		return r.AskAt
	}
	return r.Until
}

// May refuses a night in which a client waits for a call that nobody would make.
func May(inc *incident.Incident, r *night.Rest) error {
	for _, d := range Falls(inc, Alone(r)) {
		name, at := d.Client.Client.Name, fault.Clock(d.Promise.Urgent())
		switch {
		case !d.ByPhone():
		case d.Promise.Kind == promise.Meeting:
			return fault.FieldError(night.FieldOn, "Nothing was changed: %s is to be called by %s, in %s, and nobody would be up. Call them now and record it with told, or name somebody who is up then.", name, at, inc.Name())
		default:
			return fault.FieldError(night.FieldOn, "Nothing was changed: %s is due to hear by %s, in %s, and only a call reaches them. Call them now, say when they hear next, and record it with told. Or name somebody who is up then.", name, at, inc.Name())
		}
	}
	return nil
}
