package incident

import "candor/incident/promise"

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
