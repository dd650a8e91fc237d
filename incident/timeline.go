package incident

import "time"

// Entry is one line of an incident's timeline. Candor writes it; nobody edits it.
type Entry struct {
	Incident int64     `json:"incident"`
	N        int       `json:"n"` // counts per incident from 1
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"` // Slack user id; empty: Candor itself
	What     string    `json:"what"`         // declared, severity, step, told, reminded, resolved, ...
	Text     string    `json:"text"`         // one sentence
}
