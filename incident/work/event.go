package work

import (
	"candor/incident"
	"candor/incident/promise"
)

// ClientEvent writes down that a client should hear now, and lets the ladder
// bring it up.
func (w *Unit) ClientEvent(aff *incident.Affected, e incident.ClientEvent) error {
	if e.What != promise.LossConfirmed {
		w.Inc.Happened(aff, e.What, e.Note, w.Now)
	}
	return w.RecordFor(aff, e.Entry)
}
