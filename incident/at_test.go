package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/schedule/scheduletest"
)

var at0, at = scheduletest.Start, scheduletest.At

// march reads a time of day in March 2026 in London: 10 14:00.
func march(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-2 15:04", "2026-03-"+text, scheduletest.Zone(t, "Europe/London"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var shop = client.Client{Name: "Acme Shop", TimeZone: "Europe/London"} // Monday to Friday, 09:00 to 17:00
