package sandbox

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"candor/sandbox/letters"
)

// mailbox returns all mails of the company's mailbox, as a mail program reads them.
func mailbox(t *testing.T, addr string) (list []string) {
	t.Helper()
	c, err := imapclient.DialInsecure(addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(letters.User, letters.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	cmd := c.Fetch(imap.SeqSet{{Start: 1}}, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	defer cmd.Close()
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			if part, ok := item.(imapclient.FetchItemDataBodySection); ok {
				text, err := io.ReadAll(part.Literal)
				if err != nil {
					t.Fatal(err)
				}
				list = append(list, string(text))
			}
		}
	}
	return list
}

// A client answers their newest mail on the page, is away, or lets it come back.
func TestAClientAnswersByMail(t *testing.T) {
	b := newBench(t)
	send := b.mailer()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	b.must(err)
	b.must(b.ServeInbox(ln))
	if page := b.post("/mail", "user", "U0DANA", "do", "answers", "text", "When?"); !strings.Contains(page, "has no mail yet") {
		t.Error("Dana answered no mail, and nobody said so")
	}
	b.must(send("dana@acme.example", rawMail))
	page := b.post("/mail", "user", "U0DANA", "do", "answers", "text", "When exactly?", "back", "c=U0DANA&cc=mail")
	if !strings.Contains(page, "Answer the newest mail") || !strings.Contains(page, "Send it back") {
		t.Error("the page offers no answer")
	}
	b.post("/mail", "user", "U0DANA", "do", "away")
	b.post("/mail", "user", "U0DANA", "do", "bounces")
	if page := b.post("/mail", "user", "U0DANA", "do", "answers", "text", " "); !strings.Contains(page, "write something first") {
		t.Error("nothing was sent, and nobody said so")
	}
	list := mailbox(t, ln.Addr().String())
	if len(list) != 3 {
		t.Fatalf("%d mails arrived: %q", len(list), list)
	}
	for i, want := range [][]string{
		{`From: "Dana Fox" <dana@acme.example>`, "In-Reply-To: <1@x>", "References: <root@x> <1@x>", "\r\n\r\nWhen exactly?\r\n", "> the café is down."},
		{"Auto-Submitted: auto-replied", "I am away"},
		{"Return-Path: <>", "Status: 5.1.1", "Message-ID: <1@x>"},
	} {
		for _, part := range want {
			if !strings.Contains(list[i], part) {
				t.Errorf("mail %d has no %q:\n%s", i+1, part, list[i])
			}
		}
	}
}
