// Package alike brings up for the other clients who read the same that it was wrong.
package alike

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/told"
	"candor/incident/update"
)

// Reader is a client about to hear something, and what they have read that they notice.
type Reader struct {
	inc *incident.Incident
	aff *incident.Affected
	was string
}

// Reads is a client as they are before they hear it.
func Reads(inc *incident.Incident, aff *incident.Affected) Reader {
	return Reader{inc, aff, read(inc, aff)}
}

// BringUp brings up a correction of what a client notices, once they have heard it, for each
// other client who has read the same, with its words; who gets the same text is left out.
func (r Reader) BringUp(u *update.Update, now time.Time) {
	inc, aff := r.inc, r.aff
	inc.Since = u.Began(inc.Since)
	right := update.Righted(aff.Said[update.Corrected])
	if !update.KindOf(u.Kind).Corrects || right == "" {
		return
	}
	for i := range inc.Clients {
		other := &inc.Clients[i]
		if other == aff || !other.Written || other.Out > 0 || read(inc, other) != r.was {
			continue
		}
		words := map[string]string{}
		for _, name := range []string{"wrong", "right", "how_found"} {
			words[update.Amend+name] = u.Words[name]
		}
		other.Turn(told.Turn{At: now, Words: words})
		inc.Happened(other, promise.FactChanged, right, now)
	}
}

// read is what a client has read that they notice.
func read(inc *incident.Incident, aff *incident.Affected) string {
	return fault.FirstOf(aff.ToldImpact(), inc.ImpactOn(aff.Client.ID))
}
