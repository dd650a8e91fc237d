package messages

import (
	"strings"
	"time"

	"candor/incident/client"
)

// ClientTime writes an instant as the client reads it at now: in the client's
// zone, literally, with the zone's name, and with the day where it is another
// one. Never as one of Slack's dates, which each reader sees in a zone of their
// own and which a forwarded mail does not show at all.
func ClientTime(t, now time.Time, c *client.Client) string { return english().moment(t, now, c).text }

func zoneOf(c *client.Client) *time.Location {
	if c == nil {
		return time.UTC
	}
	return c.Zone()
}

// farAway is the distance from which a date needs its year.
const farAway = 180 * 24 * time.Hour

// clockOf writes a time of day with its zone.
func clockOf(t, now time.Time) string {
	layout := "15:04"
	// Whole minutes would show a promise of half a minute as one that has passed.
	if left := t.Sub(now); t.Second() != 0 && left > 0 && left < 2*time.Minute {
		layout = "15:04:05"
	}
	return t.Format(layout) + " " + zoneLabel(t)
}

// days counts the midnights from now to t, both in one zone.
func days(t, now time.Time) int {
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(midnight(t).Sub(midnight(now)) / (24 * time.Hour))
}

// zoneLabel names the zone of t. Where the zone has no letters of its own, as in
// São Paulo, it is the distance from UTC.
func zoneLabel(t time.Time) string {
	name, _ := t.Zone()
	if !strings.HasPrefix(name, "+") && !strings.HasPrefix(name, "-") {
		return name
	}
	sign, digits := name[:1], strings.TrimPrefix(name[1:], "0")
	hours, minutes := digits, ""
	if len(name) == len("+0545") {
		hours, minutes = digits[:len(digits)-2], ":"+digits[len(digits)-2:]
	}
	return "(UTC" + sign + hours + minutes + ")"
}
