// Package asked knows which questions to a second person wait for an answer. One that
// nobody needs any more, because a client was told or it is over, says so.
package asked

import (
	"slices"

	"candor/incident"
)

// Question is one to a second person, about a client.
type Question struct {
	Client string
	Key    string // of the message that asks
}

// Open lists those of an incident that wait for an answer.
func Open(inc *incident.Incident) (list []Question) {
	if inc.Over() {
		return nil
	}
	if dec := inc.TakeBack; dec.Open() {
		list = append(list, Question{dec.Act.Untold[0].Client, dec.Key})
	}
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; aff.Embargo.Open() && inc.State == incident.Open {
			list = append(list, Question{aff.Client.ID, aff.Embargo.Key})
		}
	}
	return list
}

// Gone lists those that waited before and do not now. Whoever answered one has been told so
// in the same breath.
func Gone(before []Question, inc *incident.Incident) []Question {
	now := Open(inc)
	return slices.DeleteFunc(slices.Clone(before), func(q Question) bool { return slices.Contains(now, q) })
}
