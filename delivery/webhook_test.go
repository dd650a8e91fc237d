package delivery

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

const (
	hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	hookBody   = `{"type":"incident.update","data":{"text":"Your checkout shows an error – we are on it."}}`
)

// loopbackAllowed lets tests call their own servers.
var loopbackAllowed = NewGuard([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, nil)

func hookLease(url string) *view.Lease {
	c := client.Client{ID: "acme", Webhook: &client.Webhook{URL: url, Secret: hookSecret}}
	return &view.Lease{
		Delivery: outbox.Delivery{
			Key: "INC-7/acme/update/1/webhook", ID: "K7Q2XM", Kind: outbox.ClientText, Via: client.ViaWebhook, To: url,
			Text: &outbox.Text{Body: hookBody},
		},
		View: view.View{Now: start, Client: &incident.Affected{Client: c}},
	}
}

func newHook(g *Guard) *Webhook {
	s := NewWebhook(g)
	s.Log = slog.New(slog.DiscardHandler)
	return s
}

func mustOutcome(t *testing.T, o outbox.DeliveryOutcome, v outbox.Verdict, reason string) {
	t.Helper()
	if o.Verdict != v || !strings.Contains(o.Reason, reason) || (v == outbox.Sent) != (o.Reason == "") || strings.HasSuffix(o.Reason, ".") {
		t.Errorf("outcome is %s (%q), want %s with %q", o.Verdict, o.Reason, v, reason)
	}
}

// The receiver can verify what it gets with the library of the standard, and
// recognises a repeat by its id.
func TestAWebhookIsSignedAndKeepsItsID(t *testing.T) {
	verifier, err := webhooks.NewWebhook(hookSecret)
	if err != nil {
		t.Fatal(err)
	}
	var ids, stamps []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := verifier.VerifyIgnoringTimestamp(body, r.Header); err != nil || string(body) != hookBody {
			t.Errorf("the body is %s and its signature: %v", body, err)
		}
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s with %v", r.Method, r.Header)
		}
		ids, stamps = append(ids, r.Header.Get("webhook-id")), append(stamps, r.Header.Get("webhook-timestamp"))
		w.WriteHeader(http.StatusAccepted)
	}))
	defer web.Close()
	s, l := newHook(loopbackAllowed), hookLease(web.URL+"/hook")
	o := s.Do(t.Context(), l, kit.Post{})
	mustOutcome(t, o, outbox.Sent, "")
	if want := (outbox.Receipt{Channel: web.URL + "/hook", TS: "K7Q2XM"}); o.Receipt != want {
		t.Errorf("the receipt is %+v, want %+v", o.Receipt, want)
	}
	l.View.Now = start.Add(time.Minute)
	mustOutcome(t, s.Do(t.Context(), l, kit.Post{}), outbox.Sent, "")
	if ids[0] != "K7Q2XM" || ids[1] != ids[0] || stamps[0] != strconv.FormatInt(start.Unix(), 10) || stamps[1] == stamps[0] {
		t.Errorf("ids %v at %v, want the same id and the time of each try", ids, stamps)
	}
}

func TestWhatAWebhookAnswers(t *testing.T) {
	tests := []struct {
		status int
		after  string // Retry-After
		want   outbox.Verdict
		reason string
		wait   time.Duration
	}{
		{200, "", outbox.Sent, "", 0},
		{204, "", outbox.Sent, "", 0},
		{299, "", outbox.Sent, "", 0},
		{301, "", outbox.Refused, "leads elsewhere (301)", 0},
		{307, "", outbox.Refused, "leads elsewhere (307)", 0},
		{400, "", outbox.Refused, "does not take it (400)", 0},
		{401, "", outbox.Refused, "does not let Candor in (401). Compare the secret", 0},
		{403, "", outbox.Refused, "does not let Candor in (403)", 0},
		{404, "", outbox.Refused, "does not take it (404)", 0},
		{410, "", outbox.Refused, "is gone for good (410). Ask them for the new address", 0},
		{408, "", outbox.Retry, "has trouble (408)", 0},
		{425, "", outbox.Retry, "has trouble (425)", 0},
		{429, "", outbox.Retry, "asked to wait", 0},
		{429, "7", outbox.Retry, "asked to wait", 7 * time.Second},
		{429, "Mon, 23 Nov 2026 14:02:00 GMT", outbox.Retry, "asked to wait", 2 * time.Minute},
		{429, "Mon, 23 Nov 2026 13:00:00 GMT", outbox.Retry, "asked to wait", 0},
		{429, "Tue, 24 Nov 2026 14:00:00 GMT", outbox.Retry, "asked to wait", longestAsked},
		{429, "86400", outbox.Retry, "asked to wait", longestAsked},
		{429, "9223372036854775807", outbox.Retry, "asked to wait", longestAsked},
		{429, "-5", outbox.Retry, "asked to wait", 0},
		{429, "soon", outbox.Retry, "asked to wait", 0},
		{503, "30", outbox.Retry, "has trouble (503)", 30 * time.Second},
		{500, "30", outbox.Retry, "has trouble (500)", 0},
		{502, "", outbox.Retry, "has trouble (502)", 0},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status, " ", tt.after), func(t *testing.T) {
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.Header().Set("Retry-After", tt.after)
				w.WriteHeader(tt.status)
			}))
			defer web.Close()
			o := newHook(loopbackAllowed).Do(t.Context(), hookLease(web.URL), kit.Post{})
			mustOutcome(t, o, tt.want, tt.reason)
			if o.After != tt.wait {
				t.Errorf("it waits %s, want %s", o.After, tt.wait)
			}
		})
	}
}

func TestAWebhookThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	lost := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	mute := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	gone := httptest.NewServer(http.NotFoundHandler())
	strange := httptest.NewTLSServer(http.NotFoundHandler())
	defer lost.Close()
	defer mute.Close()
	defer strange.Close()
	defer close(hang)
	gone.Close()
	tests := []struct {
		name, url string
		guard     *Guard
		want      outbox.Verdict
		reason    string
	}{
		{"the answer is lost", lost.URL, loopbackAllowed, outbox.Unknown, "broke off before it answered"},
		{"it is mute", mute.URL, loopbackAllowed, outbox.Unknown, "did not answer in time"},
		{"nobody is there", gone.URL, loopbackAllowed, outbox.Retry, "could not be reached"},
		{"there is no such name", "https://nowhere.invalid/", loopbackAllowed, outbox.Retry, "could not be reached"},
		{"a stranger", strange.URL, loopbackAllowed, outbox.Refused, "certificate of their webhook is not valid"},
		{"in our own network", lost.URL, NewGuard(nil, nil), outbox.Refused, "their webhook's address leads into a private network"},
		{"in our own network, by name", strings.Replace(strange.URL, "127.0.0.1", "localhost", 1), NewGuard(nil, nil), outbox.Refused, "leads into a private network"},
		{"in the clear", "http://hooks.acme.example/", NewGuard(nil, nil), outbox.Refused, "is not encrypted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newHook(tt.guard)
			s.client.Timeout = 2 * time.Second
			mustOutcome(t, s.Do(t.Context(), hookLease(tt.url), kit.Post{}), tt.want, tt.reason)
		})
	}
}

// An answer without end is not read to its end.
func TestAWebhookThatTalksWithoutEnd(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<16)); err != nil {
				return
			}
		}
	}))
	defer web.Close()
	mustOutcome(t, newHook(loopbackAllowed).Do(t.Context(), hookLease(web.URL), kit.Post{}), outbox.Sent, "")
}

func TestWhatIsNoWebhook(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	defer web.Close()
	tests := []struct {
		name   string
		change func(*view.Lease)
		reason string
	}{
		{"no text", func(l *view.Lease) { l.Delivery.Text = nil }, "there is no text"},
		{"no webhook any more", func(l *view.Lease) { l.View.Client.Client.Webhook = nil }, "the config names another webhook now"},
		{"another address", func(l *view.Lease) { l.View.Client.Client.Webhook.URL += "/new" }, "the config names another webhook now"},
		{"no secret", func(l *view.Lease) { l.View.Client.Client.Webhook.Secret = "" }, "secret cannot be used"},
		{"half a secret", func(l *view.Lease) { l.View.Client.Client.Webhook.Secret = "whsec_" }, "secret cannot be used"},
		{"no such secret", func(l *view.Lease) { l.View.Client.Client.Webhook.Secret = "whsec_!" }, "secret cannot be used"},
	}
	for _, tt := range tests {
		l := hookLease(web.URL)
		tt.change(l)
		mustOutcome(t, newHook(loopbackAllowed).Do(t.Context(), l, kit.Post{}), outbox.Refused, tt.reason)
	}
}

// An address may be a secret: whoever knows it can post there.
func TestAWebhooksAddressIsNotLogged(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	web.Close()
	var log bytes.Buffer
	s := NewWebhook(loopbackAllowed)
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	o := s.Do(t.Context(), hookLease(web.URL+"/T0KEN?key=s3cret"), kit.Post{})
	if strings.Contains(log.String()+o.Reason, "T0KEN") || strings.Contains(log.String(), "s3cret") || !strings.Contains(log.String(), "refused") {
		t.Errorf("the log says %s and the reason %s", log.String(), o.Reason)
	}
}

// It is not logged however it is written, nor what a server repeats of it.
func TestAWebhooksAddressIsNotLoggedHoweverItIsWritten(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	parrot := func(status string, header ...string) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			fmt.Fprintf(c, "HTTP/1.1 %s\r\n%s\r\nContent-Length: 0\r\n\r\n", status, strings.Join(header, "\r\n"))
			c.Close()
		}))
	}
	moved := parrot("302 Found", "Location: http://[::1/T0KEN?key=s3cret")
	defer moved.Close()
	unknown := parrot("401 no such key T0KEN", "X-Key: s3cret")
	defer unknown.Close()
	for name, address := range map[string]string{
		"capitals":     "HTTP" + strings.TrimPrefix(gone.URL, "http") + "/T0KEN?key=s3cret",
		"a space":      gone.URL + "/T0KEN in?key=s3cret",
		"a mark in it": gone.URL + "/T0KEN?key=s3cret#here",
		"dots":         gone.URL + "/a/../T0KEN?key=s3cret",
		"a quote":      gone.URL + "/\"T0KEN\"?key=s3cret",
		"a letter":     gone.URL + "/T0KEN-ä?key=s3cret",
		"a redirect":   moved.URL + "/T0KEN?key=s3cret",
		"its status":   unknown.URL + "/T0KEN?key=s3cret",
	} {
		var log bytes.Buffer
		s := NewWebhook(loopbackAllowed)
		s.Log = slog.New(slog.NewTextHandler(&log, nil))
		l := hookLease(address)
		o := s.Do(t.Context(), l, kit.Post{})
		if said := log.String() + o.Reason; strings.Contains(said, "T0KEN") || strings.Contains(said, "s3cret") {
			t.Errorf("%s: the log says %s and the reason %s", name, log.String(), o.Reason)
		}
	}
}
