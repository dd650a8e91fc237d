// Package clock writes a time of day with the name of its zone.
package clock

import (
	"strings"
	"time"
)

// Of writes a time of day with its zone.
func Of(t, now time.Time) string {
	layout := "15:04"
	// Whole minutes would show a promise of half a minute as one that has passed.
	if left := t.Sub(now); t.Second() != 0 && left > 0 && left < 2*time.Minute {
		layout = "15:04:05"
	}
	return t.Format(layout) + " " + zoneLabel(t)
}

// Midnights counts the midnights from now to t, both in one zone.
func Midnights(t, now time.Time) int {
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(midnight(t).Sub(midnight(now)) / (24 * time.Hour))
}

// zoneLabel names the zone of t. Where the zone has no letters of its own, as in
// São Paulo, it is the distance from UTC.
func zoneLabel(t time.Time) string {
	name, _ := t.Zone()
	if !strings.HasPrefix(name, "+") && !strings.HasPrefix(name, "-") {
		return name
	}
	sign, digits := name[:1], strings.TrimPrefix(name[1:], "0")
	hours, minutes := digits, ""
	if len(name) == len("+0545") {
		hours, minutes = digits[:len(digits)-2], ":"+digits[len(digits)-2:]
	}
	return "(UTC" + sign + hours + minutes + ")"
}

// Twice says whether the clocks of t's zone show its time of day twice that day, as they do
// in the night in which they go back.
func Twice(t time.Time) bool {
	_, at := t.Zone()
	for _, near := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, other := t.Add(near).Zone()
		again := t.Add(time.Duration(at-other) * time.Second)
		if _, then := again.Zone(); other != at && then == other {
			return true
		}
	}
	return false
}

// Sure writes t as layout says, where its zone is said elsewhere: with it if the clocks show that
// time of day twice, for without it nobody knows which of the two is meant.
func Sure(t time.Time, layout string) string {
	if Twice(t) {
		return t.Format(layout) + " " + zoneLabel(t)
	}
	return t.Format(layout)
}
