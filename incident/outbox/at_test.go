package outbox

import (
	"time"
)

// at0 is the instant from which table tests count: a Tuesday, 14:00 UTC, in
// winter, when London keeps UTC.
var at0 = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return at0.Add(time.Duration(minutes) * time.Minute) }
