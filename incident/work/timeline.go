package work

import "candor/incident"

// Record appends a line to the incident's timeline.
func (w *Unit) Record(by, what, text string) error {
	w.Inc.Entries++
	if by != "" && what != "snoozed" { // to put it off is no work on it
		w.Inc.ActedAt = w.Now
	}
	return w.Tx.Append(incident.Entry{Incident: w.Inc.Number, N: w.Inc.Entries, At: w.Now, By: by, What: what, Text: text})
}
