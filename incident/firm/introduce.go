package firm

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/schedule"
)

// Introduce remembers the name of somebody who acts or is given a role: Candor
// writes drafts for them by itself, and cannot ask Slack then.
func Introduce(inc *incident.Incident, user, name string) {
	if user == "" || name == "" {
		return
	}
	if inc.Names == nil {
		inc.Names = map[string]string{}
	}
	inc.Names[user] = name
}

// Learn remembers how people are called whom the record names, as the config or else Slack
// has said: a copy of the record says who they were where neither can be asked.
func (f *Firm) Learn(inc *incident.Incident, users ...string) {
	for _, user := range users {
		if user == "" || inc.Names[user] != "" {
			continue
		}
		name := f.Person(user).Name
		if name == "" && f.Known != nil {
			name = f.Known(user)
		}
		if name != "" {
			inc.Called = fault.Made(inc.Called)
			inc.Called[user] = name
		}
	}
}

// Locate remembers the zone of whoever acts: what is due in days keeps to their
// working hours.
func Locate(inc *incident.Incident, a incident.Actor) {
	if _, err := time.LoadLocation(a.Zone); a.Zone == "" || err != nil {
		return
	}
	if inc.Zones == nil {
		inc.Zones = map[string]string{}
	}
	inc.Zones[a.ID] = a.Zone
}

// ByTheirClock puts the times of day in what somebody typed on the clock of the client who
// reads it; with no client on that of all of them. It names the clock, and the day where their
// today is another one.
func ByTheirClock(inc *incident.Incident, a incident.Actor, client string, now time.Time) func(string) string {
	if a.Zone == "" {
		return func(text string) string { return text }
	}
	writer := schedule.Zone(a.Zone)
	var readers []*time.Location
	for i := range inc.Clients {
		if c := &inc.Clients[i].Client; fault.OneOf(client, "", incident.AllClients, c.ID) {
			readers = append(readers, c.Zone())
		}
	}
	another := func(one *time.Location) bool { return now.In(one).YearDay() != now.In(writer).YearDay() }
	return func(text string) string {
		if slices.ContainsFunc(readers, another) {
			text = facts.Dated(text, now.In(writer))
		}
		return facts.OnTheirClock(text, now, writer, readers...)
	}
}

// Here is now by the clock of who writes about a client; of whom no clock is known, by the client's.
func Here(a incident.Actor, c *client.Client, now time.Time) time.Time {
	if a.Zone == "" {
		return now.In(c.Zone())
	}
	return now.In(schedule.Zone(a.Zone))
}
