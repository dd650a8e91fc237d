// Package kit is what screens and forms are built of: Slack's blocks with our
// limits, a [Pen] that writes a sentence for the screen and for screen readers, the
// names of buttons, and the words that the team has for what the domain knows. It
// says nothing of its own to anybody.
package kit

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/slack-go/slack"

	"candor/incident/view"
	"candor/messages"
)

// PlainText is a text without any marks.
func PlainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// Mrkdwn is a text with marks; what people typed is escaped in it.
func Mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

// Paragraph is a block of text, cut where Slack would refuse it.
func Paragraph(id, mrkdwn string) *slack.SectionBlock {
	b := slack.NewSectionBlock(Mrkdwn(messages.Cut(mrkdwn, 3000)), nil, nil)
	b.BlockID = id
	return b
}

// Exactly shows a text as it leaves, every character of it: what does not fit
// into one paragraph goes on in the next. It begins and ends with a line. id
// begins the names of its blocks.
func Exactly(id, text string) []slack.Block {
	blocks := []slack.Block{slack.NewDividerBlock()}
	for i, part := range Parts(text, MaxSection) {
		blocks = append(blocks, Paragraph(fmt.Sprintf("%s%d", id, i+1), part))
	}
	return append(blocks, slack.NewDividerBlock())
}

// Parts cuts a text into pieces of at most n characters, and loses nothing.
func Parts(text string, n int) (list []string) {
	for messages.Units(text) > n {
		at := breakBefore(text, n)
		list, text = append(list, text[:at]), text[at:]
	}
	if text != "" {
		list = append(list, text)
	}
	return list
}

// breakBefore is where a text of more than n characters is parted: after its
// last line or word that fits, never within an entity such as &amp;.
func breakBefore(s string, n int) int {
	end := 0
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			end = i
			break
		}
	}
	for _, at := range []string{"\n", " "} {
		if i := strings.LastIndex(s[:end], at); i > end/2 {
			return i + 1
		}
	}
	if i := strings.LastIndex(s[:end], "&"); i > end-len("&amp;") && i > 0 {
		return i
	}
	return end
}

// Slack's limits, with some room: longer texts are split or refused.
const (
	MaxPlain   = 3000
	MaxSection = 2900
	MaxHeader  = 150
	MaxQuote   = 2700
	MaxOption  = 75 // of a menu, and of a button
)

// Undo offers to take a text back. It says for how long, since most of what offers it
// cannot be taken away once that is over: an answer to a form, or to a command.
func Undo(ref view.Ref, wait time.Duration) *slack.ButtonBlockElement {
	return Button(ActUndo, ref, "Undo within "+messages.Span(wait))
}

// Button carries what it is about in its value.
func Button(act string, ref view.Ref, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(act, ref.String(), PlainText(label))
}

// Primary makes a button the one to press.
func Primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

// Small is a line in small print.
func Small(id, mrkdwn string) *slack.ContextBlock {
	return slack.NewContextBlock(id, Mrkdwn(messages.Clip(mrkdwn, MaxSection)))
}
