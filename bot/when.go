package bot

import (
	"strings"
	"time"

	"candor"
)

// when reads a time as people type it: 45m, 1h30m, 16:15, 4.15pm is not one,
// tomorrow 09:30, 2026-03-10 09:30. A clock time is in the typist's zone and the
// next one, or with past the last one.
func when(text string, zone *time.Location, now time.Time, past bool) (time.Time, error) {
	text = strings.TrimSpace(strings.ToLower(text))
	text = strings.TrimSuffix(text, " ago")
	wrong := candor.Errorf(candor.Invalid, "%q is no time. Write 45m, 16:15, tomorrow 09:30 or 2026-03-10 09:30.", clip(text))
	if text == "now" {
		return now, nil
	}
	if d, err := time.ParseDuration(strings.ReplaceAll(text, " ", "")); err == nil {
		if d < 0 || d > 366*24*time.Hour {
			return time.Time{}, wrong
		}
		if past {
			return now.Add(-d), nil
		}
		return now.Add(d), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02t15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	days := 0
	if rest, ok := strings.CutPrefix(text, "tomorrow "); ok {
		text, days = strings.TrimSpace(rest), 1
	} else if rest, ok := strings.CutPrefix(text, "yesterday "); ok {
		text, days = strings.TrimSpace(rest), -1
	}
	clock, err := time.Parse("15:04", text)
	if err != nil {
		return time.Time{}, wrong
	}
	day := now.In(zone)
	t := time.Date(day.Year(), day.Month(), day.Day()+days, clock.Hour(), clock.Minute(), 0, 0, zone)
	switch {
	case days != 0:
	case past && t.After(now):
		t = t.AddDate(0, 0, -1)
	case !past && !t.After(now):
		t = t.AddDate(0, 0, 1)
	}
	return t, nil
}

// clip keeps what is quoted back to a person short.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
