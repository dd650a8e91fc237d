package records

import (
	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Dry is a transaction in which what a change of an incident writes vanishes: it is tried,
// and nothing comes of it. What gives out numbers is that of the transaction beneath.
type Dry struct{ Tx }

// PutIncident writes nothing.
func (Dry) PutIncident(*incident.Incident) error { return nil }

// PutClientUpdate writes nothing.
func (Dry) PutClientUpdate(*update.Update) error { return nil }

// Append writes nothing.
func (Dry) Append(timeline.Entry) error { return nil }

// Enqueue queues nothing, and calls it new.
func (Dry) Enqueue(*outbox.Delivery) (bool, error) { return true, nil }

// PutDelivery writes nothing.
func (Dry) PutDelivery(*outbox.Delivery) error { return nil }

// PutReach writes nothing.
func (Dry) PutReach(team.Reach) error { return nil }

// PutKept writes nothing.
func (Dry) PutKept(*sheet.Kept) error { return nil }
