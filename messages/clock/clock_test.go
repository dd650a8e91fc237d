package clock

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// Only a time of day that comes twice has its zone, and both of the two have it.
func TestATimeThatComesTwiceSaysItsZone(t *testing.T) {
	for _, tt := range []struct{ zone, at, want string }{
		{"Europe/Berlin", "2026-10-24T23:59:00Z", "01:59"},
		{"Europe/Berlin", "2026-10-25T00:00:00Z", "02:00 CEST"},
		{"Europe/Berlin", "2026-10-25T00:30:00Z", "02:30 CEST"},
		{"Europe/Berlin", "2026-10-25T01:30:00Z", "02:30 CET"},
		{"Europe/Berlin", "2026-10-25T01:59:00Z", "02:59 CET"},
		{"Europe/Berlin", "2026-10-25T02:00:00Z", "03:00"},
		{"Europe/Berlin", "2026-03-29T00:59:00Z", "01:59"},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "03:00"},
		{"Europe/London", "2026-10-25T01:20:00Z", "01:20 GMT"},
		{"Australia/Lord_Howe", "2026-04-04T14:50:00Z", "01:50 (UTC+11)"},
		{"Australia/Lord_Howe", "2026-04-04T15:05:00Z", "01:35 (UTC+10:30)"},
		{"Australia/Lord_Howe", "2026-04-04T15:35:00Z", "02:05"},
		{"UTC", "2026-10-25T01:30:00Z", "01:30"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Sure(at.In(zone), "15:04"); got != tt.want {
			t.Errorf("%s in %s is written %s, want %s", tt.at, tt.zone, got, tt.want)
		}
	}
}
