package mailbox

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"

	"candor/delivery"
	"candor/incident/heard"
	"candor/incident/records"
)

// Desk takes what was read. Take keeps the mark in the commit that keeps the mail, or
// returns an error and keeps neither.
type Desk interface {
	Mark(context.Context) (records.MailMark, error)
	Note(context.Context, records.MailMark) error
	Take(context.Context, *heard.Mail, records.MailMark) error
}

// Mailbox looks into a mailbox again and again. Set the fields before use; it must not
// be copied. Its methods may be called from any goroutine.
type Mailbox struct {
	Desk      Desk
	CheckedBy string                              // see [Read]
	Every     time.Duration                       // between two looks
	Tell      func(context.Context, string) error // says to people what keeps it from being read; nil: nobody
	Changed   func()                              // what State says has changed; nil is allowed
	Now       func() time.Time
	Log       *slog.Logger

	server Server
	trust  *x509.CertPool // nil: those of the system

	looking sync.Mutex // held by a look

	mu    sync.Mutex // guards what follows
	next  time.Time  // of the next look; zero: now
	fails int        // looks in a row that failed
	state string
	bad   map[imap.UID]int // how often a mail could not be fetched or read
}

const (
	patience  = time.Minute      // of one look
	longest   = 15 * time.Minute // between two looks, however often they fail
	blips     = 3                // failures in a row before people hear that the server is out of reach
	oneLook   = 200              // mails; the rest comes with the next look, at once
	tries     = 3                // at one mail that the server does not give
	firstLook = 24 * time.Hour   // how far back what came before the first look is read
	overlap   = time.Hour        // clocks differ
	fullAt    = 95               // per cent
)

// New makes a mailbox that reads at a server.
func New(s Server) *Mailbox {
	s.TLS, s.Folder = cmp.Or(s.TLS, delivery.ImplicitTLS), cmp.Or(s.Folder, "INBOX")
	return &Mailbox{server: s, bad: map[imap.UID]int{}}
}

// Tick looks if it is time to. It is called each second, and not again before it returns.
func (m *Mailbox) Tick(ctx context.Context) {
	m.mu.Lock()
	due := !m.Now().Before(m.next)
	m.mu.Unlock()
	if due {
		m.Look(ctx)
	}
}

// Look reads what has come since the last time. What goes wrong is said, and tried again
// later, each time after a longer while.
func (m *Mailbox) Look(ctx context.Context) {
	m.looking.Lock()
	defer m.looking.Unlock()
	more, err := m.look(ctx)
	if ctx.Err() != nil {
		return
	}
	m.plan(more, err)
	if err := m.report(ctx, err); err != nil {
		m.Log.Error("people could not be told how the mailbox is", "err", err)
	}
}

// plan says when the next look is.
func (m *Mailbox) plan(more bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	wait := m.Every
	switch {
	case err != nil && kindOf(err) != almostFull:
		m.fails++
		wait = min(m.Every<<min(m.fails, 10), max(longest, m.Every))
		m.Log.Warn("the mailbox could not be read; trying again later", "at", m.Now().Add(wait), "err", err)
	case more:
		m.fails, wait = 0, 0
	default:
		m.fails = 0
	}
	m.next = m.Now().Add(wait)
}

func kindOf(err error) string {
	if t, ok := errors.AsType[*trouble](err); ok {
		return t.kind
	}
	return ""
}

// look reads at most so many mails, and says whether there are more.
func (m *Mailbox) look(ctx context.Context) (more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	mark, err := m.Desk.Mark(ctx)
	if err != nil {
		return false, err
	}
	s, end, err := open(ctx, m.server, m.trust)
	if err != nil {
		return false, cmp.Or(m.await(ctx, mark), err)
	}
	defer end()
	begin := m.begin(mark, s)
	list, err := m.fresh(s, begin)
	if err != nil {
		return false, unreachable(m.server, err)
	}
	more = len(list) > oneLook
	for _, uid := range list[:min(len(list), oneLook)] {
		begin.mark.UID = uint32(uid)
		if err := m.one(ctx, s, begin, uid); err != nil {
			return false, err
		}
	}
	if s.used >= fullAt {
		err = &trouble{almostFull, fmt.Sprintf("the mailbox is %d %% full. Once it is full, what clients write is sent back to them", s.used), "Delete what is old there", nil}
	}
	return more, errors.Join(m.done(ctx, s, begin, len(list)), err)
}

