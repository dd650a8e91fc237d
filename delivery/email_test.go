package delivery

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

const mailBody = "Hello Dana,\nyour checkout shows an error – we are on it.\n.\nNext update by 14:30 GMT."

// mailLease is the right to send an update to Dana.
func mailLease() *view.Lease {
	inc := &incident.Incident{Number: 7, DeclaredAt: start.Add(-time.Hour)}
	u := &update.Update{N: 1, Sender: team.Person{Slack: "U0ANA", Name: "Ana Ruiz", Email: "ana@studio-north.example"}}
	return &view.Lease{
		Delivery: outbox.Delivery{
			Key: "INC-7/acme/update/1/email/dana@acme.example", ID: "K7Q2XM", Kind: outbox.ClientText, Incident: 7, Client: "acme", Update: 1,
			Via: client.ViaEmail, To: "dana@acme.example", ToName: "Dana Fox", QueuedAt: start,
			Text: &outbox.Text{Subject: "Acme online shop: checkout is down [INC-7]", Body: mailBody},
		},
		View: view.View{Now: start, Company: "Studio North", Incident: inc, Update: u},
	}
}

// send sends the mail of a lease after a change.
func (p *post) send(e *Email, change func(*view.Lease)) outbox.DeliveryOutcome {
	p.t.Helper()
	l := mailLease()
	if change != nil {
		change(l)
	}
	return e.Do(p.t.Context(), l, kit.Post{})
}

func (p *post) want(o outbox.DeliveryOutcome, v outbox.Verdict, reason string) {
	p.t.Helper()
	if o.Verdict != v || !strings.Contains(o.Reason, reason) || (v == outbox.Sent) != (o.Reason == "") {
		p.t.Errorf("outcome is %s (%q), want %s with %q", o.Verdict, o.Reason, v, reason)
	}
	if strings.HasSuffix(o.Reason, ".") {
		p.t.Errorf("%q ends with a stop, and stands inside sentences", o.Reason)
	}
}

