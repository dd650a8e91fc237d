package service

import (
	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/timeline"
	"candor/incident/work"
)

// closeByItself closes an incident of which all is settled. What is still under way, or
// cannot be read, is looked at again in an hour.
func closeByItself(w *work.Unit) error {
	err := mayClose(w)
	if fault.CodeOf(err) == fault.Conflict || damage.IsLost(err) {
		w.Inc.NotClosedBefore = w.Now.Add(incident.CloseAgain)
		return w.Tx.PutIncident(w.Inc)
	}
	if err == nil {
		err = end(w, "everything is settled")
	}
	if err == nil {
		err = w.Record(timeline.Entry{Kind: timeline.ClosedItself})
	}
	if err != nil {
		return err
	}
	return w.Put()
}
