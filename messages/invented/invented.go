// Package invented is an incident that never was, to show and to try texts with.
package invented

import (
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/team"
	"candor/incident/update"
)

// Case is an invented incident, to show and to try texts with.
type Case struct {
	Incident incident.Incident
	Client   client.Client
	Now      time.Time
	Next     time.Time
	Sender   team.Person
}

// Sample returns the case with which every text is filled once at start: a web
// shop whose checkout fails on a Tuesday morning. The client is told in Slack
// and by e-mail.
func Sample() Case {
	berlin := "Europe/Berlin"
	c := client.Client{ID: "webshop", Name: "Webshop", Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@webshop.example", Phone: "+44 20 7946 0002"}},
		TimeZone: berlin, Slack: "C0WEBSHOP", Email: true}
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 10, hour, minute, 0, 0, c.Zone()) }
	return Case{
		Incident: incident.Incident{
			Number: 41, Kind: "outage", Severity: client.BusinessStopped, State: incident.Open, Status: update.Investigating,
			Impact: "visitors see an error page and cannot order", Doing: "checking the server and last night's changes",
			Since: at(9, 12), DeclaredAt: at(9, 15), ActedAt: at(11, 50), Clients: []incident.Affected{{Client: c, FirstAt: at(9, 20), ToldAt: at(11, 15), Written: true, Updates: 2}},
		},
		Client: c, Now: at(12, 0), Next: at(13, 0),
		Sender: team.Person{Slack: "U0ANA", Name: "Ana Ruiz", Role: "lead developer", Phone: "+44 20 7946 0001", Email: "ana@studio-north.example"},
	}
}
