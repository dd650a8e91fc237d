package work

import (
	"candor/incident"
	"candor/incident/timeline"
)

// Record appends a line to the incident's timeline.
func (w *Unit) Record(e timeline.Entry) error {
	w.Inc.Entries++
	e.Incident, e.N, e.At = w.Inc.Number, w.Inc.Entries, w.Now
	if e.By != "" && !timeline.Kinds[e.Kind].NoWork {
		w.Inc.ActedAt = w.Now
	}
	w.Learn(w.Inc, e.By, e.Person, e.SaidBy)
	return w.Tx.Append(e)
}

// RecordFor appends a line that is about a client.
func (w *Unit) RecordFor(aff *incident.Affected, e timeline.Entry) error {
	e.Client, e.ClientName = aff.Client.ID, aff.Client.Name
	return w.Record(e)
}
