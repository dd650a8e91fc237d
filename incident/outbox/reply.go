package outbox

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/phrase"
	"candor/incident/secret"
)

// Reply is what somebody at the client wrote in their channel, in the thread of an
// update or not. All of its words are theirs and may hold anything.
type Reply struct {
	TS        string    `json:"ts"`   // of the message in Slack
	User      string    `json:"user"` // Slack user id
	Name      string    `json:"name"`
	Text      string    `json:"text"`            // cut to maxReply characters; empty once they took it back
	Files     []string  `json:"files,omitempty"` // names
	Link      string    `json:"link,omitempty"`  // to the message
	Wish      Wish      `json:"wish,omitempty"`  // what they pressed instead of writing; Text is what stands on the button
	Held      bool      `json:"held,omitempty"`  // they had read that it works, and this may say otherwise: it waits for an answer
	Mail      *Mailed   `json:"mail,omitempty"`  // it came by mail, and User is the address; nil: it did not
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at,omitzero"`
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

// Wish is what somebody at the client asks for by a button under a text. The zero
// value is nothing.
type Wish string

const (
	WantsCall  Wish = "call"     // to be called
	WantsToAsk Wish = "question" // to ask something, which they write next
)

const MaxReply = 2000 // characters of one reply

const maxCopy = 5000 // characters of all replies in one copy

const maxReplies = 8 // in one copy

const MaxGlimpse = 150 // characters of a reply on the card

// Place names the thread of a message of ours, as [incident.Incident.Places] does.
func Place(channel, thread string) string { return channel + "/" + thread }

// What collects what a client writes: one message grows until they have been
// quiet for a while. A question is a message of its own, since an edit notifies
// nobody, unless another question has just notified them.
const (
	quietFor     = 10 * time.Minute
	betweenAsked = time.Minute
)

// Collects says whether a copy that goes to the person to, or to the incident's
// channel where that is empty, takes one more reply at the time that this has.
func (d *Delivery) Collects(r Reply, to, channel string) bool {
	switch {
	case d.Data.Aside != "" || d.State == Dead || !d.RoomFor(r) || d.To != to && (to != "" || d.To != channel):
		return false
	case d.State == Waiting && d.Attempt == 0: // nobody has seen it yet
		return true
	}
	var last, asked time.Time
	for i := range d.Replies {
		if last = d.Replies[i].At; d.Replies[i].Asks() {
			asked = last
		}
	}
	return r.Wish == "" && r.At.Sub(last) < quietFor && (!r.Asks() || r.At.Sub(asked) < betweenAsked)
}

// Asks says whether the reply waits for an answer.
func (r *Reply) Asks() bool {
	return r.Wish != "" || r.Held || phrase.Asks(r.Text) || r.Harms() || r.Mail != nil && !r.Mail.Auto && r.Questions() != ""
}

// Harms says whether the reply tells us of harm: whatever it asks, somebody has to answer it, and until
// then no text of ours may sound as if there were none.
func (r *Reply) Harms() bool { return !r.ByMachine() && phrase.Harm(r.Text) != "" }

// OnlyHarms says whether the reply tells of harm, and that is all for which it waits.
func (r *Reply) OnlyHarms() bool { return r.Harms() && r.Wish == "" && !r.Held && !phrase.Asks(r.Text) }

// Denies says whether the reply may say that it does not work, of whoever had read that it does.
func (r *Reply) Denies() bool { return r.Held && !phrase.Asks(r.Text) }

// Harmed says whether one of the replies that wait tells us of harm.
func Harmed(list []Reply) bool {
	return slices.ContainsFunc(list, func(r Reply) bool { return r.Harms() })
}

// Glimpse is what of the words of a reply stands on a card: where there is no room for all, what tells of harm.
func (r *Reply) Glimpse() string {
	text := Shorten(r.Words(), MaxGlimpse)
	if r.Harms() && phrase.Harm(text) == "" {
		return Shorten("… "+phrase.Harm(r.Words()), MaxGlimpse)
	}
	return text
}

// Thanks says whether the reply says only that all is well.
func (r *Reply) Thanks() bool { return len(r.Files) == 0 && phrase.Thanks(r.Text, r.Name) }

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

// Theirs is what is kept of the words of somebody at a client, cut to n characters: a
// password that they send stays where they wrote it, and is in no copy.
func Theirs(text string, n int) string {
	return Shorten(secret.Without(text), n)
}

// Copied says in which delivery a reply was copied to the team.
type Copied struct {
	TS  string `json:"ts"`
	Key string `json:"key"`
}
