package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"

	"candor/sandbox/faults"
	"candor/sandbox/letters"
)

// ServeInbox opens the mailbox of the app's company on a listener until Close. Faults of
// the method "inbox" are its trouble.
func (s *Server) ServeInbox(ln net.Listener) (err error) {
	down := func() bool { return s.takeOwn("inbox", func(*faults.Fault) bool { return true }) != nil }
	s.inbox, err = letters.Serve(ln, s.closed, down)
	return err
}

// Mail puts a mail to the company into its mailbox, from somebody at an address who
// answers the newest mail there, or does something else with it.
func (s *Server) Mail(kind letters.Kind, address, subject, text string) error {
	list := s.Mails(address)
	if s.inbox == nil || len(list) == 0 {
		return fmt.Errorf("nothing was sent: %s has no mail yet", address)
	}
	l := letters.Letter{Kind: kind, From: netmail.Address{Address: address}, Subject: subject, Text: text, Answered: list[len(list)-1], At: s.o.Now()}
	if p := s.mailPerson(address); p != "" {
		l.From.Name = p
	}
	return s.inbox.Put(l.Raw(), s.o.Now())
}

// mailPerson is the name of whoever has an address; "" if nobody has.
func (s *Server) mailPerson(address string) string {
	for _, p := range s.ws.People {
		if strings.EqualFold(p.Email, address) {
			return p.RealName
		}
	}
	return ""
}

// postMail answers the newest mail of a person, or lets their mailbox do it.
func (s *Server) postMail(_ context.Context, form url.Values) error {
	s.mu.Lock()
	p, err := s.person(form.Get("user"))
	s.mu.Unlock()
	kind, text := letters.Kind(form.Get("do")), strings.TrimSpace(form.Get("text"))
	switch {
	case err != nil:
		return err
	case kind == letters.Away:
		text = "I am away until Monday. In urgent cases call our office."
	case kind == letters.Bounced:
		text = "5.1.1"
	case text == "":
		return errors.New("nothing was sent: write something first")
	default:
		kind = letters.Answer
	}
	return s.Mail(kind, p.Email, "", text)
}
