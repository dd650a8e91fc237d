// Package whose keeps an answer about the harm for whom it is so: for all clients of an
// incident, or for one.
package whose

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/facts"
)

// Give keeps an answer, of all clients or of one, and says whether it is another one.
func Give(inc *incident.Incident, ans facts.FactAnswer, by string, now time.Time) bool {
	if len(inc.Clients) == 1 {
		ans.Client = ""
	}
	return inc.Facts.GiveOne(ans, own(inc), by, now)
}

// Join lets a client who is added begin with what is known of it: nobody has said yet
// that what holds for the others is so for them.
func Join(inc *incident.Incident, client, by string, now time.Time) {
	inc.Facts.Join(client, own(inc), by, now)
}

// Leave forgets what was so for a client alone who was taken out.
func Leave(inc *incident.Incident) { inc.Facts.Leave(own(inc)) }

// Doubt notes that it is down again: whether what was back still is, nobody has said.
func Doubt(inc *incident.Incident, now time.Time) { inc.Facts.Doubt(own(inc), now) }

// Trust takes that back, since it was never down.
func Trust(inc *incident.Incident) {
	if inc.Reopening != nil {
		inc.Facts.Trust(own(inc), inc.Reopening.At)
	}
}

// own are the clients' own answers, by their ids.
func own(inc *incident.Incident) facts.Apart {
	own := facts.Apart{}
	for i := range inc.Clients {
		own[inc.Clients[i].Client.ID] = &inc.Clients[i].Own
	}
	return own
}

// Straighten puts right by a clock since when the answers count.
func Straighten(inc *incident.Incident, right func(time.Time) time.Time) {
	lists := []map[facts.Question]facts.Fact{inc.Facts.Given}
	for i := range inc.Clients {
		lists = append(lists, inc.Clients[i].Own)
	}
	for _, given := range lists {
		for q, fact := range given {
			fact.Since, fact.Noticed = right(fact.Since), right(fact.Noticed)
			fact.Reworded = slices.Clone(fact.Reworded) // answers of several clients may be one
			for i, at := range fact.Reworded {
				fact.Reworded[i] = right(at)
			}
			given[q] = fact
		}
	}
}
