package messages

import (
	"strings"
	"time"

	"candor"
)

// ClientTime writes an instant as the client reads it at now: in the client's
// zone, literally, with the zone's name, and with the day where it is another
// one. Never as one of Slack's dates, which each reader sees in a zone of their
// own and which a forwarded mail does not show at all.
func ClientTime(t, now time.Time, c *candor.Client) string {
	day, clock := clientDay(t, now, c)
	switch {
	case day == "":
		return clock
	case day == "tomorrow" || day == "yesterday":
		return day + " " + clock
	}
	return day + ", " + clock
}

// ClientDay writes the day of an instant in the client's zone: 24 November.
func ClientDay(t time.Time, c *candor.Client) string {
	return t.In(zoneOf(c)).Format("2 January")
}

func zoneOf(c *candor.Client) *time.Location {
	if c == nil {
		return time.UTC
	}
	return c.Zone()
}

// farAway is the distance from which a date needs its year.
const farAway = 180 * 24 * time.Hour

// clientDay returns the day, empty if it is the day of now, and the time of day.
func clientDay(t, now time.Time, c *candor.Client) (day, clock string) {
	t, now = t.In(zoneOf(c)), now.In(zoneOf(c))
	layout := "15:04"
	// Whole minutes would show a promise of half a minute as one that has passed.
	if left := t.Sub(now); t.Second() != 0 && left > 0 && left < 2*time.Minute {
		layout = "15:04:05"
	}
	clock = t.Format(layout) + " " + zoneLabel(t)
	switch days(t, now) {
	case 0:
		return "", clock
	case 1:
		return "tomorrow", clock
	case -1:
		return "yesterday", clock
	}
	if t.Sub(now).Abs() > farAway {
		return t.Format("Monday 2 January 2006"), clock
	}
	return t.Format("Monday 2 January"), clock
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
