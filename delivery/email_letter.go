package delivery

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"candor/incident/outbox"
	"candor/incident/view"
)

// letter is a mail as it leaves.
type letter struct {
	id       string // its Message-ID, with the angle brackets
	from, to string
	text     []byte // with CRLF at each end of a line, without the final dot
}

// Errors of a letter are reasons for people.
var (
	errNoAddress = errors.New("the address is not a valid e-mail address. Correct it in the config, and write a new update")
	errLongLine  = errors.New("its subject or a name in it is too long for a mail. Write a shorter one")
)

// compose writes the mail of a delivery. All that goes into it was frozen when
// the text was approved or does not change, so the same delivery is the same
// mail at each try: who receives it twice can tell.
//
// # Threads
//
// All mail about an incident to one person refers to one root, a Message-ID that
// no mail has. The chain of the earlier mails would say more, but which of those
// arrived is not known when a text is frozen. The root is enough for clients that
// follow References (Thunderbird, Apple Mail, mutt): messages with a common
// ancestor are one thread even where that is missing, as after the first mail
// was deleted. Gmail and Outlook also want the same subject, apart from "Re:"; the
// subject is a part of the approved text and is not touched here, so they thread
// as far as the texts keep it. No ancestor is made up from the subject.
func (e *Email) compose(l *view.Lease, file *attached) (letter, error) {
	d := l.Delivery
	if !isAddress(d.To) || !isAddress(e.server.From) {
		return letter{}, errNoAddress
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	m.FromMailAddress(mailbox(senderName(l.View), e.server.From))
	m.ToMailAddress(mailbox(oneLine(d.ToName), d.To))
	m.SetAddrHeaderFromMailAddress(mail.HeaderReplyTo, e.replyTo(l.View)...)
	id, root := e.messageID(d.ID), e.rootID(l)
	m.SetGenHeader(mail.HeaderMessageID, id)
	m.SetGenHeader(mail.HeaderInReplyTo, root)
	m.SetGenHeader(mail.HeaderReferences, root)
	m.SetGenHeader(mail.HeaderDate, d.QueuedAt.UTC().Format(time.RFC1123Z))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.Subject(subjectLine(d.Text.Subject))
	m.SetBoundary("candor-" + outbox.Fingerprint(d.ID))
	m.SetBodyString(mail.TypeTextPlain, d.Text.Body)
	if err := e.enrich(m, l, file); err != nil {
		return letter{}, err
	}

	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return letter{}, fmt.Errorf("the mail could not be written: %w", err)
	}
	for line := range bytes.SplitSeq(b.Bytes(), []byte("\r\n")) {
		if len(line) > maxLine {
			return letter{}, errLongLine
		}
	}
	return letter{id: id, from: e.server.From, to: d.To, text: b.Bytes()}, nil
}

// enrich adds what stands beside the plain words: their HTML and the call of an update, or
// a file. Its few words have no HTML of their own, since the boundary, which is the same at each try, parts
// one list only.
func (e *Email) enrich(m *mail.Msg, l *view.Lease, file *attached) error {
	if file != nil {
		return m.AttachReader(file.name, bytes.NewReader(file.pdf), mail.WithFileContentType("application/pdf"))
	}
	m.AddAlternativeString(mail.TypeTextHTML, htmlOf(l.Delivery.Text.Body))
	return e.attachCall(m, l)
}

// maxLine is the most that a line of a mail may have (RFC 5322), without its end.
const maxLine = 998

// senderName is who the mail is from: the person who signed the text, and their
// company. The address is the same for all.
func senderName(v view.View) string {
	company := oneLine(v.Company)
	if v.Update == nil || oneLine(v.Update.Sender.Name) == "" {
		return company
	}
	return strings.TrimSuffix(oneLine(v.Update.Sender.Name)+", "+company, ", ")
}

// replyTo is where an answer goes: to the person who signed, if they have an address,
// and before them to where answers are read for the whole team. A mail program that
// knows one address only takes the first; the person hears of it in Slack.
func (e *Email) replyTo(v view.View) (list []*netmail.Address) {
	if v.Update == nil || !isAddress(v.Update.Sender.Email) {
		return nil
	}
	if e.server.Heard {
		list = append(list, mailbox(oneLine(v.Company), e.server.From))
	}
	return append(list, mailbox(oneLine(v.Update.Sender.Name), v.Update.Sender.Email))
}

// mailbox is an address with its name. Package net/mail leaves a backslash as it
// is in a name that it encodes, and nobody can read such a header; a slash says
// the same.
func mailbox(name, address string) *netmail.Address {
	if !isPlain(name) {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	return &netmail.Address{Name: name, Address: address}
}

func (e *Email) messageID(local string) string {
	return "<" + local + "@" + e.domain() + ">"
}

// rootID names the thread.
func (e *Email) rootID(l *view.Lease) string {
	var declared time.Time
	if inc := l.View.Incident; inc != nil {
		declared = inc.DeclaredAt
	}
	return e.messageID(outbox.MailRoot(l.Delivery.Incident, declared, l.Delivery.To))
}

// domain is that of the sender's address.
func (e *Email) domain() string { return e.server.From[strings.LastIndexByte(e.server.From, '@')+1:] }

// oneLine makes a text fit for a header: one line of what can be seen.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// subjectLine is a subject as it goes into its header. One that looks like an
// encoded word is read as one, or not at all, so a space goes into it.
func subjectLine(s string) string { return strings.ReplaceAll(oneLine(s), "=?", "= ?") }

// isAddress says whether s is one mail address and nothing else: no name, no
// quotes, nothing that could end the line or the brackets that it is put into.
func isAddress(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return r == '<' || r == '>' || unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	a, err := netmail.ParseAddress(s)
	return err == nil && a.Address == s
}

// isPlain says whether an address has only letters that every mail server takes.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
