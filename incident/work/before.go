package work

import (
	"candor/incident"
	"candor/incident/records"
	"candor/incident/review"
)

// lookBack is how many incidents back the same one is looked for.
const lookBack = 100

// HappenedBefore notes the newest incident of the same kind for one of its clients, and
// what was to change after it. One that is private stays unnamed, and what was none
// does not count.
func (w *Unit) HappenedBefore() error {
	list, err := w.Tx.LatestIncidents(lookBack)
	if err != nil {
		return records.UnlessLost(err)
	}
	for _, old := range list {
		if old.Number == w.Inc.Number || old.Private || old.State == incident.Cancelled || old.Kind != w.Inc.Kind || !sameClient(old, w.Inc) {
			continue
		}
		w.Inc.Before = &review.Before{Number: old.Number}
		if open := old.Changes.Open(); len(open) > 0 {
			w.Inc.Before.Open = open[0].Text
		}
		return nil
	}
	return nil
}

func sameClient(a, b *incident.Incident) bool {
	for i := range a.Clients {
		if b.Affected(a.Clients[i].Client.ID) != nil {
			return true
		}
	}
	return false
}