func TestMailArrivesAsItWasApproved(t *testing.T) {
	p := newPost(t)
	o := p.send(p.email(), nil)
	p.want(o, outbox.Sent, "")
	if want := (outbox.Receipt{Channel: "dana@acme.example", TS: "<K7Q2XM@studio-north.example>"}); o.Receipt != want {
		t.Errorf("the receipt is %+v, want %+v", o.Receipt, want)
	}
	got := p.only()
	if got.from != "status@studio-north.example" || got.user != "candor" || !got.secure || cmp.Diff([]string{"dana@acme.example"}, got.to) != "" {
		t.Errorf("it came from %s by %q to %v, encrypted: %t", got.from, got.user, got.to, got.secure)
	}
	head := map[string]string{}
	m, parts := mustParse(t, got.text)
	for name := range m.Header {
		head[name] = m.Header.Get(name)
	}
	root := head["References"]
	want := map[string]string{
		"From": `"Ana Ruiz, Studio North" <status@studio-north.example>`, "Reply-To": `"Ana Ruiz" <ana@studio-north.example>`,
		"To": `"Dana Fox" <dana@acme.example>`, "Subject": "Acme online shop: checkout is down [INC-7]",
		"Date": "Mon, 23 Nov 2026 14:00:00 +0000", "Message-Id": "<K7Q2XM@studio-north.example>", "In-Reply-To": root, "References": root,
		"Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "Content-Type": head["Content-Type"],
	}
	if diff := cmp.Diff(want, head); diff != "" {
		t.Errorf("the head of the mail (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{mailBody, htmlOf(mailBody)}, parts); diff != "" {
		t.Errorf("the text and its HTML (-want +got):\n%s", diff)
	}
}

// mustParse reads a mail with other code than that which wrote it.
func mustParse(t testing.TB, text []byte) (*mail.Message, []string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("the mail cannot be read: %v\n%s", err, text)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the mail is of type %q (%v)", kind, err)
	}
	var parts []string
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return m, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil || !strings.HasSuffix(part.Header.Get("Content-Type"), "charset=UTF-8") {
			t.Fatalf("a part of the mail cannot be read: %v", err)
		}
		parts = append(parts, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
}

// A backslash in a name with letters beyond ASCII made a header that nobody
// could read.
func TestABackslashInANameIsRead(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{`Dana Fox`, `Dana Fox`},
		{`Dana \ Fox`, `Dana \ Fox`},
		{`Dána Fox`, `Dána Fox`},
		{`Dána \ Fox`, `Dána / Fox`},
		{`Dána \`, `Dána /`},
		{`Dána "\" (Acme)`, `Dána "/" (Acme)`},
	} {
		l := mailLease()
		l.Delivery.ToName, l.View.Company = tt.name, ""
		l.View.Update.Sender = team.Person{Name: tt.name, Email: "ana@studio-north.example"}
		m, err := NewEmail(MailServer{From: "status@studio-north.example"}).compose(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		parsed, _ := mustParse(t, m.text)
		for _, header := range []string{"From", "To", "Reply-To"} {
			if list, err := parsed.Header.AddressList(header); err != nil || len(list) != 1 || list[0].Name != tt.want {
				t.Errorf("%s of %q is read as %v (%v), want %q", header, tt.name, list, err, tt.want)
			}
		}
	}
}

// A subject that looked like an encoded word was decoded, or made the header
// unreadable.
func TestASubjectIsReadAsItWasWritten(t *testing.T) {
	for _, tt := range []struct{ subject, want string }{
		{"Update 2: the shop opens", "Update 2: the shop opens"},
		{"Größe = ? and =", "Größe = ? and ="},
		{"=?UTF-8?q?x?=", "= ?UTF-8?q?x?="},
		{"=?nowhere?q?x?=", "= ?nowhere?q?x?="},
		{"=\xff?q??=", "= ??q??="},
	} {
		l := mailLease()
		l.Delivery.Text = &outbox.Text{Subject: tt.subject, Body: "Hello"}
		m, err := NewEmail(MailServer{From: "status@studio-north.example"}).compose(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		parsed, _ := mustParse(t, m.text)
		if got, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject")); err != nil || got != tt.want {
			t.Errorf("subject %q is read as %q (%v), want %q", tt.subject, got, err, tt.want)
		}
	}
}

// A retry is the same mail, byte for byte, however much later it is.
func TestARetryIsTheSameMail(t *testing.T) {
	p := newPost(t)
	p.send(p.email(), nil)
	again := func(l *view.Lease) {
		l.View.Now = start.Add(3 * time.Hour)
		l.Delivery.Attempt, l.Number = 7, 12
		l.Delivery.QueuedAt = l.Delivery.QueuedAt.In(time.FixedZone("elsewhere", 3600)) // as a store may give it back
	}
	p.want(p.send(p.email(), again), outbox.Sent, "")
	if got := p.mails(); len(got) != 2 || !bytes.Equal(got[0].text, got[1].text) {
		t.Errorf("two tries differ:\n%s", cmp.Diff(string(got[0].text), string(got[1].text)))
	}
}

func TestWhatIsOneThread(t *testing.T) {
	e := NewEmail(MailServer{From: "status@studio-north.example"})
	root := func(change func(*view.Lease)) string {
		l := mailLease()
		change(l)
		m, err := e.compose(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		parsed, _ := mustParse(t, m.text)
		if parsed.Header.Get("References") == m.id {
			t.Error("a mail is its own ancestor")
		}
		return parsed.Header.Get("References")
	}
	first := root(func(*view.Lease) {})
	tests := []struct {
		name   string
		change func(*view.Lease)
		same   bool
	}{
		{"the next update", func(l *view.Lease) {
			l.Delivery.ID, l.Delivery.Update, l.Delivery.Text.Subject = "NEXT", 2, "Other words"
		}, true},
		{"by somebody else", func(l *view.Lease) { l.View.Update.Sender = team.Person{Name: "Ben Okafor"} }, true},
		{"to somebody else", func(l *view.Lease) { l.Delivery.To = "support@globex.example" }, false},
		{"another incident", func(l *view.Lease) { l.Delivery.Incident = 8 }, false},
		{"one of the same number, in a new store", func(l *view.Lease) { l.View.Incident.DeclaredAt = start }, false},
	}
	for _, tt := range tests {
		if got := root(tt.change); (got == first) != tt.same {
			t.Errorf("%s: root %s, that of the first mail is %s; same should be %t", tt.name, got, first, tt.same)
		}
	}
}

func TestWhoAMailIsFrom(t *testing.T) {
	e := NewEmail(MailServer{From: "status@studio-north.example"})
	tests := []struct{ name, email, company, from, reply string }{
		{"Ana Ruiz", "ana@studio-north.example", "Studio North", "Ana Ruiz, Studio North", "ana@studio-north.example"},
		{"Ana Ruiz", "", "Studio North", "Ana Ruiz, Studio North", ""},
		{"", "", "Studio North", "Studio North", ""}, // an automatic text
		{"Ana Ruiz", "not an address", "", "Ana Ruiz", ""},
	}
	for _, tt := range tests {
		v := view.View{Company: tt.company, Update: &update.Update{Sender: team.Person{Name: tt.name, Email: tt.email}}}
		reply := ""
		if r := e.replyTo(v); len(r) == 1 {
			reply = r[0].Address
		}
		if got := senderName(v); got != tt.from || reply != tt.reply {
			t.Errorf("%+v: from %q, answers to %q", tt, got, reply)
		}
	}
}

// Where answers are read for the team they go there first, and to the signer.
func TestAnswersGoWhereTheyAreRead(t *testing.T) {
	e := NewEmail(MailServer{From: "status@studio-north.example", Heard: true})
	list := e.replyTo(view.View{Company: "Studio North", Update: &update.Update{Sender: team.Person{Name: "Ana Ruiz", Email: "ana@studio-north.example"}}})
	if len(list) != 2 || list[0].Address != "status@studio-north.example" || list[0].Name != "Studio North" || list[1].Address != "ana@studio-north.example" {
		t.Errorf("answers go to %v", list)
	}
	if list := e.replyTo(view.View{Update: &update.Update{Sender: team.Person{Name: "Ana Ruiz"}}}); len(list) != 0 { // to From anyway
		t.Errorf("answers go to %v", list)
	}
}

// Whatever a server answers becomes a verdict and a sentence for people.
func TestWhatTheMailServerAnswers(t *testing.T) {
	no := func(code int, a, b, c int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: "words of the server <!channel>"}
	}
	bare := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "no"}
	}
	tests := []struct {
		name   string
		at     step
		answer error
		want   outbox.Verdict
		reason string
	}{
		{"greylisted", atRecipient, no(451, 4, 7, 1), outbox.Retry, "try again later (451 4.7.1)"},
		{"mailbox busy", atRecipient, bare(450), outbox.Retry, "try again later (450)"},
		{"sender throttled", atSender, no(452, 4, 3, 1), outbox.Retry, "try again later"},
		{"trouble after the dot", atDot, no(451, 4, 3, 0), outbox.Retry, "try again later"},
		{"unknown address", atRecipient, no(550, 5, 1, 1), outbox.Refused, "their mail server does not know the address dana@acme.example (550 5.1.1). Reach them another way"},
		{"unknown address, no more said", atRecipient, bare(550), outbox.Refused, "does not know the address dana@acme.example (550)"},
		{"no such system", atRecipient, no(550, 5, 1, 2), outbox.Refused, "does not know the address dana@acme.example (550 5.1.2)"},
		{"an address that cannot be", atRecipient, no(553, 5, 1, 3), outbox.Refused, "does not know the address dana@acme.example (553 5.1.3)"},
		{"they have moved", atRecipient, no(551, 5, 1, 6), outbox.Refused, "does not know the address dana@acme.example (551 5.1.6)"},
		{"a domain that takes no mail", atRecipient, no(556, 5, 1, 10), outbox.Refused, "does not know the address dana@acme.example (556 5.1.10)"},
		{"mailbox switched off", atRecipient, no(554, 5, 2, 1), outbox.Refused, "does not know the address dana@acme.example (554 5.2.1)"},
		{"no relay", atRecipient, no(554, 5, 7, 1), outbox.Refused, "does not take mail for dana@acme.example (554 5.7.1)"},
		{"mailbox full", atRecipient, no(552, 5, 2, 2), outbox.Refused, "the mailbox of dana@acme.example is full"},
		{"login wanted", atSender, no(530, 5, 7, 0), outbox.Refused, "wants a login (530 5.7.0). Whoever runs Candor has to set mail.user"},
		{"sender not allowed", atSender, no(553, 5, 7, 1), outbox.Refused, "sends nothing from status@studio-north.example"},
		{"announced too large", atSender, no(552, 5, 3, 4), outbox.Refused, "too large"},
		{"too large", atDot, no(552, 5, 3, 4), outbox.Refused, "too large for the mail server (552 5.3.4). Write a shorter one"},
		{"taken for spam", atDot, no(554, 5, 7, 1), outbox.Refused, "read the mail and refused it (554 5.7.1)"},
		{"taken over in other words", atDot, &smtp.SMTPError{Code: 251, EnhancedCode: smtp.NoEnhancedCode, Message: "fine"}, outbox.Sent, ""},
		{"an answer that makes no sense", atDot, &smtp.SMTPError{Code: 354, EnhancedCode: smtp.NoEnhancedCode, Message: "go on"}, outbox.Unknown, "makes no sense (354)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPost(t)
			p.answer = map[step]error{tt.at: tt.answer}
			o := p.send(p.email(), nil)
			p.want(o, tt.want, tt.reason)
			if strings.Contains(o.Reason, "words of the server") {
				t.Errorf("the reason repeats what the server said: %q", o.Reason)
			}
		})
	}
}

