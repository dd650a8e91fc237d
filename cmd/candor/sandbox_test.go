package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"candor/cmd/candor/slackapp"
	"candor/sandbox/catch"
	"candor/sandbox/faults"
)

// Before the product is there, its server answers the product and asks people to
// wait; a page drawn too early would have nobody to ask for the next deadline.
func TestThePageWaitsForTheProduct(t *testing.T) {
	var ready atomic.Bool
	h := onceReady(&ready, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	code := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	for path, want := range map[string]int{
		"/": http.StatusServiceUnavailable, "/calls": http.StatusServiceUnavailable,
		"/api/auth.test": http.StatusTeapot, "/socket": http.StatusTeapot, "/response/x": http.StatusTeapot,
	} {
		if got := code(path); got != want {
			t.Errorf("%s answers %d before the product is there, want %d", path, got, want)
		}
	}
	ready.Store(true)
	if got := code("/"); got != http.StatusTeapot {
		t.Errorf("the page answers %d when the product is there", got)
	}
}

// Candor sandbox goes on after its disk was lost, on the copy that was put back, and ends
// when it is told to.
func TestTheSandboxLosesItsDisk(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	out := &lockedBuffer{}
	ended := make(chan error, 1)
	go func() {
		ended <- runSandbox(ctx, "127.0.0.1:0", filepath.Join(t.TempDir(), "candor.db"), out, slog.New(slog.DiscardHandler))
	}()
	p := &process{t: t, log: out}
	where := regexp.MustCompile(`http://\S+/`)
	p.until("it is open", func() bool { return where.MatchString(out.String()) })
	s := &story{t: t, p: &playground{url: where.FindString(out.String())}}
	page := func() string { text, _ := s.inspector(ctx); return text }
	p.until("it is connected", func() bool { return strings.Contains(page(), "2 connections") })
	for _, tt := range []struct{ kind, says string }{{"lose-disk", "Nothing was lost"}, {"copy-data", "A copy of the data was made"}, {"lose-disk", "The disk is lost"}, {"lose-disk", "The disk is lost"}} {
		if err := s.trouble(ctx, tt.kind); err != nil || !strings.Contains(s.notice(), tt.says) {
			t.Errorf("%s: %v, it says %q, want %q", tt.kind, err, s.notice(), tt.says)
		}
	}
	p.until("another is connected", func() bool { return strings.Contains(page(), "2 connections") })
	end()
	if err := <-ended; err != nil {
		t.Errorf("at its end: %v", err)
	}
}

// An address that somebody writes on the sandbox's page is not called, nor is its name
// looked up, unless it is on this machine. Its own places are.
func TestTheSandboxCallsNobodyOutside(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p, err := openPlayground(t.Context(), ln, filepath.Join(t.TempDir(), "candor.db"), &clock{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	c := p.config("")
	ask := func(address string) error {
		answer, err := c.guard().Client(time.Second).Get(address)
		if err == nil {
			answer.Body.Close()
		}
		return err
	}
	for _, address := range []string{"https://1.1.1.1/x", "https://hooks.acme.example/x", "https://[2001:4860:4860::8888]/x", "https://8.8.8.8/x"} {
		if err := ask(address); err == nil || !strings.Contains(err.Error(), "the sandbox calls nobody else") {
			t.Errorf("%s is called: %v", address, err)
		}
	}
	for _, hook := range c.Clients {
		if hook.Webhook != nil {
			if err := ask(hook.Webhook.URL); err != nil {
				t.Errorf("its own place is not called: %v", err)
			}
		}
	}
}

// The connections stand without the bot token: that it is dead is red, holds the heartbeat
// back and rings phones.
func TestADeadTokenIsRed(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	clk := &clock{still: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)}
	p, err := openPlayground(t.Context(), ln, filepath.Join(t.TempDir(), "candor.db"), clk, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	says := func() bool {
		return strings.Contains(strings.Join(p.app.unfit(t.Context()), " "), "Slack has not accepted the bot token since")
	}
	look := func() { clk.set(clk.Now().Add(slackapp.AskEvery)); p.app.token.Look(t.Context()) }
	if look(); says() {
		t.Error("a token that works is called dead")
	}
	p.slack.Break(faults.Fault{Method: "auth.test", Error: "account_inactive"})
	for range 3 {
		look()
	}
	if s := p.app.status(t.Context()); s.Watching || !says() {
		t.Errorf("the status is %+v", s)
	}
	if calls := p.slack.Caught(catch.Wake, ""); len(calls) != 2 || !strings.Contains(calls[0].Body, "account_inactive") { // Ben and Cleo are asked first
		t.Errorf("their phones: %+v", calls)
	}
}