// beginning is where a look begins.
type beginning struct {
	mark  records.MailMark // as it is after the mail that is being read
	was   records.MailMark
	anew  bool      // the numbers before mean nothing here
	since time.Time // then: what came earlier is left alone
}

// begin finds out where to go on. In a mailbox that was never read, or whose numbers
// have changed, that is a day ago, or when one was last read, or should have been: what was heard
// since is known by its id.
func (m *Mailbox) begin(mark records.MailMark, s *session) beginning {
	b := beginning{mark: mark, was: mark, anew: mark.Folder != m.folder() || mark.Validity != s.validity}
	b.mark.At = m.Now()
	if !b.anew {
		return b
	}
	b.since = m.Now().Add(-firstLook)
	if !mark.At.IsZero() && mark.At.Before(b.since) {
		b.since = mark.At
	}
	b.since = b.since.Add(-overlap)
	b.mark.Folder, b.mark.Validity, b.mark.UID = m.folder(), s.validity, 0
	return b
}

// folder is what is read, as the mark names it.
func (m *Mailbox) folder() string {
	return fmt.Sprintf("%s@%s/%s", m.server.User, m.server.Host, m.server.Folder)
}

// await keeps since when mails wait in a mailbox that cannot be opened and of which none was ever
// read: people are told that nothing is lost, so the first look goes back that far.
func (m *Mailbox) await(ctx context.Context, mark records.MailMark) error {
	if !mark.At.IsZero() {
		return nil
	}
	mark.At = m.Now().Add(-firstLook)
	return m.Desk.Note(ctx, mark)
}

func (m *Mailbox) fresh(s *session, b beginning) ([]imap.UID, error) {
	if b.anew {
		return s.since(b.since)
	}
	return s.after(imap.UID(b.mark.UID))
}

// done keeps that everything was read, where no mail has kept it. Of quiet times an hour
// is enough to know.
func (m *Mailbox) done(ctx context.Context, s *session, b beginning, found int) error {
	switch {
	case b.anew && found <= oneLook && s.next > 0:
		b.mark.UID = max(b.mark.UID, uint32(s.next)-1)
	case b.anew && found > oneLook: // those that came too early have kept nothing, and would be looked at for ever
	case found > 0 || b.mark.At.Sub(b.was.At) < time.Hour:
		return nil
	}
	return m.Desk.Note(ctx, b.mark)
}

// one reads one mail and has it taken. One that the server does not give is left alone
// after a few tries.
func (m *Mailbox) one(ctx context.Context, s *session, b beginning, uid imap.UID) error {
	f, err := s.fetch(uid)
	if err != nil {
		m.bad[uid]++
		if _, answered := errors.AsType[*imap.Error](err); !answered || m.bad[uid] < tries {
			return unreachable(m.server, err)
		}
		m.Log.Error("the mail server does not give a mail; it is left out, and people have to look at it there", "uid", uid, "err", err)
		return m.Desk.Note(ctx, b.mark)
	}
	if len(f.raw) == 0 || b.anew && !f.at.IsZero() && f.at.Before(b.since) {
		return nil // it is gone, or from before
	}
	mail := m.read(f.raw)
	if mail.Unread && len(f.raw) == MaxRead && m.bad[uid] < tries {
		m.bad[uid]++
		if mail, err = m.further(s, uid, f.raw); err != nil {
			return unreachable(m.server, err)
		}
	}
	delete(m.bad, uid)
	mail.Came = f.at
	return m.Desk.Take(ctx, mail, b.mark)
}

// further reads the texts of a mail in whose beginning there are none. A server that refuses
// that leaves it unread.
func (m *Mailbox) further(s *session, uid imap.UID, raw []byte) (*heard.Mail, error) {
	parts, err := s.texts(uid)
	if _, answered := errors.AsType[*imap.Error](err); err != nil && !answered {
		return nil, err
	}
	return m.read(raw, parts...), nil
}

// read reads a mail. One that breaks the reading is a mail of which nothing is known.
func (m *Mailbox) read(raw []byte, parts ...[]byte) (mail *heard.Mail) {
	defer func() {
		if why := recover(); why != nil {
			m.Log.Error("a mail could not be read; whoever wrote it is named, and their words are not", "why", why)
			mail = unreadable(raw)
		}
	}()
	return Read(raw, m.CheckedBy, parts...)
}
