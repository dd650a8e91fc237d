package work

import (
	"candor/incident/lookup"
	"candor/incident/records"
	"candor/incident/review"
)

// HappenedBefore notes the newest incident of the same kind for one of its clients, and
// what was to change after it. One that is private stays unnamed, and what was none
// does not count.
func (w *Unit) HappenedBefore() error {
	keys := lookup.AnyOf(w.Inc, func(client string) lookup.Key { return lookup.Earlier(client, w.Inc.Kind) })
	old, err := w.Tx.Newest(w.Inc.Number, keys...)
	if err != nil || old == nil {
		return records.UnlessLost(err)
	}
	w.Inc.Before = &review.Before{Number: old.Number}
	if open := old.Changes.Open(); len(open) > 0 {
		w.Inc.Before.Open = open[0].Text
	}
	return nil
}
