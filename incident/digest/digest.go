// Package digest is the line that all of the team reads of an incident, in a channel of
// their own: when it is written, edited and taken away. What is private has none.
package digest

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/outbox"
)

// says is what a line is made of. It is worth an edit when that changes, not with each
// text to a client.
func says(inc *incident.Incident) string {
	return fmt.Sprint(inc.State, inc.Status, inc.Severity, len(inc.Clients), " ", inc.Title, inc.Impact, inc.Channel.ID)
}

// Due is what has to leave for the line of an incident to be as it is now, and notes that
// it does; nil for nothing. channel is where the lines stand; empty: nowhere.
func Due(inc *incident.Incident, channel string, now time.Time) *outbox.Delivery {
	line := &inc.Digest
	if inc.Drill != nil { // whoever is in the room knows of it
		return nil
	}
	if inc.Private {
		return takeAway(inc, now)
	}
	if channel == "" || inc.Channel.ID == "" && line.Key == "" || line.Said == says(inc) {
		return nil
	}
	d := inc.NewDelivery(outbox.Digest, "digest/"+fmt.Sprint(inc.Rev), now)
	d.To, line.Said = channel, says(inc)
	return &d
}

// takeAway removes the line of an incident that has become private.
func takeAway(inc *incident.Incident, now time.Time) *outbox.Delivery {
	key := inc.Digest.Key
	if key == "" {
		return nil
	}
	d := inc.NewDelivery(outbox.Remove, "digest/remove", now)
	d.Lane, d.To, d.Target, inc.Digest = inc.Name()+"/"+outbox.Digest, inc.Digest.At.Channel, key, outbox.Posted{}
	return &d
}

// Landed remembers where the line stands.
func Landed(inc *incident.Incident, d *outbox.Delivery) {
	if inc.Digest.Key == "" {
		inc.Digest.Key, inc.Digest.At = d.Key, d.Receipt
	}
}
