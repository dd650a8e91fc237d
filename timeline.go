package candor

import (
	"strconv"
	"time"
)

// Entry is one line of an incident's timeline. Candor writes it; nobody edits it.
type Entry struct {
	Incident int64     `json:"incident"`
	N        int       `json:"n"` // counts per incident from 1
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"` // Slack user id; empty: Candor itself
	What     string    `json:"what"`         // declared, severity, step, told, reminded, resolved, ...
	Text     string    `json:"text"`         // one sentence
}

// record appends a line to the incident's timeline.
func record(tx Tx, inc *Incident, by, what, text string, now time.Time) error {
	inc.Entries++
	if by != "" && what != "snoozed" { // to put it off is no work on it
		inc.ActedAt = now
	}
	return tx.Append(Entry{Incident: inc.Number, N: inc.Entries, At: now, By: by, What: what, Text: text})
}

func itoa(n int) string { return strconv.Itoa(n) }