func TestAWrongLogin(t *testing.T) {
	p := newPost(t)
	s := p.server()
	s.Password = "wrong"
	p.want(p.send(p.emailAt(s), nil), outbox.Refused, "mail login was refused (535 5.7.8). Whoever runs Candor has to correct mail.user")
	p.none()
}

func TestALoginThatIsNotOffered(t *testing.T) {
	p := newPost(t)
	p.noAuth = true
	p.want(p.send(p.email(), nil), outbox.Refused, "offers no login that Candor knows")
	p.none()
	s := p.server()
	s.User = "" // nobody wants one
	p.want(p.send(p.emailAt(s), nil), outbox.Sent, "")
}

// Where the connection breaks decides what is known.
func TestWhereTheConnectionBreaks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		at     step
		want   outbox.Verdict
		reason string
	}{
		{atSender, outbox.Retry, "broke off"},
		{atRecipient, outbox.Retry, "broke off"},
		{atContent, outbox.Retry, ""},
		{atDot, outbox.Unknown, "had the whole mail, and the connection broke off"},
	}
	for _, tt := range tests {
		t.Run(string(tt.at), func(t *testing.T) {
			p := newPost(t)
			p.hangUp = tt.at
			long := func(l *view.Lease) { l.Delivery.Text.Body = strings.Repeat("a line of a long text\n", 400_000) }
			if tt.at != atContent { // what is short is in the buffers of the network before anybody hangs up
				long = nil
			} else if testing.Short() {
				t.Skip("a text of 9 MB, which the race detector only slows down")
			}
			p.want(p.send(p.email(), long), tt.want, tt.reason)
		})
	}
}

