package kit

import (
	"github.com/slack-go/slack"

	"candor/messages"
)

// Post is a message in Slack. Text is what notifications and screen readers
// give: the state, the due time, the action. Without Blocks it is the message.
type Post struct {
	Text   string
	Blocks []slack.Block
}

// Plain is an answer of a sentence or two.
func Plain(text string) Post { return Post{Text: messages.Clip(text, MaxPlain)} }
