package service

import (
	"candor/incident"
)

// clientEvent writes down that a client should hear now, and lets the ladder
// bring it up.
func (w *Unit) clientEvent(aff *incident.Affected, e incident.ClientEvent) error {
	if e.What != incident.LossConfirmed {
		w.inc.Happened(aff, e.What, e.Note, w.now)
	}
	return w.record("", "event", e.Text)
}
