package lookup

import (
	"candor/incident"
	"candor/incident/damage"
	"candor/incident/promise"
	"candor/incident/schedule"
)

// Outline returns what is said of an incident if its record cannot be read.
func Outline(inc *incident.Incident) damage.Outline {
	o := damage.Outline{Private: inc.Private, Over: inc.Over(), People: inc.Roles.Everybody()}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		o.Clients = append(o.Clients, aff.Client.Name)
		for _, p := range aff.Promises {
			if p.Outcome == promise.Pending {
				o.Due = schedule.Sooner(o.Due, p.DueAt)
			}
		}
	}
	return o
}
