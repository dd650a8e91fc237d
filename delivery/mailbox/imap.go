package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"candor/delivery"
	"candor/incident/client"
)

// Server is where the mailbox is. The zero value is none.
type Server struct {
	Host     string
	Port     int
	User     string
	Password client.Secret
	TLS      delivery.TLSMode // empty: ImplicitTLS
	Folder   string           // empty: INBOX
}

// trouble is why the mailbox cannot be read.
type trouble struct {
	kind string // the same one is said once
	what string // a sentence without its subject and its dot
	fix  string // what to do
	err  error
}

// Error is for the log.
func (t *trouble) Error() string { return fmt.Sprintf("%s: %v", t.what, t.err) }

// Unwrap returns what the network or the server said.
func (t *trouble) Unwrap() error { return t.err }

// What goes wrong with a mailbox.
const (
	outOfReach = "reach"
	badTLS     = "tls"
	badLogin   = "login"
	badFolder  = "folder"
	almostFull = "full"
)

// session is one connection, logged in and in the folder.
type session struct {
	*imapclient.Client
	validity uint32
	next     imap.UID // of the next mail; 0: the server does not say
	used     int      // per cent of the room that there is; 0: the server does not say
}

// open connects, logs in and opens the folder, to read only. The connection ends with
// ctx, whatever waits on it.
func open(ctx context.Context, s Server, roots *x509.CertPool) (*session, func(), error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	if err != nil {
		return nil, nil, unreachable(s, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)); conn.Close() })
	end := func() { stop(); conn.Close() }
	c, err := greet(ctx, s, conn, roots)
	if err == nil {
		err = logIn(s, c)
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	box, err := c.Select(s.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		end()
		return nil, nil, cannotOpen(s, err)
	}
	return &session{Client: c, validity: max(box.UIDValidity, 1), next: box.UIDNext, used: roomUsed(c, s)}, end, nil
}

// greet encrypts the connection, and waits until the server has said something.
func greet(ctx context.Context, s Server, conn net.Conn, roots *x509.CertPool) (*imapclient.Client, error) {
	secure := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: roots}
	var c *imapclient.Client
	switch s.TLS {
	case delivery.NoTLS:
		if at, ok := conn.RemoteAddr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
			return nil, &trouble{badTLS, "mail.inbox.tls is none, and the server is not on this machine", "Whoever runs Candor has to write implicit or starttls", errors.New("not a loopback address")}
		}
		c = imapclient.New(conn, nil)
	case delivery.StartTLS:
		var err error
		if c, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: secure}); err != nil {
			return nil, noTLS(ctx, s, err)
		}
	default:
		t := tls.Client(conn, secure)
		if err := t.HandshakeContext(ctx); err != nil {
			return nil, noTLS(ctx, s, err)
		}
		c = imapclient.New(t, nil)
	}
	if err := c.WaitGreeting(); err != nil {
		return nil, unreachable(s, err)
	}
	return c, nil
}

func logIn(s Server, c *imapclient.Client) error {
	var err error
	if c.Caps().Has(imap.AuthCap(sasl.Plain)) {
		err = c.Authenticate(sasl.NewPlainClient("", s.User, s.Password.Reveal()))
	} else {
		err = c.Login(s.User, s.Password.Reveal()).Wait()
	}
	if err == nil {
		return nil
	}
	if reply, ok := errors.AsType[*imap.Error](err); ok && !passing(reply) {
		return &trouble{badLogin, "the mail server " + s.Host + " refuses the login", "Whoever runs Candor has to correct mail.inbox.user or its password", err}
	}
	return unreachable(s, err)
}

// passing says whether a refusal is about the moment and not about us.
func passing(e *imap.Error) bool {
	return slices.Contains([]imap.ResponseCode{imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug}, e.Code) ||
		e.Type == imap.StatusResponseTypeBye
}

func unreachable(s Server, err error) error {
	return &trouble{outOfReach, "the mail server " + s.Host + " cannot be reached, or does not answer", "Whoever runs Candor has to look at that server, and at mail.inbox in the config", err}
}

func cannotOpen(s Server, err error) error {
	if reply, ok := errors.AsType[*imap.Error](err); ok && !passing(reply) {
		return &trouble{badFolder, "there is no folder " + s.Folder + " on the mail server " + s.Host, "Whoever runs Candor has to correct mail.inbox.folder", err}
	}
	return unreachable(s, err)
}

