package work

import (
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
)

// followLaw keeps since when legal clocks run, in no drill, and when each client heard of it.
func followLaw(inc *incident.Incident, now time.Time) {
	personal := inc.Facts.Given[facts.Personal]
	inc.Law.Follow(inc.Drill == nil && fault.OneOf(personal.Answer, facts.Yes, facts.DontKnow), personal.At, inc.Noticed())
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		knows := aff.Knows[facts.Personal]
		aff.Law.Follow(fault.OneOf(knows, facts.Yes, facts.DontKnow), fault.OneOf(knows, facts.Yes, facts.No), aff.Said["part"] != "", now)
	}
}
