package view

import (
	"time"

	"candor/incident/outbox"
)

// Lease is the right to carry out a delivery until a time. A worker whose lease
// has lapsed is refused when it settles.
type Lease struct {
	Number   uint64
	Until    time.Time
	Delivery outbox.Delivery
	View     View
}
