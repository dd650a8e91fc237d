// Package heard is what follows from a mail that came in. What somebody at a client
// wrote is brought to their incident's channel, as their words in Slack are; a text of
// ours that came back was not told; what machines write is said once, and nothing is
// ever answered by itself.
package heard

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/outbox"
)

// Sort is what a mail is, as far as itself says.
type Sort int

const (
	Person  Sort = iota // somebody wrote it
	Auto                // a machine wrote it for somebody: they are away, or a ticket was opened
	Machine             // a list, an advertisement, a report about something else
	Bounced             // a mail server sends back what it does not deliver
	Delayed             // a mail server has not delivered it yet, and keeps trying
)

// Mail is one mail that came in, read. All of its words are their writer's, and may
// hold anything.
type Mail struct {
	ID      string // its Message-ID, or what else tells it from others; never empty
	Sort    Sort
	From    string // the address of the writer, in small letters; empty: none is given
	Name    string // of the writer, as the mail says; may be empty
	Subject string
	Text    string   // what they wrote, without what they quote
	Files   []string // names
	Unread  bool     // some of it, or all, cannot be read here
	Proved  bool     // our own mail server says that the sender is who they say

	Came time.Time // when our own mail server got it; zero: it does not say

	Refs   []string // the Message-IDs that it answers or names, with their brackets
	Failed Failure  // of one that was sent back or is delayed
	Named  []string // the Message-IDs of what failed; empty: it does not say
}

// Failure is what a mail server says of what it could not deliver.
type Failure struct {
	To   string // the address that failed, in small letters; empty: it does not say
	Code string // 5.1.1; empty: it does not say
}

// id is how the inbox knows the mail: the same mail twice counts once. The writer is in
// it, so that nobody keeps another one from being heard, and so are the words: there are
// programs that give each of their mails the same Message-ID.
func (m *Mail) id() string {
	return "mail/" + outbox.Fingerprint(strings.Join([]string{m.ID, m.From, m.Text, m.Failed.To}, "\n"))
}

// reply is the mail as the words of somebody at the client.
func (m *Mail) reply(now time.Time) outbox.Reply {
	return outbox.Reply{
		TS: m.id(), User: m.From, Name: m.Name, At: now, Files: m.Files,
		Text: outbox.Theirs(m.Text, outbox.MaxReply),
		Mail: &outbox.Mailed{Came: m.seenLate(now), Proved: m.Proved, Auto: m.Sort == Auto || m.Sort == Delayed, Unread: m.Unread, Subject: outbox.Theirs(m.Subject, outbox.MaxGlimpse)},
	}
}

// lateAfter is how old a mail is that was seen late: that is said beside it.
const lateAfter = 30 * time.Minute

// seenLate is when a mail came that nobody could read for a while; zero for one that is seen as it comes.
func (m *Mail) seenLate(now time.Time) (came time.Time) {
	if now.Sub(m.Came) > lateAfter && !m.Came.IsZero() {
		return m.Came
	}
	return came
}

// about says whether a mail may be about an incident that it does not name. One that came long before
// that was declared, and was seen late, is about something else.
func (m *Mail) about(inc *incident.Incident) bool {
	return m.Came.IsZero() || inc.DeclaredAt.Sub(m.Came) <= 24*time.Hour
}

// reason is why a text came back, for people.
func (f Failure) reason() string {
	code := ""
	if f.Code != "" {
		code = " (" + f.Code + ")"
	}
	switch {
	case f.Code == "5.1.1" || f.Code == "5.1.2" || f.Code == "5.1.3" || f.Code == "5.1.6" || f.Code == "5.1.10" || f.Code == "5.2.1":
		return "their mail server does not know that address" + code + ". Call them, and have it corrected"
	case f.Code == "5.2.2" || f.Code == "4.2.2":
		return "their mailbox is full" + code + ". Call them"
	case strings.HasPrefix(f.Code, "5.7."):
		return "their mail server does not take mail from us" + code + ". Call them, and have whoever runs your mail look at it"
	case strings.HasPrefix(f.Code, "4."):
		return "their mail server could not be reached for too long" + code + ". Call them"
	}
	return "a mail server sent it back" + code + ". Call them"
}
