package sandbox

import (
	"net"
	"slices"
	"strings"
	"time"

	"candor/sandbox/catch"
	"candor/sandbox/faults"
)

// keeper keeps what left the app for outside of Slack.
type keeper struct{ s *Server }

func (k keeper) Trouble(method string, when func(*faults.Fault) bool) *faults.Fault {
	return k.s.takeOwn(method, when)
}

func (k keeper) Pause(d time.Duration) { k.s.pause(d) }

func (k keeper) Secret(name string) string {
	if k.s.o.Secret == nil {
		return ""
	}
	return k.s.o.Secret(name)
}

func (k keeper) KeepMail(m catch.Mail) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	m.At = k.s.o.Now()
	k.s.mails = append(k.s.mails, m)
	k.s.show()
}

func (k keeper) KeepCall(c catch.Call) {
	k.s.mu.Lock()
	defer k.s.mu.Unlock()
	c.At = k.s.o.Now()
	k.s.caught = append(k.s.caught, c)
	k.s.show()
}

// ServeMail catches mail on a listener until Close. Faults of the method "mail" are
// its trouble.
func (s *Server) ServeMail(ln net.Listener) { catch.ServeMail(ln, keeper{s}, s.closed) }

// Mails returns what was caught for an address, or with "" all, oldest first.
func (s *Server) Mails(to string) []catch.Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mailsTo(to))
}

// mailsTo is Mails without the lock, which is held.
func (s *Server) mailsTo(to string) (list []catch.Mail) {
	for _, m := range s.mails {
		if to == "" || strings.EqualFold(m.To, to) {
			list = append(list, m)
		}
	}
	return list
}

// MailText is the mail to an address as plain text for comparing. Threads are
// numbered as they come.
func (s *Server) MailText(to string) string { return catch.MailText(s.Mails(to)) }

// Caught returns the calls of a kind to a name, or with "" all of them, oldest
// first.
func (s *Server) Caught(kind, name string) (list []catch.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.caught {
		if c.Kind == kind && (name == "" || c.Name == name) {
			list = append(list, c)
		}
	}
	return list
}

// CaughtText is Caught as plain text for comparing. Ids are numbered as they come,
// so that a repeat shows.
func (s *Server) CaughtText(kind, name string) string { return catch.CallText(s.Caught(kind, name)) }
