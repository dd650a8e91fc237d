package sandbox

import (
	"html"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candor/sandbox/faults"
)

const rawMail = "From: \"Ana Ruiz, Studio North\" <status@studio-north.example>\r\nReply-To: ana@studio-north.example\r\nTo: Dana Fox <dana@acme.example>\r\n" +
	"Subject: =?UTF-8?q?Caf=C3=A9?= down\r\nMessage-ID: <1@x>\r\nReferences: <root@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHello Dana,\r\nthe caf=C3=A9 is down.\r\n" +
	"--b\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>Hello <script>alert(1)</script></p>\r\n--b--\r\n"

// mailer is a client of the mail catcher.
func (b *bench) mailer() (send func(to, text string) error) {
	b.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	b.must(err)
	b.ServeMail(ln)
	return func(to, text string) error {
		c, err := smtp.Dial(ln.Addr().String())
		if err != nil {
			return err
		}
		defer c.Close()
		return c.SendMail("status@studio-north.example", []string{to}, strings.NewReader(text))
	}
}

func TestMailIsCaughtAndRead(t *testing.T) {
	b := newBench(t)
	send := b.mailer()
	b.must(send("dana@acme.example", rawMail))
	b.must(send("dana@acme.example", strings.Replace(rawMail, "<root@x>", "<other@x>", 1)))
	b.must(send("support@globex.example", "Subject: plain\r\n\r\nno parts\r\n"))
	b.must(send("support@globex.example", "no mail at all"))
	want := `Café down (thread 1)
  from Ana Ruiz, Studio North <status@studio-north.example>
  to Dana Fox <dana@acme.example>
  answers to <ana@studio-north.example>
  | Hello Dana,
  | the café is down.
`
	if got := b.MailText("Dana@acme.example"); got != want+strings.Replace(want, "thread 1", "thread 2", 1) {
		t.Errorf("Dana got\n%s\nwant twice\n%s", got, want)
	}
	list := b.Mails("support@globex.example")
	if len(list) != 2 || list[0].Text != "no parts\n" || list[1].Unparsed == "" || !strings.Contains(list[1].Text, "no mail at all") || !list[0].At.Equal(start) {
		t.Errorf("Globex got %+v", list)
	}
	if len(b.Mails("")) != 4 {
		t.Errorf("%d mails were caught, want 4", len(b.Mails("")))
	}
}

func TestTroubleWithMail(t *testing.T) {
	tests := []struct {
		name    string
		fault   faults.Fault
		says    smtp.EnhancedCode // zero: it says nothing
		arrives bool
	}{
		{"down", faults.Fault{Down: true}, smtp.EnhancedCode{}, false},
		{"try later", faults.Fault{Status: 451}, smtp.EnhancedCode{4, 7, 1}, false},
		{"nobody of that name", faults.Fault{Status: 550}, smtp.EnhancedCode{5, 1, 1}, false},
		{"too large", faults.Fault{Status: 552}, smtp.EnhancedCode{5, 3, 4}, false},
		{"any other", faults.Fault{Status: 471}, smtp.EnhancedCode{4, 0, 0}, false},
		{"the answer is lost", faults.Fault{Lost: true}, smtp.EnhancedCode{}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			send := b.mailer()
			tt.fault.Method, tt.fault.Times = "mail", 1
			b.Break(tt.fault)
			err := send("dana@acme.example", rawMail)
			said := smtp.EnhancedCode{}
			if e, ok := err.(*smtp.SMTPError); ok {
				said = e.EnhancedCode
			}
			if err == nil || said != tt.says {
				t.Errorf("the mail ends with %v, code %v, want %v", err, said, tt.says)
			}
			if arrived := len(b.Mails("")) == 1; arrived != tt.arrives {
				t.Errorf("it arrived: %t, want %t", arrived, tt.arrives)
			}
			b.must(send("dana@acme.example", rawMail)) // the trouble is over
		})
	}
}

