// Package scheduletest is the instant and the zones that tests count from.
package scheduletest

import (
	"testing"
	"time"
)

// Start is a Tuesday in winter, when London keeps UTC: 14:00.
var Start = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

// At is so many minutes after [Start].
func At(minutes int) time.Time { return Start.Add(time.Duration(minutes) * time.Minute) }

// Zone is the zone of this name, as "Europe/London".
func Zone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