// What the server says after it has the mail changes nothing, nor that it says nothing.
func TestAfterTheMailWasTakenOverNothingMatters(t *testing.T) {
	p := newPost(t)
	p.hangUpAfter = true
	p.want(p.send(p.email(), nil), outbox.Sent, "")
	p.only()
}

func TestASlowServer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		at     step
		limits limits
		want   outbox.Verdict
		reason string
	}{
		{atSender, limits{before: 500 * time.Millisecond, after: time.Minute}, outbox.Retry, "did not answer in time"},
		{atDot, limits{before: time.Minute, after: 300 * time.Millisecond}, outbox.Unknown, "had the whole mail and did not answer in time"},
	}
	for _, tt := range tests {
		t.Run(string(tt.at), func(t *testing.T) {
			p := newPost(t)
			p.stall = tt.at
			e := p.email()
			e.limits = tt.limits
			p.want(p.send(e, nil), tt.want, tt.reason)
		})
	}
}

// Time that is left over before the dot is not taken from the answer to it.
func TestTheAnswerToTheDotHasATimeOfItsOwn(t *testing.T) {
	t.Parallel()
	p := newPostWith(t, func(p *post) { p.noTLS, p.late = true, 1500*time.Millisecond })
	s := p.server()
	s.TLS = NoTLS // which is quick, also on a busy machine
	e := p.emailAt(s)
	e.limits = limits{before: time.Second, after: 20 * time.Second}
	p.want(p.send(e, nil), outbox.Sent, "")
}

// The program is told to stop while the answer to the dot is missing.
func TestAStopAfterTheDotAsksAPerson(t *testing.T) {
	p := newPost(t)
	p.stall = atDot
	ctx, cancel := context.WithCancel(t.Context())
	p.stalled = cancel
	begin := time.Now()
	p.want(p.email().Do(ctx, mailLease(), kit.Post{}), outbox.Unknown, "did not answer in time")
	if took := time.Since(begin); took > mailLimits.after/2 {
		t.Errorf("it went on for %s after the stop", took)
	}
}

func TestATransactionEndsBeforeTheWorkersPatience(t *testing.T) {
	if all := mailLimits.before + mailLimits.after; all >= patience {
		t.Errorf("a mail may take %s, and the worker waits %s", all, patience)
	}
	if webhookTimeout >= patience {
		t.Errorf("a webhook may take %s, and the worker waits %s", webhookTimeout, patience)
	}
}

func TestAServerThatIsNotThere(t *testing.T) {
	p := newPost(t)
	s := p.server()
	p.close()
	p.want(p.send(p.emailAt(s), nil), outbox.Retry, "the mail server could not be reached")
}