// What is wrong with a mail itself is said after it was read, not to its address.
func TestARefusedContentHasARecipient(t *testing.T) {
	for status, refused := range map[int]bool{550: true, 552: false, 554: false} {
		b := newBench(t)
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		b.must(err)
		b.ServeMail(ln)
		b.Break(faults.Fault{Method: "mail", Status: status, Times: 1})
		c, err := smtp.Dial(ln.Addr().String())
		b.must(err)
		b.must(c.Mail("status@studio-north.example", nil))
		if err := c.Rcpt("dana@acme.example", nil); (err != nil) != refused {
			t.Errorf("%d: the recipient is answered %v, refused should be %t", status, err, refused)
		}
		if !refused {
			if err := c.Rcpt("x@acme.example", nil); err == nil {
				t.Errorf("%d: a second recipient is taken", status)
			}
		}
		c.Close()
	}
}

func TestSlowMailArrives(t *testing.T) {
	b := newBench(t)
	send := b.mailer()
	b.Break(faults.Fault{Method: "mail", Delay: 50 * time.Millisecond, Times: 1})
	begin := time.Now()
	b.must(send("dana@acme.example", rawMail))
	if took := time.Since(begin); took < 50*time.Millisecond || len(b.Mails("")) != 1 {
		t.Errorf("%d mails after %s", len(b.Mails("")), took)
	}
}

func TestTroubleWithSlackLeavesMailAlone(t *testing.T) {
	b := newBench(t)
	send := b.mailer()
	b.Break(faults.Fault{Status: 503}) // everything of Slack's
	b.must(send("dana@acme.example", rawMail))
	b.Break(faults.Fault{Method: "mail", Down: true})
	if _, err := b.api.AuthTest(); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("Slack answers %v", err)
	}
	b.Mend("mail")
	b.must(send("dana@acme.example", rawMail))
}

// The client reads their mail on the page, as text; what a mail carries as HTML
// stands in a frame that may do nothing.
func TestThePageShowsMail(t *testing.T) {
	b := newBench(t)
	send := b.mailer()
	if page := b.get("/"); strings.Contains(page, "✉") || strings.Contains(page, "Caught (") {
		t.Error("there is a mailbox before there is mail")
	}
	b.must(send("dana@acme.example", rawMail))
	b.mustHave(b.get("/"), "✉", `aria-label="1 unread"`, "Caught (1)")
	page := b.get("/?cc=mail")
	b.mustHave(page, "<h4>Café down</h4>", "Ana Ruiz, Studio North &lt;status@studio-north.example&gt;", "the café is down.", "answers go to &lt;ana@studio-north.example&gt;",
		`<iframe sandbox title="Café down as HTML" src="/letter?id=`, "Content-Type: multipart/alternative")
	letter, err := http.Get(b.web.URL + html.UnescapeString(regexp.MustCompile(`src="(/letter[^"]+)"`).FindStringSubmatch(page)[1]))
	b.must(err)
	defer letter.Body.Close()
	text, err := io.ReadAll(letter.Body)
	b.must(err)
	if may := letter.Header.Get("Content-Security-Policy"); may != "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'" || !strings.Contains(string(text), "<p>Hello <script>") {
		t.Errorf("as HTML it may %q and reads %s", may, text)
	}
	if gone, err := http.Get(b.web.URL + "/letter?id=none"); err != nil || gone.StatusCode != http.StatusNotFound {
		t.Errorf("a mail that there is not: %v, %v", gone, err)
	}
	if strings.Contains(page, "<script>alert") {
		t.Error("what a mail carries is not kept in its frame")
	}
	if page := b.get("/?cc=C0ACME"); strings.Contains(page, "unread") {
		t.Error("the mail was read and counts as unread")
	}
	if page := b.get("/?tc=mail"); strings.Contains(page, "the café is down") {
		t.Error("the team reads the client's mail")
	}
	b.mustHave(b.get("/caught"), "the café is down.", "No webhook was called yet.")
}
