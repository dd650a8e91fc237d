package typed

import (
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule/scheduletest"
)

// began is a Tuesday afternoon that stands still.
var began = scheduletest.Start

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestWhen(t *testing.T) {
	const past, future = true, false
	now := began.Add(40 * time.Second)
	tests := []struct {
		name, text, zone string
		past             bool
		want             string
	}{
		{"now", "now", "UTC", past, "2026-03-10 14:00:40"},
		{"a promise is whole minutes", "45m", "UTC", future, "2026-03-10 14:45:00"},
		{"a promise of a minute keeps its seconds", "90s", "UTC", future, "2026-03-10 14:02:10"},
		{"as our own texts write it", "1 h 20 min", "UTC", future, "2026-03-10 15:20:00"},
		{"minutes without their unit", "1h30", "UTC", future, "2026-03-10 15:30:00"},
		{"without spaces", "1h30m", "UTC", future, "2026-03-10 15:30:00"},
		{"in words", "In 2 hours", "UTC", future, "2026-03-10 16:00:00"},
		{"half hours", "1.5h", "UTC", future, "2026-03-10 15:30:00"},
		{"days", "2 days", "UTC", future, "2026-03-12 14:00:00"},
		{"ago", "40m ago", "UTC", past, "2026-03-10 13:20:40"},
		{"a duration of the past", "40 min", "UTC", past, "2026-03-10 13:20:40"},
		{"later today", "16:15", "UTC", future, "2026-03-10 16:15:00"},
		{"one digit", "9:05", "UTC", past, "2026-03-10 09:05:00"},
		{"tomorrow, since it has passed today", "09:30", "UTC", future, "2026-03-11 09:30:00"},
		{"this morning", "11:40", "UTC", past, "2026-03-10 11:40:00"},
		{"last night", "23:15", "UTC", past, "2026-03-09 23:15:00"},
		{"this minute has passed", "14:00", "UTC", past, "2026-03-10 14:00:00"},
		{"this minute is not to come", "14:00", "UTC", future, "2026-03-11 14:00:00"},
		{"the typist's zone", "19:35", "Asia/Kolkata", future, "2026-03-10 14:05:00"},
		{"the typist's day", "23:50", "America/New_York", past, "2026-03-10 03:50:00"},
		{"tomorrow", "tomorrow 09:30", "Europe/Berlin", future, "2026-03-11 08:30:00"},
		{"yesterday", "Yesterday  22:10", "UTC", past, "2026-03-09 22:10:00"},
		{"today", "today 13:00", "UTC", past, "2026-03-10 13:00:00"},
		{"a date", "2026-03-12 08:00", "Europe/Berlin", future, "2026-03-12 07:00:00"},
		{"a date with T", "2026-03-12T08:00", "UTC", future, "2026-03-12 08:00:00"},
		{"after the clocks change", "2026-03-30 08:00", "Europe/London", future, "2026-03-30 07:00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := When(tt.text, mustZone(t, tt.zone), now, tt.past)
			if err != nil || got.UTC().Format(time.DateTime) != tt.want {
				t.Errorf("when(%q, %s, past %v) = %s, %v, want %s", tt.text, tt.zone, tt.past, got.UTC().Format(time.DateTime), err, tt.want)
			}
		})
	}
}

func TestWhenSaysWhatToWrite(t *testing.T) {
	for _, text := range []string{"", "soon", "25:00", "14", "4.15pm", "-5m", "5 months", "1h foo", "400d", "99999999h", "tomorrow", "tomorrow 26:00", "2026-13-40 10:00", strings.Repeat("x", 5000)} {
		at, err := When(text, time.UTC, began, false)
		if fault.CodeOf(err) != fault.Invalid || !at.IsZero() {
			t.Errorf("when(%q) = %s, %v", text, at, err)
			continue
		}
		if s := err.Error(); !strings.Contains(s, "Nothing was changed.") || !strings.Contains(s, "45m") || len(s) > 400 {
			t.Errorf("when(%.20q) says: %s", text, s)
		}
	}
}

func FuzzWhen(f *testing.F) {
	for _, s := range []string{"45m", "1 h 20 min", "16:15", "tomorrow 09:30", "2026-03-10 09:30", "now", "40m ago", "1.5h", "02:30", ""} {
		f.Add(s, true)
		f.Add(s, false)
	}
	zone := mustZone(f, "Europe/London")
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the clocks are about to change
	f.Fuzz(func(t *testing.T, text string, past bool) {
		at, err := When(text, zone, now, past)
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid || !at.IsZero() {
				t.Fatalf("when(%q) = %s, %v", text, at, err)
			}
			return
		}
		text = strings.ToLower(text)
		if strings.Contains(text, "-") || strings.Contains(text, "day") || strings.Contains(text, "tomorrow") { // a date or a day: as it was written
			return
		}
		if past == at.After(now) && !at.Equal(now) {
			t.Errorf("when(%q, past %v) = %s, now is %s", text, past, at, now)
		}
	})
}
