// Package alike keeps what a client has read, and brings up for the other clients who read the
// same that it was wrong.
package alike

import (
	"maps"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/update"
)

// Remember keeps what a client has read. A correction of what they notice is brought up for
// each other client who has read the same, with its words; who gets the same text is left out.
func Remember(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) {
	was := read(inc, aff)
	aff.Remember(u, inc.Began())
	if proof := u.Proves(); proof != "" {
		aff.Said[update.Proven] = proof
	} else if u.TakesBack(aff.Said[update.Proven]) {
		delete(aff.Said, update.Proven)
	}
	inc.Since = u.Began(inc.Since)
	maps.DeleteFunc(aff.Said, func(name, _ string) bool { return update.TellsFacts(u.Kind) && update.Amends(name) })
	right := update.Righted(aff.Said[update.Corrected])
	if !update.KindOf(u.Kind).Corrects || right == "" {
		return
	}
	for i := range inc.Clients {
		other := &inc.Clients[i]
		if other == aff || !other.Written || other.Out > 0 || read(inc, other) != was {
			continue
		}
		other.Said = fault.Made(other.Said)
		for _, name := range []string{"wrong", "right", "how_found"} {
			other.Said[update.Amend+name] = u.Words[name]
		}
		inc.Happened(other, promise.FactChanged, right, now)
	}
}

// read is what a client has read that they notice.
func read(inc *incident.Incident, aff *incident.Affected) string {
	return fault.FirstOf(aff.ToldImpact(), inc.ImpactOn(aff.Client.ID))
}
