package service

import (
	"time"

	"candor/incident"
)

// clientEvent writes down that a client should hear now, and lets the ladder
// bring it up.
func (s *Service) clientEvent(tx Tx, inc *incident.Incident, aff *incident.Affected, e incident.ClientEvent, now time.Time) error {
	if e.What != incident.LossConfirmed {
		inc.Happened(aff, e.What, e.Note, now)
	}
	return record(tx, inc, "", "event", e.Text, now)
}
