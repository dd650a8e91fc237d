package incident

import (
	"testing"
	"time"

	"candor/incident/client"
)

// at0 is the instant from which table tests count: a Tuesday, 14:00 UTC, in
// winter, when London keeps UTC.
var at0 = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return at0.Add(time.Duration(minutes) * time.Minute) }

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// march reads a time of day in March 2026 in London: 10 14:00.
func march(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-2 15:04", "2026-03-"+text, zone(t, "Europe/London"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var shop = client.Client{Name: "Acme Shop", TimeZone: "Europe/London"} // Monday to Friday, 09:00 to 17:00
