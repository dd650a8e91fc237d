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

// named begins what follows a time whose clock is named, there or behind the end of its span;
// or seconds.
var named = regexp.MustCompile(`^(?:(?: ?[-–—] ?| to | and | until | till )(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]m\b)|:\d| ?\(?(?:UTC|[A-Z]{2,4}T|Z)\b| ?\(?(?:your|our|my|local|(?i:[a-z]+)) time\b)`)

// OnTheirClock puts times of day that somebody wrote by their own clock on that of who reads
// them, and names it: until 15:30 becomes until 16:30 CET. Where all clocks show the same, only
// the name is added; where they do not and the text names a clock itself, nothing changes. What
// readers have on another day, or at different times, keeps the writer's clock, with its name.
// now is on the day that is meant.
func OnTheirClock(text string, now time.Time, writer *time.Location, readers ...*time.Location) string {
	same := func(one *time.Location) bool { return offset(now, one) == offset(now, writer) }
	switch all := !slices.ContainsFunc(readers, func(one *time.Location) bool { return !same(one) }); {
	case len(readers) == 0, !all && ownClock.MatchString(text):
		return text
	case all && slices.ContainsFunc(readers, func(one *time.Location) bool { return name(now, one) != name(now, readers[0]) }):
		return nameClock(text, now, writer, writer)
	case all:
		return nameClock(text, now, writer, readers[0])
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

// nameClock names the clock of each time of day that has none, as its readers call it; of a
// span, behind its end.
func nameClock(text string, now time.Time, writer, reader *time.Location) string {
	var b strings.Builder
	end := 0
	for _, m := range clockTime.FindAllStringSubmatchIndex(text, -1) {
		said := text[m[0]:m[1]]
		at, ok := timeOfDay(clockTime.FindStringSubmatch(said), now.In(writer))
		if !ok || named.MatchString(text[m[1]:]) || m[0] > 0 && text[m[0]-1] == ':' {
			continue
		}
		b.WriteString(text[end:m[0]] + at.In(reader).Format("15:04 MST"))
		end = m[1]
	}
	return b.String() + text[end:]
}

func name(t time.Time, zone *time.Location) string {
	name, _ := t.In(zone).Zone()
	return name
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
