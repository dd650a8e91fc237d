package typed

import (
	"strings"
	"testing"
	"time"

	"candor/incident/fault"
)

func TestReadEstimate(t *testing.T) { // it is Tuesday, 14:00 UTC
	tests := []struct{ text, zone, from, to, why string }{
		{"2-4h", "UTC", "10 16:00", "10 18:00", ""},
		{"an hour or two", "UTC", "10 15:00", "10 16:00", ""},
		{"two or three hours", "UTC", "10 16:00", "10 17:00", ""},
		{"twenty to forty-five minutes because of the copy", "UTC", "10 14:20", "10 14:45", "of the copy"},
		{"2h-4h", "UTC", "10 16:00", "10 18:00", ""},
		{"2 - 4 hours", "UTC", "10 16:00", "10 18:00", ""},
		{"2–4 h", "UTC", "10 16:00", "10 18:00", ""},
		{"30 to 45 min", "UTC", "10 14:30", "10 14:45", ""},
		{"between 90m and 3h because the copy is slow", "UTC", "10 15:30", "10 17:00", "the copy is slow"},
		{"15:00-16:00", "UTC", "10 15:00", "10 16:00", ""},
		{"15-16:00", "UTC", "10 15:00", "10 16:00", ""},
		{"15:00 to 16:00, because we wait for the provider", "UTC", "10 15:00", "10 16:00", "we wait for the provider"},
		{"16:00-17:00", "Europe/Berlin", "10 15:00", "10 16:00", ""},
		{"23:00-01:00", "UTC", "10 23:00", "11 01:00", ""},
		{"13:30-15:00", "UTC", "10 14:00", "10 15:00", ""},
		{"now - 15:00", "UTC", "10 14:00", "10 15:00", ""},
		{"tomorrow 09:00-11:00", "UTC", "11 09:00", "11 11:00", ""},
		{"2026-03-12 09:00 - 2026-03-12 12:00", "UTC", "12 09:00", "12 12:00", ""},
		{"None because nobody knows the cause", "UTC", "", "", "nobody knows the cause"},
	}
	for _, tt := range tests {
		e, err := (Clock{Now: began, Zone: mustZone(t, tt.zone)}).Estimate(tt.text)
		got := func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.UTC().Format("2 15:04")
		}
		if err != nil || got(e.From) != tt.from || got(e.To) != tt.to || e.Why != tt.why {
			t.Errorf("readEstimate(%q, %s) = %s to %s, %q, %v; want %s to %s, %q", tt.text, tt.zone, got(e.From), got(e.To), e.Why, err, tt.from, tt.to, tt.why)
		}
	}
	for _, text := range []string{"", "2h", "15:00", "soon", "4-2h", "2-", "-4h", "2-4", "a-b", "2-4-6h", "400d-500d", "none of your business", strings.Repeat("1-", 500)} {
		e, err := (Clock{Now: began, Zone: time.UTC}).Estimate(text)
		if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "Nothing was changed.") || !strings.Contains(err.Error(), "eta 2-4h") || len(err.Error()) > 400 {
			t.Errorf("readEstimate(%.20q) = %+v, %v", text, e, err)
		}
	}
}

func FuzzReadEstimate(f *testing.F) {
	for _, s := range []string{"2-4h", "15:00-16:00", "between 90m and 3h because x", "none", "tomorrow 09:00-11:00", "23:00-01:00", "2026-03-12 09:00 - 10:00", "01:30-02:30", "1–2 h", "-", " - "} {
		f.Add(s)
	}
	zone := mustZone(f, "Europe/London")
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the clocks are about to change
	f.Fuzz(func(t *testing.T, text string) {
		e, err := (Clock{Now: now, Zone: zone}).Estimate(text)
		switch {
		case err != nil && fault.CodeOf(err) != fault.Invalid:
			t.Fatalf("readEstimate(%q): %v", text, err)
		case err == nil && !e.To.IsZero() && !e.To.After(e.From):
			t.Fatalf("readEstimate(%q) ends %s, before it begins %s", text, e.To, e.From)
		}
	})
}
