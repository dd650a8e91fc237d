package facts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/incident/schedule"
)

var (
	// clockTime is a time of day as people write it: 15:30, 3 pm, 3.30pm.
	clockTime = regexp.MustCompile(`(?i)\b(\d{1,2}):([0-5]\d)\b(?: ?([ap])\.?m\b\.?)?|\b(\d{1,2})(?:\.([0-5]\d))? ?([ap])\.?m\b\.?`)
	// ownClock is a time whose clock is named: 15:30 CET, 3 pm your time, 14:00 (UTC), 5 pm Eastern.
	ownClock = regexp.MustCompile(`(?:\d|(?i:[ap]\.?m)\.?) ?\(?(?:` + clocks + `|(?:your|our|my|local|\pL+) time\b)`)
	// spoken is what somebody else said, in quotation marks.
	spoken = regexp.MustCompile(`“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|"[^"]*"`)
)

// clocks are names of clocks as they stand behind a time.
const clocks = `(?:UTC|[A-Z]{2,4}T|[ECMP]T|Z|MSK|MES?Z|Eastern|Central|Mountain|Pacific)\b`

// named begins what follows a time whose clock is named, there or behind the end of its span;
// or seconds.
var named = regexp.MustCompile(`^(?:(?: ?[-–—] ?| to | and | until | till )(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]m\b)|:\d| ?\(?` + clocks + `| ?\(?(?:your|our|my|local|(?i:[a-z]+)) time\b)`)

var (
	// place is a town that follows a time, by whose clock it is: 17:00 in New York, 17:00 (Sydney), 17:00 Berlin time.
	place   = regexp.MustCompile(`^(?: in | ?\()(\p{Lu}[\pL.]+)(?: (\p{Lu}\pL+))?|^ (\p{Lu}[\pL.]+)(?: (\p{Lu}\pL+))? time\b`)
	letters = regexp.MustCompile(`^ ?\(?([A-Za-z]+)\b`)
)

// byTown is the clock of the town that what follows a time names, of one word or of two.
func byTown(rest string) (*time.Location, bool) {
	m := place.FindStringSubmatch(rest)
	if m == nil {
		return nil, false
	}
	first, second := m[1]+m[3], m[2]+m[4]
	if zone, ok := schedule.Town(strings.TrimSpace(first + " " + second)); ok {
		return zone, true
	}
	return schedule.Town(first)
}

// ClockNamed is the clock that what follows a time of day names; named, it may be one that is not known here.
func ClockNamed(rest string) (zone *time.Location, isNamed bool) {
	if zone, ok := byTown(rest); ok {
		return zone, true
	}
	if !named.MatchString(rest) {
		return nil, false
	}
	if m := letters.FindStringSubmatch(rest); m != nil {
		if zone, ok := schedule.ByLetters(m[1]); ok {
			return zone, true
		}
		if zone, ok := schedule.Spoken(m[1]); ok {
			return zone, true
		}
	}
	return nil, true
}

// namesOne says whether what follows a time of day names a clock.
func namesOne(rest string) bool {
	_, ok := ClockNamed(rest)
	return ok
}

// namesClock says whether a text names the clock of one of its times.
func namesClock(text string) bool {
	return ownClock.MatchString(text) || slices.ContainsFunc(clockTime.FindAllStringIndex(text, -1), func(m []int) bool {
		_, ok := byTown(text[m[1]:])
		return ok
	})
}

// OnTheirClock puts times of day that somebody wrote by their own clock on that of who reads
// them, and names it: until 15:30 becomes until 16:30 CET. Where all clocks show the same, only
// the name is added; where they do not and the text names a clock itself, nothing changes. What
// readers have on another day, or at different times, keeps the writer's clock, with its name.
// now is on the day that is meant. What somebody else said stays as they said it: by whose clock
// that is, nobody here knows.
func OnTheirClock(text string, now time.Time, writer *time.Location, readers ...*time.Location) string {
	var b strings.Builder
	end := 0
	for _, m := range spoken.FindAllStringIndex(text, -1) {
		if m[0] == 0 && m[1] == len(text) { // all of it stands in marks: it is no quotation
			break
		}
		b.WriteString(onTheirClock(text[end:m[0]], now, writer, readers) + text[m[0]:m[1]])
		end = m[1]
	}
	return b.String() + onTheirClock(text[end:], now, writer, readers)
}

// onTheirClock does it with words that are all of who writes.
func onTheirClock(text string, now time.Time, writer *time.Location, readers []*time.Location) string {
	same := func(one *time.Location) bool { return offset(now, one) == offset(now, writer) }
	switch all := !slices.ContainsFunc(readers, func(one *time.Location) bool { return !same(one) }); {
	case len(readers) == 0, !all && namesClock(text):
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
		if !ok || namesOne(text[m[1]:]) || m[0] > 0 && text[m[0]-1] == ':' {
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
