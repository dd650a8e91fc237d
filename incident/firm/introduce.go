package firm

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
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
