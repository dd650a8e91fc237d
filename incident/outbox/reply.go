package outbox

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Reply is what somebody at the client wrote in the thread of an update. All of
// its words are theirs and may hold anything.
type Reply struct {
	TS        string    `json:"ts"`   // of the message in Slack
	User      string    `json:"user"` // Slack user id
	Name      string    `json:"name"`
	Text      string    `json:"text"`            // cut to maxReply characters; empty once they took it back
	Files     []string  `json:"files,omitempty"` // names
	Link      string    `json:"link,omitempty"`  // to the message
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at,omitzero"`
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

const MaxReply = 2000 // characters of one reply

const maxCopy = 5000 // characters of all replies in one copy

const maxReplies = 8 // in one copy

const MaxGlimpse = 150 // characters of a reply on the card

// Place names the thread of a message of ours, as [incident.Incident.Places] does.
func Place(channel, thread string) string { return channel + "/" + thread }

// RoomFor says whether one message has room for one more reply.
func (d *Delivery) RoomFor(r Reply) bool {
	n := utf8.RuneCountInString(r.Text)
	for _, have := range d.Replies {
		n += utf8.RuneCountInString(have.Text)
	}
	return n <= maxCopy && len(d.Replies) < maxReplies
}

// Words are what a reply says on one line: its text, or the names of its files.
func (r *Reply) Words() string {
	if text := strings.Join(strings.Fields(r.Text), " "); text != "" {
		return text
	}
	return strings.Join(r.Files, ", ")
}

// Shorten cuts a text to n characters and marks the cut.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
