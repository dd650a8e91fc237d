package messages

import "github.com/slack-go/slack"

// Post is a message in Slack. Text is what notifications and screen readers
// give: the state, the due time, the action. Without Blocks it is the message.
type Post struct {
	Text   string
	Blocks []slack.Block
}
