package outbox

// Text is what leaves on one way, frozen when it is approved.
type Text struct {
	Subject string `json:"subject,omitempty"` // e-mail only: one line
	Body    string `json:"body"`              // for Slack mrkdwn, escaped; for e-mail plain text; for a webhook its JSON
}
