// Package letters is the mailbox of the app's company: an IMAP server in the process, and
// the mails that clients, their mail programs and their mail servers put into it.
package letters

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"candor/sandbox/catch"
)

// How to look into the mailbox, and the name under which its server says who wrote.
const (
	User      = "status"
	Password  = "sandbox"
	CheckedBy = "sandbox"
)

// Box is the mailbox.
type Box struct{ user *imapmemserver.User }

// Serve opens a mailbox on a listener of this machine until closed is. down says whether
// it is out of reach at the moment.
func Serve(ln net.Listener, closed <-chan struct{}, down func() bool) (*Box, error) {
	b := &Box{imapmemserver.NewUser(User, Password)}
	if err := b.user.Create("INBOX", nil); err != nil {
		return nil, fmt.Errorf("make a mailbox: %w", err)
	}
	memory := imapmemserver.New()
	memory.AddUser(b.user)
	server := imapserver.New(&imapserver.Options{InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			if down() {
				return nil, nil, &imap.Error{Type: imap.StatusResponseTypeBye, Text: "down"}
			}
			return memory.NewSession(), nil, nil
		}})
	go server.Serve(ln) //nolint:errcheck // it ends with the listener
	go func() { <-closed; server.Close() }()
	return b, nil
}

// Put puts a mail into the mailbox.
func (b *Box) Put(raw []byte, at time.Time) error {
	_, err := b.user.Append("INBOX", bytes.NewReader(raw), &imap.AppendOptions{Time: at})
	return err
}

// Kind is what a letter is.
type Kind string

const (
	Answer  Kind = "answers" // somebody answers a mail
	New     Kind = "writes"  // somebody writes without answering one
	Away    Kind = "away"    // their mail program answers by itself
	Bounced Kind = "bounces" // their mail server sends it back
	Forged  Kind = "forged"  // somebody else writes in their name
)

// Letter is a mail to the company.
type Letter struct {
	Kind     Kind
	From     mail.Address // who writes, or whose mailbox it is
	Subject  string       // of a new one
	Text     string       // of a bounce: the code
	Answered catch.Mail   // the mail that it answers or sends back
	At       time.Time
}

// Raw is the letter as mail.
func (l Letter) Raw() []byte {
	var b strings.Builder
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	_, domain, _ := strings.Cut(l.From.Address, "@")
	from := l.From.String()
	if l.Kind == Bounced {
		field("Return-Path", "<>")
		from = "Mail Delivery System <MAILER-DAEMON@" + domain + ">"
	} else if l.Kind != Forged {
		field("Authentication-Results", CheckedBy+"; dmarc=pass header.from="+domain)
	}
	field("From", from)
	field("To", l.Answered.From)
	field("Date", l.At.UTC().Format(time.RFC1123Z))
	field("Message-ID", "<"+rand.Text()+"@"+domain+">")
	if l.Kind != New && l.Kind != Forged {
		field("In-Reply-To", l.Answered.ID)
		field("References", l.Answered.Thread+" "+l.Answered.ID)
	}
	switch l.Kind {
	case Bounced:
		field("Subject", "Undelivered Mail Returned to Sender")
		b.WriteString(l.report())
		return []byte(b.String())
	case Away:
		field("Auto-Submitted", "auto-replied")
		field("Subject", mime.QEncoding.Encode("utf-8", "Automatic reply: "+l.Answered.Subject))
	case Answer:
		field("Subject", mime.QEncoding.Encode("utf-8", "Re: "+l.Answered.Subject))
	default:
		field("Subject", mime.QEncoding.Encode("utf-8", l.Subject))
	}
	field("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(&b, "\r\n%s\r\n", strings.ReplaceAll(l.Text, "\n", "\r\n"))
	if l.Kind == Answer {
		fmt.Fprintf(&b, "\r\nOn %s, %s wrote:\r\n", l.Answered.At.Format("2 Jan 2006 at 15:04"), l.Answered.From)
		for line := range strings.SplitSeq(strings.TrimSpace(l.Answered.Text), "\n") {
			fmt.Fprintf(&b, "> %s\r\n", line)
		}
	}
	return []byte(b.String())
}

// report is what a mail server says of a mail that it does not deliver (RFC 3464).
func (l Letter) report() string {
	header, _, _ := bytes.Cut(l.Answered.Raw, []byte("\r\n\r\n"))
	return "Content-Type: multipart/report; report-type=delivery-status; boundary=\"parts\"\r\n\r\n" +
		"--parts\r\nContent-Type: text/plain\r\n\r\nI could not deliver your mail.\r\n" +
		"--parts\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx." + CheckedBy + "\r\n\r\n" +
		"Final-Recipient: rfc822; " + l.From.Address + "\r\nAction: failed\r\nStatus: " + l.Text + "\r\n" +
		"--parts\r\nContent-Type: text/rfc822-headers\r\n\r\n" + string(header) + "\r\n--parts--\r\n"
}
