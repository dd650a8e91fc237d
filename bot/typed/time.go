package typed

import (
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// When reads a time as people type it: 45m, 1 h 30 min, 16:15, tomorrow 09:30,
// 2026-03-10 09:30. A clock time is in the typist's zone and the next one, or
// with past the last one.
func When(text string, zone *time.Location, now time.Time, past bool) (time.Time, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if text == "now" {
		return now, nil
	}
	if d, err := schedule.ParseSpan(strings.TrimPrefix(strings.TrimSuffix(text, " ago"), "in "), 0); err == nil {
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
		return fault.Errorf(fault.Invalid, "Which time? Nothing was changed. %s", how)
	}
	return fault.Errorf(fault.Invalid, "%q is no time. Nothing was changed. %s", Clip(text), how)
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
