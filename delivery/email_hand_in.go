package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// step is where in a transaction something stopped.
type step string

const (
	atDial      step = "dial"
	atGreeting  step = "greeting"
	atTLS       step = "tls"
	atLogin     step = "login"
	atSender    step = "sender"
	atRecipient step = "recipient"
	atContent   step = "content"
	atDot       step = "dot" // the mail has left; only the answer to it is missing
)

// stopped is why a transaction did not come to its end.
type stopped struct {
	at  step
	err error
}

// Errors of our own; all others are the network's or the server's.
var (
	errNoStartTLS = errors.New("the server does not offer STARTTLS")
	errNotHere    = errors.New("the server is not on this machine")
	errNoLogin    = errors.New("the server offers no login that is known here")
	errNoUTF8     = errors.New("the server does not take addresses with letters beyond ASCII")
)

// trust says whose certificates are believed; nil means those of the system.
type trust = *x509.CertPool

// handIn hands a mail in. It returns nil when the server has taken it over.
func (e *Email) handIn(ctx context.Context, m letter) *stopped {
	before, cancel := context.WithTimeout(ctx, e.limits.before)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(before, "tcp", net.JoinHostPort(e.server.Host, strconv.Itoa(e.server.Port)))
	if err != nil {
		return &stopped{atDial, err}
	}
	defer conn.Close()
	off := limit(before, conn)
	t, stop := e.open(before, conn)
	if stop != nil {
		return stop
	}
	dot, stop := e.write(t, m)
	if stop != nil {
		return stop
	}
	if !off() { // a mail without its dot is thrown away by the server
		return &stopped{atContent, before.Err()}
	}
	after, cancel := context.WithTimeout(ctx, e.limits.after)
	defer cancel()
	defer limit(after, conn)()
	if err := dot(); err != nil {
		return &stopped{atDot, err}
	}
	_, _ = t.Text.Cmd("QUIT") // for politeness; what becomes of it changes nothing
	return nil
}

// limit ends what waits on a connection when ctx ends. It returns what calls that
// off, which says whether it came in time. The connection is the one below any
// encryption: its deadline holds for all that goes on above.
func limit(ctx context.Context, conn net.Conn) (off func() bool) {
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}

// open greets, encrypts and logs in.
func (e *Email) open(ctx context.Context, conn net.Conn) (*smtp.Client, *stopped) {
	s := e.server
	switch {
	case s.TLS == NoTLS && !onThisMachine(conn):
		return nil, &stopped{atTLS, errNotHere}
	case s.TLS == ImplicitTLS:
		secure := tls.Client(conn, e.tls())
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, &stopped{atTLS, err}
		}
		conn = secure
	}
	t, err := smtp.NewClient(conn, s.Host)
	if err != nil {
		return nil, &stopped{atGreeting, err}
	}
	// Many servers want a name with a domain here, which a container's own is not.
	if err := t.Hello(e.domain()); err != nil {
		return nil, &stopped{atGreeting, err}
	}
	if s.TLS == StartTLS {
		if offered, _ := t.Extension("STARTTLS"); !offered {
			return nil, &stopped{atTLS, errNoStartTLS}
		}
		if err := t.StartTLS(e.tls()); err != nil {
			return nil, &stopped{atTLS, err}
		}
	}
	if err := e.logIn(t); err != nil {
		return nil, &stopped{atLogin, err}
	}
	return t, nil
}

func (e *Email) tls() *tls.Config {
	return &tls.Config{ServerName: e.server.Host, MinVersion: tls.VersionTLS12, RootCAs: e.trust}
}

func onThisMachine(conn net.Conn) bool {
	at, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && at.IP.IsLoopback()
}

// logIn logs in if there is a user, in the best way that the server offers.
func (e *Email) logIn(t *smtp.Client) error {
	s := e.server
	if s.User == "" {
		return nil
	}
	_, offer := t.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(offer))
	password, plain := s.Password.Reveal(), s.TLS == NoTLS // in the clear only on this machine, see open
	for _, way := range []struct {
		name string
		auth smtp.Auth
	}{
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(s.User, password)},
		{"PLAIN", smtp.PlainAuth("", s.User, password, s.Host, plain)},
		{"LOGIN", smtp.LoginAuth(s.User, password, s.Host, plain)},
		{"CRAM-MD5", smtp.CRAMMD5Auth(s.User, password)},
	} {
		if slices.Contains(offered, way.name) {
			return t.Auth(way.auth)
		}
	}
	return errNoLogin
}

// write names sender and recipient and sends the content, all but the final dot;
// dot sends that and waits for the answer.
func (e *Email) write(t *smtp.Client, m letter) (dot func() error, stop *stopped) {
	plain := isPlain(m.from) && isPlain(m.to)
	if able, _ := t.Extension("SMTPUTF8"); !able && !plain {
		return nil, &stopped{atRecipient, errNoUTF8}
	}
	t.SkipSMTPUTF8(plain) // a server further on may not know it
	if err := t.Mail("<" + m.from + ">"); err != nil {
		return nil, &stopped{atSender, err}
	}
	if err := t.Rcpt("<" + m.to + ">"); err != nil {
		return nil, &stopped{atRecipient, err}
	}
	content, err := t.Data()
	if err != nil {
		return nil, &stopped{atContent, err}
	}
	if _, err := content.Write(m.text); err != nil {
		return nil, &stopped{atContent, err}
	}
	return content.Close, nil
}
