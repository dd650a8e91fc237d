package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"candor"
)

// when reads a time as people type it: 45m, 1 h 30 min, 16:15, tomorrow 09:30,
// 2026-03-10 09:30. A clock time is in the typist's zone and the next one, or
// with past the last one.
func when(text string, zone *time.Location, now time.Time, past bool) (time.Time, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if text == "now" {
		return now, nil
	}
	if d, ok := span(strings.TrimPrefix(strings.TrimSuffix(text, " ago"), "in ")); ok {
		if past {
			return now.Add(-d), nil
		}
		return whole(now.Add(d), now), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02t15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	if t, ok := clock(text, zone, now, past); ok {
		return t, nil
	}
	return time.Time{}, notATime(text)
}

func notATime(text string) error {
	const how = "Write 45m, 16:15, tomorrow 09:30 or 2026-03-10 09:30."
	if text == "" {
		return candor.Errorf(candor.Invalid, "Which time? Nothing was changed. %s", how)
	}
	return candor.Errorf(candor.Invalid, "%q is no time. Nothing was changed. %s", clip(text), how)
}

// whole takes the seconds off a time that is far enough: people promise minutes.
func whole(t, now time.Time) time.Time {
	if t.Sub(now) < 2*time.Minute {
		return t
	}
	return t.Truncate(time.Minute)
}

// clock reads a time of day.
func clock(text string, zone *time.Location, now time.Time, past bool) (time.Time, bool) {
	for word, n := range map[string]int{"today ": 0, "tomorrow ": 1, "yesterday ": -1} {
		if rest, ok := strings.CutPrefix(text, word); ok {
			return clockOn(rest, zone, now, n)
		}
	}
	t, ok := clockOn(text, zone, now, 0)
	switch {
	case !ok:
		return t, false
	case past && t.After(now):
		return clockOn(text, zone, now, -1)
	case !past && !t.After(now):
		return clockOn(text, zone, now, 1)
	}
	return t, true
}

// clockOn is a time of day so many days after today.
func clockOn(text string, zone *time.Location, now time.Time, days int) (time.Time, bool) {
	c, err := time.Parse("15:04", text)
	if err != nil {
		return time.Time{}, false
	}
	day := now.In(zone)
	return time.Date(day.Year(), day.Month(), day.Day()+days, c.Hour(), c.Minute(), 0, 0, zone), true
}

// longest is the longest duration that anybody may mean.
const longest = 366 * 24 * time.Hour

var amount = regexp.MustCompile(`^([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(s|sec|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?:[ ,]+|$|([0-9]))`)

// span reads a duration as people type it and as our own texts write it: 45m,
// 45 min, 1h30m, 1 h 20 min, 2 days.
func span(text string) (time.Duration, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	var sum time.Duration
	read := false
	for text != "" {
		m := amount.FindStringSubmatch(text)
		if m == nil {
			return 0, false
		}
		n, _ := strconv.ParseFloat(m[1], 64) // the pattern lets numbers through
		unit := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[m[2][0]]
		if sum += time.Duration(n * float64(unit)); sum > longest {
			return 0, false
		}
		text, read = text[len(m[0])-len(m[3]):], true
	}
	return sum, read
}

// clip keeps what is quoted back to a person short.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
