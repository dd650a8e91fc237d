package service

import (
	"time"

	"candor/incident"
)

// record appends a line to the incident's timeline.
func record(tx Tx, inc *incident.Incident, by, what, text string, now time.Time) error {
	inc.Entries++
	if by != "" && what != "snoozed" { // to put it off is no work on it
		inc.ActedAt = now
	}
	return tx.Append(incident.Entry{Incident: inc.Number, N: inc.Entries, At: now, By: by, What: what, Text: text})
}
