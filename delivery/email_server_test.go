package delivery

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"candor/incident/client"
)

// post is a mail server in this process. Its fields say how it behaves.
type post struct {
	t    *testing.T
	ln   net.Listener
	cert tls.Certificate
	pool *x509.CertPool

	implicit, noTLS, noAuth, utf8 bool
	answer                        map[step]error
	hangUp                        step          // closes the connection there
	hangUpAfter                   bool          // closes it after it has taken a mail over
	stall                         step          // does not answer there
	stalled                       func()        // is told that it does not
	late                          time.Duration // before the answer to the dot
	ended                         chan struct{}

	mu  sync.Mutex
	got []received
}

type received struct {
	from, user   string
	to           []string
	secure, utf8 bool
	text         []byte
}

func newPost(t *testing.T) *post { return newPostWith(t, func(*post) {}) }

func newPostWith(t *testing.T, change func(*post)) *post {
	t.Helper()
	p := &post{t: t, ended: make(chan struct{})}
	change(p)
	own := httptest.NewUnstartedServer(nil)
	own.StartTLS() // for its certificate, which is for 127.0.0.1 and example.com
	p.cert, p.pool = own.TLS.Certificates[0], x509.NewCertPool()
	p.pool.AddCert(own.Certificate())
	own.Close()

	var err error
	if p.ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &visit{p: p, conn: c}, nil }))
	s.ErrorLog = log.New(io.Discard, "", 0)
	s.AllowInsecureAuth, s.EnableSMTPUTF8 = p.noTLS, p.utf8
	ln := p.ln
	switch config := (&tls.Config{Certificates: []tls.Certificate{p.cert}}); {
	case p.implicit:
		ln = tls.NewListener(p.ln, config)
	case !p.noTLS:
		s.TLSConfig = config
	}
	go s.Serve(ln) //nolint:errcheck // it ends with the listener
	t.Cleanup(func() { close(p.ended); s.Close() })
	return p
}

func (p *post) close() { p.ln.Close() }

func (p *post) server() MailServer {
	at := p.ln.Addr().(*net.TCPAddr)
	return MailServer{Host: "127.0.0.1", Port: at.Port, From: "status@studio-north.example", User: "candor", Password: client.Secret("letmein")}
}

func (p *post) email() *Email { return p.emailAt(p.server()) }

func (p *post) emailAt(s MailServer) *Email {
	e := NewEmail(s)
	e.Log, e.trust = slog.New(slog.DiscardHandler), p.pool
	return e
}

func (p *post) mails() []received {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got)
}

func (p *post) only() received {
	p.t.Helper()
	list := p.mails()
	if len(list) != 1 {
		p.t.Fatalf("%d mails arrived, want one", len(list))
	}
	return list[0]
}

func (p *post) none() {
	p.t.Helper()
	if list := p.mails(); len(list) > 0 {
		p.t.Errorf("%d mails arrived, want none", len(list))
	}
}

// visit is one connection.
type visit struct {
	p    *post
	conn *smtp.Conn
	r    received
}

// at behaves as the server is told to behave at a step.
func (v *visit) at(s step) error {
	switch s {
	case v.p.hangUp:
		v.conn.Conn().Close()
	case v.p.stall:
		if v.p.stalled != nil {
			v.p.stalled()
		}
		<-v.p.ended
	}
	return v.p.answer[s]
}

func (v *visit) AuthMechanisms() []string {
	if v.p.noAuth {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "candor" || password != "letmein" {
			return smtp.ErrAuthFailed
		}
		v.r.user = user
		return nil
	}), nil
}

func (v *visit) Mail(from string, o *smtp.MailOptions) error {
	v.r.from, v.r.utf8 = from, o.UTF8
	_, v.r.secure = v.conn.TLSConnectionState()
	return v.at(atSender)
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.r.to = append(v.r.to, to)
	return v.at(atRecipient)
}

func (v *visit) Data(r io.Reader) error {
	if v.p.hangUp == atContent {
		_ = v.at(atContent)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := v.at(atDot); err != nil {
		return err
	}
	if v.p.late > 0 { // a server that looks for viruses
		select {
		case <-time.After(v.p.late):
		case <-v.p.ended:
		}
	}
	v.p.mu.Lock()
	defer v.p.mu.Unlock()
	v.r.text = text
	v.p.got = append(v.p.got, v.r)
	return nil
}

func (v *visit) Reset() {
	if v.p.hangUpAfter && v.r.text != nil {
		v.conn.Conn().Close()
	}
	v.r.to = nil
}

func (v *visit) Logout() error { return nil }
