package watch

import (
	"time"

	"candor/incident"
	"candor/incident/night"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/update"
)

// Overnight proposes what clients read while a person sleeps: that work pauses, when it
// starts again, whom they can call, and when they hear next. It promises no time before
// somebody has been asked: by then they are up, or rung.
func Overnight(inc *incident.Incident, user string, people []team.Person, now time.Time) incident.Proposal {
	p := incident.Proposal{Kind: update.Overnight, Words: map[string]string{}, Times: map[string]time.Time{}}
	p.Asks.Sure = true // the night is why it is later than usual
	r := inc.Watch.Rest(user)
	if r == nil {
		return p
	}
	first := time.Time{} // when the first of them hears in their morning
	for i := range inc.Clients {
		first = schedule.Sooner(first, schedule.Morning(inc.Clients[i].Client.Zone(), now))
	}
	starts := r.Until
	if r.On != "" {
		starts = schedule.Later(r.AskAt, now)
	}
	if first.Before(starts.Add(2 * night.Guard)) {
		first = starts.Add(3*night.Guard - time.Nanosecond).Truncate(2 * night.Guard)
		p.NextAt = first
	}
	if r.On != "" { // whether they take it or are rung
		starts = first.Add(-night.Guard)
	}
	p.Times["resume_at"] = starts
	if who := onCall(r, people); who.Name != "" && who.Phone != "" {
		p.Words["night_contact"] = who.Name + ", " + who.Phone
	}
	if c := r.Since.In(inc.ZoneNamed(user)).Hour(); c >= 8 && c < 20 {
		p.Words["pause_line"] = "stopping work for some hours"
	}
	return p
}

// onCall is whom a client may call meanwhile: whoever is on it if they are asked at once,
// else whoever says good night. It is no business of somebody who is asked in the morning.
func onCall(r *night.Rest, people []team.Person) team.Person {
	who := r.Person
	if r.On != "" && !r.AskAt.After(r.Since) {
		who = r.On
	}
	for _, p := range people {
		if p.Slack == who {
			return p
		}
	}
	return team.Person{}
}

// Unread says whether a client should still read that the night has begun: they know of
// it, and have heard nothing since.
func Unread(inc *incident.Incident, aff *incident.Affected, user string) bool {
	r := inc.Watch.Rest(user)
	return r != nil && inc.State == incident.Open && aff.Next() != nil && aff.MayKnow() && aff.Out == 0 && aff.Request == nil && !aff.ToldAt.After(r.Since)
}
