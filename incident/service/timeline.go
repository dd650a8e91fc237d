package service

import (
	"candor/incident"
)

// record appends a line to the incident's timeline.
func (w *Unit) record(by, what, text string) error {
	w.inc.Entries++
	if by != "" && what != "snoozed" { // to put it off is no work on it
		w.inc.ActedAt = w.now
	}
	return w.tx.Append(incident.Entry{Incident: w.inc.Number, N: w.inc.Entries, At: w.now, By: by, What: what, Text: text})
}
