package typed

import (
	"testing"
	"time"
)

// What stands behind next goes to a client as words only where it cannot have been meant as a
// time, or where somebody reads it first.
func TestTrailingNext(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	c := Clock{Now: now, Zone: time.UTC}
	for _, tt := range []struct {
		text, rest string
		in         time.Duration
		may, fails bool
	}{
		{"reading logs", "reading logs", 0, false, false},
		{"reading logs next 45m", "reading logs", 45 * time.Minute, false, false},
		{"reading logs, next update 15:00", "reading logs", time.Hour, false, false},
		{"reading logs next half an hour", "reading logs", 30 * time.Minute, false, false},
		{"reading logs, next in an hour", "reading logs", time.Hour, false, false},
		{"reading logs next tomorrow 9:00", "reading logs", 19 * time.Hour, false, false},
		{"reading logs next tomorrow", "", 0, false, true},
		{"reading logs next update tomorrow morning.", "", 0, false, true},
		{"reading logs next in a few minutes", "", 0, false, true},
		{"reading logs next 25:00", "", 0, false, true},
		{"reading logs next 45", "", 0, false, true},
		{"reading logs next week", "reading logs next week", 0, true, false},
		{"reading logs, next Monday morning", "reading logs, next Monday morning", 0, true, false},
		{"restarting the next server", "restarting the next server", 0, false, false},
		{"next week we move the server that failed", "next week we move the server that failed", 0, false, false},
	} {
		rest, n, err := c.TrailingNext(tt.text)
		if (err != nil) != tt.fails || err == nil && (rest != tt.rest || n.May != tt.may) || tt.in > 0 && n.At.Sub(now) != tt.in || tt.in == 0 && !n.At.IsZero() {
			t.Errorf("%s: %q, %v, may be one: %t, %v", tt.text, rest, n.At, n.May, err)
		}
	}
}
