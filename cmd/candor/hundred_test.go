package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/store/storetest"
)

// hundredClients is the whole program with n clients on one server.
func hundredClients(t *testing.T, n int) *story {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &story{t: t, dir: storetest.MemoryDir(t), clock: &clock{still: began}}
	s.p, err = openPlayground(context.Background(), ln, filepath.Join(s.dir, "candor.db"), s.clock, slog.New(slog.DiscardHandler), s.reach, func(c *config) {
		c.twice = false // Slack's three seconds are real
		for i := range n {
			c.Clients = append(c.Clients, client.Client{ID: fmt.Sprintf("%03d-globex-travel-and-sons", i), Name: fmt.Sprintf("Globex Travel and Sons Limited, the holiday homes of the coast %03d", i), Service: "booking site", Tags: []string{"web-3"},
				Contacts: []client.Contact{{Name: "Dana Fox", Email: fmt.Sprintf("d%d@globex.example", i)}}, Email: true, TimeZone: "Europe/Berlin"})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop(); s.p.app.close(); s.p.close() })
	return s
}

func (s *story) try(what string, err error) {
	s.t.Helper()
	if err == nil {
		err = s.settle(context.Background())
	}
	if err != nil {
		s.t.Errorf("%s: %v", what, err)
	}
}

// slow says why what has to be ready in Slack's three real seconds is left out;
// empty: it is not.
var slow string

// A button has 2,000 characters, a form 250 kB, its answer 20 kB: whoever runs a
// server for a hundred clients is reminded and can send all the same.
func TestAHundredClientsAreRemindedOf(t *testing.T) { // on its own: Slack waits three real seconds for each answer
	if slow != "" {
		t.Skip(slow)
	}
	s := hundredClients(t, 99)
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Second)
	defer cancel()
	s.try("declare", s.p.slack.Command(ctx, "@ana", "#team", "/incident declare sev1 acme web-3 the site does not open"))
	s.try("clock", s.moveClock(ctx, "14:16"))
	channel, direct := s.p.slack.Text("@ana", "#inc-1-acme-the-site-does-not-open"), s.p.slack.Text("@ana", "@candor")
	if answer := s.p.slack.Text("@ana", "#team"); !strings.Contains(answer, "have not heard yet") {
		t.Errorf("the command had no answer: %q", answer)
	}
	if !strings.Contains(channel+direct, "clients have not heard from us yet") {
		t.Errorf("a minute after the first word was due nobody was reminded; direct messages: %q", direct)
	}
	inc := "#inc-1-acme-the-site-does-not-open"
	s.try("form", s.p.slack.Command(ctx, "@ana", inc, "/incident update"))
	for _, field := range []string{"What do they notice?", "What are you doing about it?", "What should they do now?"} {
		s.try(field, s.p.slack.Fill(ctx, "@ana", field, strings.Repeat("the pages of the booking site ", 9)))
	}
	s.try("what is new", s.p.slack.Submit(ctx, "@ana"))
	s.try("read", s.p.slack.Press(ctx, "@ana", "", "Read it")) // with the names of all it is too large to follow at once
	if view := s.p.slack.ViewText("@ana"); !strings.Contains(view, "goes to *all 100 clients*") {
		t.Fatalf("the preview is not there: %q", view)
	}
	s.try("send", s.p.slack.Submit(ctx, "@ana"))
	s.try("clock", s.moveClock(ctx, "14:20"))
	if n := len(s.p.slack.Mails("")); n != 99 {
		t.Errorf("%d mails have arrived, want 99", n)
	}
}
