package facts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	// clockTime is a time of day as people write it: 15:30, 3 pm, 3.30pm.
	clockTime = regexp.MustCompile(`(?i)\b(\d{1,2}):([0-5]\d)\b(?: ?([ap])\.?m\b\.?)?|\b(\d{1,2})(?:\.([0-5]\d))? ?([ap])\.?m\b\.?`)
	// ownClock is a time whose clock is named: 15:30 CET, 3 pm your time, 14:00 (UTC).
	ownClock = regexp.MustCompile(`(?:\d|(?i:[ap]\.?m)\.?) ?(?:\(?(?:UTC|[A-Z]{2,4}T|Z)\b|(?:your|our|my|local|\pL+) time\b)`)
)

// OnTheirClock puts times of day that somebody wrote by their own clock on that of who reads
// them, and names it: until 15:30 becomes until 16:30 CET. Where all clocks show the same, or
// the text names a clock itself, nothing changes. What readers have on another day, or at
// different times, keeps the writer's clock, with its name. now is on the day that is meant.
func OnTheirClock(text string, now time.Time, writer *time.Location, readers ...*time.Location) string {
	same := func(one *time.Location) bool { return offset(now, one) == offset(now, writer) }
	if ownClock.MatchString(text) || !slices.ContainsFunc(readers, func(one *time.Location) bool { return !same(one) }) {
		return text
	}
	return clockTime.ReplaceAllStringFunc(text, func(said string) string {
		at, ok := timeOfDay(clockTime.FindStringSubmatch(said), now.In(writer))
		if !ok {
			return said
		}
		if theirs := at.In(readers[0]); theirs.Day() == at.Day() && !slices.ContainsFunc(readers, func(one *time.Location) bool { return offset(now, one) != offset(now, readers[0]) }) {
			at = theirs
		}
		return at.Format("15:04 MST")
	})
}

func offset(t time.Time, zone *time.Location) int {
	_, seconds := t.In(zone).Zone()
	return seconds
}

// timeOfDay is what a match of clockTime means on a day.
func timeOfDay(m []string, day time.Time) (at time.Time, ok bool) {
	hour, _ := strconv.Atoi(m[1] + m[4])
	minute, _ := strconv.Atoi(m[2] + m[5])
	switch half := strings.ToLower(m[3] + m[6]); {
	case half != "" && (hour < 1 || hour > 12), hour > 23:
		return at, false
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location()), true
}
