package incident

import (
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
)

// Urgent is the promise that people are reminded of first, nil if there is none.
func (inc *Incident) Urgent() *promise.Promise {
	var first *promise.Promise
	for i := range inc.Clients {
		p := inc.Clients[i].Next()
		if p != nil && (first == nil || p.DueAt.Before(first.DueAt)) {
			first = p
		}
	}
	return first
}

// Awaits says whether the ladder still has a reason to wake the person: a
// promise that is late, about which it has asked them.
func (inc *Incident) Awaits(user string) bool {
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.Rings() && p.Outcome == promise.Pending && p.Rung >= outbox.TooLate && fault.OneOf(user, p.Asked...) {
				return true
			}
		}
	}
	return false
}
