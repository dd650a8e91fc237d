package main

import (
	"testing"
	"time"
)

// What the clock says has no monotonic part, in UTC: what is stored compares as it was.
func TestTheClockSaysWhatCanBeStored(t *testing.T) {
	moved, still := new(clock), &clock{still: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)}
	moved.set(time.Now().Add(time.Hour))
	for name, c := range map[string]*clock{"the wall's": new(clock), "moved": moved, "still": still} {
		now := c.Now()
		if text, err := now.MarshalText(); err != nil {
			t.Error(err)
		} else if back, err := time.Parse(time.RFC3339Nano, string(text)); err != nil || back != now {
			t.Errorf("%s: %#v comes back as %#v", name, now, back)
		}
	}
}
