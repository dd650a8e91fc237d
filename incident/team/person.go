package team

import "candor/incident/client"

// Person is a member of the team: who signs and who is woken.
type Person struct {
	Slack string        `json:"slack"` // Slack user id
	Name  string        `json:"name"`
	Role  string        `json:"role,omitempty"` // as the client reads it: Lead developer
	Phone string        `json:"phone,omitempty"`
	Email string        `json:"email,omitempty"`
	Wake  client.Secret `json:"-"` // address of an HTTP POST that makes their phone ring; whoever knows it can ring, so it is never stored

	Left bool `json:"-"` // their account in Slack was deactivated: nobody asks them anything

	WakeFormat WakeFormat `json:"-"` // how that POST is written; zero: [WakeText]
}

// WakeFormat is how the call of a wake address is written.
type WakeFormat string

const (
	WakeText WakeFormat = ""     // plain text with the headers of ntfy; most webhooks take it too
	WakeJSON WakeFormat = "json" // an object with title, message and text
	WakeForm WakeFormat = "form" // a form with title, message and what the address holds after ?
)
