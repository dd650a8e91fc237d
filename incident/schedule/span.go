package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"candor/incident/fault"
)

const Day = 24 * time.Hour

// ShortSpan writes a length of time as people type it: 90s, 30m, 1h30m, 1d.
func ShortSpan(d time.Duration) string {
	var b strings.Builder
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{Day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / u.unit; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d -= n * u.unit
		}
	}
	return b.String()
}

// ParseSpan reads a length of time, wherever somebody writes one: in the config
// and in playbooks, after a command and in a form.
//
//	span   = part { [ " " | "," ] part } [ minutes ]
//	part   = number [ " " ] unit
//	number = digits [ "." digits ]
//	unit   = d day days | h hr hrs hour hours | m min mins minute minutes
//	       | s sec secs second seconds | ms
//
// So 90s, 30m, 1h30m, 1 h 30 min, 1.5 hours, 1d 12h, 2 days. The parts are added
// up; a day is 24 hours. After hours the unit of the minutes may be left out:
// 1h30. Capitals and small letters are the same, any kind of space is a space,
// and what has no width, as pasted text holds it, is not there.
//
// A span of less than least is refused, and one of more than a year. The error is
// an [fault.Error] of two sentences on one line: what is wrong, and what to write.
func ParseSpan(text string, least time.Duration) (time.Duration, error) {
	d, ok := readSpan(Unquoted(text))
	if !ok {
		return 0, fault.Errorf(fault.Invalid, "%s is not a valid duration. %s", inQuotes(text), spanHint(text))
	}
	return spanWithin(text, d, least)
}

// spanWithin refuses a span, which was written like this, that is too short or
// too long.
func spanWithin(text string, d, least time.Duration) (time.Duration, error) {
	text = fault.Clipped(strings.Join(strings.Fields(text), " "))
	switch {
	case d < least:
		return 0, fault.Errorf(fault.Invalid, "%s is too short. Write %s or more.", text, Every(least))
	case d > longestStep:
		return 0, fault.Errorf(fault.Invalid, "%s is too long. Write 366d or less.", text)
	}
	return d, nil
}

// spanHint guesses what was meant: a number without a unit is the usual slip.
func spanHint(text string) string {
	if n, err := strconv.Atoi(visible(text)); err == nil && n > 0 {
		return strings.ReplaceAll("Write the unit too: #s, #m, #h or #d.", "#", strconv.Itoa(n))
	}
	return "Write one like 30m, 24h or 1d."
}

var (
	spanPart    = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms)(?:[ ,]+|$|(\d))`)
	bareMinutes = regexp.MustCompile(`^[0-5]?\d$`)
)

// readSpan reads the form alone and says whether the text has it. Of a span that
// is too long it returns one that is too long.
func readSpan(text string) (sum time.Duration, ok bool) {
	text = visible(text)
	if d, ok := shortSpan(text); ok {
		return d, true
	}
	for hours := false; text != ""; {
		if hours && bareMinutes.MatchString(text) {
			text += "m"
		}
		m := spanPart.FindStringSubmatch(text)
		if m == nil {
			return 0, false
		}
		sum = min(sum+lengthOf(m[1], m[2]), longestStep+1)
		hours = m[2][0] == 'h'
		text, ok = text[len(m[0])-len(m[3]):], true // the next number may follow at once
	}
	return sum, ok
}

// shortSpan reads a number and the letter of its unit, as nearly all are: those of a
// checklist are read whenever an incident is stored.
func shortSpan(text string) (time.Duration, bool) {
	unit := time.Duration(0)
	switch last := len(text) - 1; {
	case last < 1:
		return 0, false
	case text[last] == 'd':
		unit = 24 * time.Hour
	case text[last] == 'h':
		unit = time.Hour
	case text[last] == 'm':
		unit = time.Minute
	case text[last] == 's':
		unit = time.Second
	}
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
	return min(time.Duration(n)*unit, longestStep+1), unit > 0 && err == nil
}

// lengthOf is the length of one part, at most a little more than may be written.
func lengthOf(number, unit string) time.Duration {
	times := time.Duration(1)
	switch {
	case unit[0] == 'd':
		times, unit = 24, "h"
	case unit != "ms":
		unit = unit[:1]
	}
	d, err := time.ParseDuration(number + unit)
	if err != nil || d > longestStep { // the form is right, so it is too much for it
		return longestStep + 1
	}
	return d * times
}

// Plain writes what somebody typed in small letters, with plain single spaces
// between its words, without what nobody sees and without the quotes that a copy
// from a page brings along.
func Plain(text string) string { return visible(Unquoted(text)) }

// Unquoted takes off the quotes around a text, and what has no width.
func Unquoted(text string) string {
	const quotes = "\"'`“”„‟‘’‚«»‹›"
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(shown(text)), quotes))
}

// shown leaves out what has no width: zero-width spaces and joiners, soft
// hyphens, marks of direction.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}

// visible writes a text in small letters, with plain single spaces between its
// words and without what nobody sees.
func visible(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(shown(text)), " "))
}
