package delivery

import (
	"bytes"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"candor/incident/outbox"
	"candor/incident/team"
)

// Looking at a wake address says what can be known of it, and never rings.
func TestLookingAtAWakeAddressRingsNobody(t *testing.T) {
	var rang atomic.Int32
	answer := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { rang.Add(1) })
	plain, secure := httptest.NewServer(answer), httptest.NewUnstartedServer(answer)
	defer plain.Close()
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are meant to fail
	secure.StartTLS()
	defer secure.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	ours := x509.NewCertPool()
	ours.AddCert(secure.Certificate())
	here := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	tests := []struct {
		name, address string
		allow         []netip.Prefix
		trust         *x509.CertPool
		want          outbox.Verdict
		reason        string
	}{
		{"encrypted", secure.URL, here, ours, outbox.Sent, ""},
		{"with a name and a password", strings.Replace(secure.URL, "https://", "https://ben:secret@", 1), here, ours, outbox.Sent, ""},
		{"in the clear, and allowed", plain.URL, here, nil, outbox.Sent, ""},
		{"a certificate that nobody vouches for", secure.URL, here, nil, outbox.Refused, "certificate at the wake address is not valid"},
		{"a server that does not encrypt", strings.Replace(plain.URL, "http://", "https://", 1), here, nil, outbox.Retry, "broke off"},
		{"not allowed", secure.URL, nil, ours, outbox.Refused, "leads into a private network"},
		{"not allowed by name", strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), nil, ours, outbox.Refused, "leads into a private network"},
		{"in the clear, on the internet", "http://8.8.8.8", here, nil, outbox.Refused, "is not encrypted"},
		{"nobody listens", gone.URL, here, nil, outbox.Retry, "could not be reached"},
		{"no address", "https://%zz/", here, nil, outbox.Refused, "not a valid web address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			logged := new(bytes.Buffer)
			r := newRing(logged)
			r.guard, r.trust = NewGuard(tt.allow, nil), tt.trust
			o := r.Look(t.Context(), ben(tt.address+"/secret-topic", team.WakeText))
			if o.Verdict != tt.want || !strings.Contains(o.Reason, tt.reason) || (o.Reason == "") != (tt.want == outbox.Sent) {
				t.Errorf("Look = %+v, want %s because %q", o, tt.want, tt.reason)
			}
			if strings.Contains(o.Reason+logged.String(), "secret") {
				t.Errorf("the address is shown: %s %s", o.Reason, logged)
			}
		})
	}
	if n := rang.Load(); n > 0 {
		t.Errorf("the phone rang %d times", n)
	}
}

// Logging in at the mail server hands in nothing.
func TestLoggingInAtTheMailServer(t *testing.T) {
	p := newPost(t)
	p.want(p.email().LogIn(t.Context()), outbox.Sent, "")
	wrong := p.server()
	wrong.Password = "another"
	p.want(p.emailAt(wrong).LogIn(t.Context()), outbox.Refused, "the mail login was refused (535 5.7.8)")
	p.none()
	p.close()
	p.want(p.email().LogIn(t.Context()), outbox.Retry, "could not be reached")
}

// The test mail goes the way of all mail.
func TestTheTestMailArrives(t *testing.T) {
	p := newPost(t)
	p.want(p.email().TestMail(t.Context(), "ana@studio-north.example", "Studio North", start), outbox.Sent, "")
	m, parts := mustParse(t, p.only().text)
	if m.Header.Get("Subject") != "A test by Candor" || !strings.Contains(parts[0], "This is a test: Studio North can tell clients by mail") {
		t.Errorf("it arrived as %q: %q", m.Header, parts)
	}
	p.want(p.email().TestMail(t.Context(), "no address", "Studio North", start), outbox.Refused, "not a valid e-mail address")
}
