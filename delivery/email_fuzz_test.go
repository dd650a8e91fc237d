package delivery

import (
	"bytes"
	"mime"
	"strings"
	"testing"

	"candor/incident/outbox"
	"candor/incident/team"
)

// FuzzMailHead: whatever stands in names, addresses and the subject, a mail has
// exactly the headers that it should have, and its text is the text.
func FuzzMailHead(f *testing.F) {
	for _, s := range []string{
		"plain", "", "two\r\nBcc: x@y.example", "two\nlines", "a\r\n\r\nbody", "\x00", "ümläut ünd möhr", "\"quoted\" \\ name", "ü \\ name", "=?UTF-8?q?x?=", "=\xff?q??=", "=?nowhere?q?x?=", "a, b <c@d.example>",
		strings.Repeat("long ", 60), strings.Repeat("ä", 300), strings.Repeat(" ", 200) + "x", "\u2028\u2029\u0085", "\xff\xfe", "(comment)", "<@U0ANA> &lt;", "\t\v\f", "x\r.\r\n",
	} {
		f.Add(s, s, s, "dana@acme.example", s)
		f.Add("Subject", "Dana", "Ana", s, "Hello")
		f.Add("Subject", "Dana", "Ana", s+"@acme.example", "Hello")
	}
	f.Fuzz(func(t *testing.T, subject, toName, sender, to, body string) {
		l := mailLease()
		l.Delivery.Text = &outbox.Text{Subject: subject, Body: body}
		l.Delivery.To, l.Delivery.ToName = to, toName
		l.View.Update.Sender = team.Person{Name: sender, Email: to}
		l.View.Company = subject
		e := NewEmail(MailServer{From: "status@studio-north.example"})
		m, err := e.compose(l, nil)
		if err != nil {
			return
		}
		if again, _ := e.compose(l, nil); !bytes.Equal(m.text, again.text) {
			t.Fatal("the same delivery is two mails")
		}
		parsed, parts := mustParse(t, m.text)
		allowed := "From Reply-To To Subject Date Message-Id In-Reply-To References Auto-Submitted Mime-Version Content-Type"
		for name, values := range parsed.Header {
			if !strings.Contains(" "+allowed+" ", " "+name+" ") || len(values) != 1 {
				t.Fatalf("the mail has %d headers %q:\n%q", len(values), name, m.text)
			}
		}
		list, err := parsed.Header.AddressList("To")
		if err != nil || len(list) != 1 || list[0].Address != to {
			t.Fatalf("to %q is read as %v (%v)", to, list, err)
		}
		if from, err := parsed.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "status@studio-north.example" {
			t.Fatalf("from is read as %v (%v)", from, err)
		}
		if got, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject")); err != nil || oneLine(got) != subjectLine(subject) {
			t.Fatalf("subject %q is read as %q (%v)", subject, got, err)
		}
		if want := strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n"); len(parts) != 2 || parts[0] != want {
			t.Fatalf("body %q is read as %q", want, parts)
		}
		for line := range strings.SplitSeq(string(m.text), "\r\n") {
			if strings.ContainsAny(line, "\r\n\x00") || len(line) > 998 {
				t.Fatalf("a line that no server takes: %q", line)
			}
		}
	})
}
