package work

import (
	"cmp"

	"candor/incident"
	"candor/incident/team"
)

// Signer is the person who signs what the actor sends. Whoever is not in the
// config signs with the name of their Slack profile, never with an id.
func (w *Unit) Signer(a incident.Actor) team.Person {
	p := w.Person(a.ID)
	if p.Name == "" {
		p.Name = cmp.Or(a.Name, w.Inc.Names[a.ID])
	}
	return p
}
