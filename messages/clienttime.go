package messages

import (
	"time"

	"candor/incident/client"
)

// ClientTime writes an instant as the client reads it at now: in the client's
// zone, literally, with the zone's name, and with the day where it is another
// one. Never as one of Slack's dates, which each reader sees in a zone of their
// own and which a forwarded mail does not show at all.
func ClientTime(t, now time.Time, c *client.Client) string { return english().moment(t, now, c).text }

// farAway is the distance from which a date needs its year.
const farAway = 180 * 24 * time.Hour