func TestMailIsEncryptedOrNotSent(t *testing.T) {
	t.Run("from the first byte", func(t *testing.T) {
		p := newPostWith(t, func(p *post) { p.implicit = true })
		s := p.server()
		s.TLS = ImplicitTLS
		p.want(p.send(p.emailAt(s), nil), outbox.Sent, "")
		if !p.only().secure {
			t.Error("it was not encrypted")
		}
	})
	t.Run("not offered", func(t *testing.T) {
		p := newPostWith(t, func(p *post) { p.noTLS = true })
		p.want(p.send(p.email(), nil), outbox.Refused, "does not offer encryption on that port (STARTTLS). Whoever runs Candor has to set mail.tls to implicit")
		p.none()
	})
	t.Run("a stranger's certificate", func(t *testing.T) {
		for _, mode := range []TLSMode{StartTLS, ImplicitTLS} {
			p := newPostWith(t, func(p *post) { p.implicit = mode == ImplicitTLS })
			s := p.server()
			s.TLS = mode
			e := p.emailAt(s)
			e.trust = nil
			p.want(p.send(e, nil), outbox.Refused, "certificate is not valid for the name in mail.host")
			p.none()
		}
	})
	t.Run("the wrong port for it", func(t *testing.T) {
		p := newPost(t)
		s := p.server()
		s.TLS = ImplicitTLS
		p.want(p.send(p.emailAt(s), nil), outbox.Refused, "mail.tls or mail.port does not fit")
		p.none()
	})
	t.Run("in the clear on this machine", func(t *testing.T) {
		p := newPostWith(t, func(p *post) { p.noTLS = true })
		s := p.server()
		s.TLS = NoTLS
		p.want(p.send(p.emailAt(s), nil), outbox.Sent, "")
		if got := p.only(); got.secure || got.user != "candor" {
			t.Errorf("encrypted: %t, logged in as %q", got.secure, got.user)
		}
	})
}

func TestAddressesWithLettersBeyondASCII(t *testing.T) {
	to := func(l *view.Lease) { l.Delivery.To = "dänä@acme.example" }
	p := newPost(t)
	p.want(p.send(p.email(), to), outbox.Refused, "takes only plain letters in addresses")
	p.none()
	p = newPostWith(t, func(p *post) { p.utf8 = true })
	p.want(p.send(p.email(), to), outbox.Sent, "")
	if got := p.only(); !got.utf8 || got.to[0] != "dänä@acme.example" {
		t.Errorf("to %v, announced as such: %t", got.to, got.utf8)
	}
	p.want(p.send(p.email(), nil), outbox.Sent, "")
	if got := p.mails()[1]; got.utf8 {
		t.Error("plain addresses need a server that takes others")
	}
}

func TestWhatIsNoMail(t *testing.T) {
	p := newPost(t)
	tests := []struct {
		name   string
		change func(*view.Lease)
		reason string
	}{
		{"no text", func(l *view.Lease) { l.Delivery.Text = nil }, "there is no text"},
		{"nobody", func(l *view.Lease) { l.Delivery.To = "" }, "nowhere to send it"},
		{"a name for an address", func(l *view.Lease) { l.Delivery.To = "Dana <dana@acme.example>" }, "is not a valid e-mail address"},
		{"two addresses", func(l *view.Lease) { l.Delivery.To = "dana@acme.example, x@y.example" }, "is not a valid e-mail address"},
		{"a command", func(l *view.Lease) { l.Delivery.To = "dana@acme.example>\r\nRCPT TO:<x@y.example" }, "is not a valid e-mail address"},
		{"a word without end", func(l *view.Lease) { l.Delivery.Text.Subject = strings.Repeat("a", 1200) }, "too long for a mail"},
	}
	for _, tt := range tests {
		p.want(p.send(p.email(), tt.change), outbox.Refused, tt.reason)
	}
	p.none()
}

// elsewhere is a connection to another machine, on which nothing may be said.
type elsewhere struct {
	net.Conn
	t *testing.T
}

func (c elsewhere) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 25}
}

func (c elsewhere) Write([]byte) (int, error) {
	c.t.Error("something was said in the clear")
	return 0, io.ErrClosedPipe
}

func TestNothingIsSaidInTheClearToAnotherMachine(t *testing.T) {
	here, there := net.Pipe()
	defer here.Close()
	defer there.Close()
	_ = here.SetDeadline(time.Now().Add(2 * time.Second))
	e := NewEmail(MailServer{Host: "localhost", From: "status@studio-north.example", TLS: NoTLS}) // a name may lead anywhere
	_, stop := e.open(t.Context(), elsewhere{here, t})
	if stop == nil || stop.err != errNotHere {
		t.Fatalf("it went on: %v", stop)
	}
	if o := e.outcome(stop, "dana@acme.example"); o.Verdict != outbox.Refused || !strings.Contains(o.Reason, "not on this machine") {
		t.Errorf("outcome is %+v", o)
	}
}