// noTLS says why the connection is not encrypted, or not to the one who was meant.
func noTLS(ctx context.Context, s Server, err error) error {
	_, isNet := errors.AsType[*net.OpError](err)
	if isNet || ctx.Err() != nil || errors.Is(err, io.EOF) {
		return unreachable(s, err)
	}
	return &trouble{badTLS, "no encrypted connection to the mail server " + s.Host + " comes about", "Whoever runs Candor has to correct mail.inbox.tls or mail.inbox.port, or the server's certificate", err}
}

// roomUsed is how much of the mailbox's room is used, in per cent; 0 if the server does
// not say.
func roomUsed(c *imapclient.Client, s Server) (used int) {
	if !c.Caps().Has(imap.CapQuota) {
		return 0
	}
	roots, err := c.GetQuotaRoot(s.Folder).Wait()
	if err != nil {
		return 0
	}
	for _, root := range roots {
		for _, r := range root.Resources {
			if r.Limit > 0 {
				used = max(used, int(100*float64(r.Usage)/float64(r.Limit)))
			}
		}
	}
	return used
}

// since lists the mails that came at an instant or later, and some that came earlier on
// that day, the oldest first.
func (s *session) since(at time.Time) ([]imap.UID, error) {
	return s.search(&imap.SearchCriteria{Since: at.UTC().AddDate(0, 0, -1)}) // the server's day may have begun later
}

// after lists the mails with higher numbers, the oldest first.
func (s *session) after(uid imap.UID) ([]imap.UID, error) {
	if s.next != 0 && s.next <= uid+1 {
		return nil, nil
	}
	list, err := s.search(&imap.SearchCriteria{UID: []imap.UIDSet{{imap.UIDRange{Start: uid + 1}}}})
	return slices.DeleteFunc(list, func(n imap.UID) bool { return n <= uid }), err // "6:*" is the last one, also where that is 5
}

func (s *session) search(c *imap.SearchCriteria) ([]imap.UID, error) {
	found, err := s.UIDSearch(c, nil).Wait()
	if err != nil {
		return nil, err
	}
	list := found.AllUIDs()
	slices.Sort(list)
	return list, nil
}

// fetched is one mail as the server has it.
type fetched struct {
	raw []byte // its beginning; nil: it is gone
	at  time.Time
}

// fetch reads the beginning of one mail, and leaves it as it is.
func (s *session) fetch(uid imap.UID) (f fetched, err error) {
	cmd := s.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, InternalDate: true,
		BodySection: []*imap.FetchItemBodySection{{Peek: true, Partial: &imap.SectionPartial{Size: MaxRead}}}})
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataInternalDate:
				f.at = item.Time
			case imapclient.FetchItemDataBodySection:
				if item.Literal != nil {
					f.raw, _ = io.ReadAll(io.LimitReader(item.Literal, MaxRead)) // what breaks off shows in Close
				}
			}
		}
	}
	return f, cmd.Close()
}

// mostParts is how many texts of one mail are asked for one by one.
const mostParts = 4

// texts reads what is text of a mail, wherever in it that stands, each with the header of its
// part: some programs put a photograph before the words.
func (s *session) texts(uid imap.UID) (parts [][]byte, err error) {
	list, err := s.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true}}).Collect()
	if err != nil || len(list) != 1 || list[0].BodyStructure == nil {
		return nil, err
	}
	var want []*imap.FetchItemBodySection
	list[0].BodyStructure.Walk(func(path []int, part imap.BodyStructure) bool {
		if leaf, ok := part.(*imap.BodyStructureSinglePart); ok && len(want) < 2*mostParts && leaf.Filename() == "" && (words[strings.ToLower(leaf.MediaType())] || strings.EqualFold(leaf.MediaType(), "text/html")) {
			path = slices.Clone(path)
			want = append(want, &imap.FetchItemBodySection{Peek: true, Part: path, Specifier: imap.PartSpecifierMIME, Partial: &imap.SectionPartial{Size: maxText}},
				&imap.FetchItemBodySection{Peek: true, Part: path, Partial: &imap.SectionPartial{Size: 2 * maxText}})
		}
		return len(path) < maxDepth
	})
	if len(want) == 0 {
		return nil, nil
	}
	list, err = s.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: want}).Collect()
	if err != nil || len(list) != 1 {
		return nil, err
	}
	for i := 0; i < len(want); i += 2 {
		parts = append(parts, slices.Concat(list[0].FindBodySection(want[i]), list[0].FindBodySection(want[i+1])))
	}
	return parts, nil
}
