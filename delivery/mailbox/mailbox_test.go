package mailbox

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"candor/delivery"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/heard"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
)

// post is a mail server in the process, with one mailbox, which a real client reads over
// TCP, and a company that takes what comes in.
type post struct {
	*servicetest.Bench
	t    *testing.T
	user *imapmemserver.User

	listener net.Listener
	box      *Mailbox
	ears     *ears
	told     []string
	mails    int
}

// ears are a desk whose commit fails while it is told to.
type ears struct {
	*heard.Desk
	down  bool
	taken func() // nil: nobody counts
}

func (e *ears) Take(ctx context.Context, m *heard.Mail, mark records.MailMark) error {
	if e.down {
		return errors.New("the disk is full")
	}
	if e.taken != nil {
		e.taken()
	}
	return e.Desk.Take(ctx, m, mark)
}

const password = "correct horse"

func newPost(t *testing.T, mode delivery.TLSMode) *post {
	t.Helper()
	p := &post{t: t, user: imapmemserver.NewUser("candor", password)}
	if err := p.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	p.Bench = servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}}})
	ana := incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}
	_, err := p.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "checkout is down", Doing: "checking", Severity: 1})
	p.Must(err)
	p.Work()
	p.ears = &ears{Desk: &heard.Desk{Firm: &p.Service.Firm, Desk: p.Desk(), From: "status@studio-north.example"}}

	site := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(site.Close)
	pool := x509.NewCertPool()
	pool.AddCert(site.Certificate())
	secure := &tls.Config{Certificates: site.TLS.Certificates}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	p.Must(err)
	if mode == delivery.ImplicitTLS {
		ln = tls.NewListener(ln, secure)
	}
	p.serve(ln, &imapserver.Options{TLSConfig: secure, InsecureAuth: mode == delivery.NoTLS})
	p.box = p.reader(Server{Host: "127.0.0.1", Port: ln.Addr().(*net.TCPAddr).Port, User: "candor", Password: password, TLS: mode})
	p.box.trust = pool
	return p
}

func (p *post) serve(ln net.Listener, o *imapserver.Options) {
	memory := imapmemserver.New()
	memory.AddUser(p.user)
	o.NewSession = func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return memory.NewSession(), nil, nil
	}
	o.Logger = log.New(io.Discard, "", 0)
	server := imapserver.New(o)
	p.listener = ln
	go server.Serve(ln) //nolint:errcheck // it ends with the listener
	p.t.Cleanup(func() { ln.Close(); server.Close() })
}

func (p *post) reader(s Server) *Mailbox {
	box := New(s)
	box.Desk, box.Every, box.Now, box.Log = p.ears, time.Minute, p.Now, slog.New(slog.DiscardHandler)
	box.Tell = func(_ context.Context, text string) error { p.told = append(p.told, text); return nil }
	return box
}

// arrive puts a mail of Dana's into the mailbox.
func (p *post) arrive(text string) {
	p.t.Helper()
	p.mails++
	p.put(fmt.Sprintf("From: Dana Fox <dana@acme.example>\r\nMessage-ID: <%d@acme.example>\r\nSubject: Checkout\r\n\r\n%s\r\n", p.mails, text))
}

func (p *post) put(raw string) {
	p.t.Helper()
	_, err := p.user.Append("INBOX", bytes.NewReader([]byte(raw)), &imap.AppendOptions{Time: p.Now()})
	p.Must(err)
}

func (p *post) look() { p.t.Helper(); p.box.Look(p.t.Context()); p.Work() }

// heard are the words that were brought to the incident, in order.
func (p *post) heard() (list []string) {
	p.t.Helper()
	inc, err := p.Peek(p.t.Context(), 1)
	p.Must(err)
	p.Must(p.Store.View(p.t.Context(), func(tx records.Tx) error {
		list = nil
		seen := map[string]bool{}
		for _, c := range inc.Affected("").Copied {
			if seen[c.Key] {
				continue
			}
			seen[c.Key] = true
			d, err := tx.Delivery(c.Key)
			if err != nil {
				return err
			}
			for _, r := range d.Replies {
				list = append(list, r.Text)
			}
		}
		return nil
	}))
	return list
}

func (p *post) wantHeard(want ...string) {
	p.t.Helper()
	if got := p.heard(); strings.Join(got, "|") != strings.Join(want, "|") {
		p.t.Errorf("heard %q, want %q", got, want)
	}
}

// Each mail is heard once, over each kind of connection, and the mailbox stays as it was.
func TestWhatComesInIsHeardOnce(t *testing.T) {
	for _, mode := range []delivery.TLSMode{delivery.ImplicitTLS, delivery.StartTLS, delivery.NoTLS} {
		t.Run(string(mode), func(t *testing.T) {
			p := newPost(t, mode)
			p.look()
			p.arrive("Is it back?")
			p.look()
			p.look()
			p.arrive("We wait.")
			p.arrive("And now?")
			p.look()
			p.wantHeard("Is it back?", "We wait.", "And now?")
			s, err := p.user.Status("INBOX", &imap.StatusOptions{NumMessages: true, NumUnseen: true, NumDeleted: true})
			p.Must(err)
			if *s.NumMessages != 3 || *s.NumUnseen != 3 || *s.NumDeleted != 0 {
				t.Errorf("of %d mails %d are unseen and %d deleted: the mailbox was changed", *s.NumMessages, *s.NumUnseen, *s.NumDeleted)
			}
			if len(p.told) != 0 || p.box.State() != "" {
				t.Errorf("people heard %q, %q", p.told, p.box.State())
			}
		})
	}
}

// What came in the day before the first look is heard, what is older is not.
func TestTheFirstLook(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	for _, ago := range []time.Duration{1000 * time.Hour, 27 * time.Hour, 20 * time.Hour} {
		p.Must(func() error {
			_, err := p.user.Append("INBOX", bytes.NewReader([]byte("From: dana@acme.example\r\n\r\n"+ago.String())), &imap.AppendOptions{Time: p.Now().Add(-ago)})
			return err
		}())
	}
	p.look()
	p.wantHeard("20h0m0s")
	p.look()
	p.wantHeard("20h0m0s")
}

// Words that stand behind a photograph are read where they stand; the photograph is not. Of a
// mail whose words are out of reach, people hear that it came, and it waits for an answer.
func TestWordsBehindAPhotograph(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	photo := strings.Repeat("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\r\n", 40000)
	p.put("From: dana@acme.example\r\nMessage-ID: <1@acme.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/jpeg; name=shot.jpg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename=shot.jpg\r\n\r\n" + photo +
		"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nWhen will the caf=E9 work?\r\n--b--\r\n")
	p.put("From: dana@acme.example\r\nMessage-ID: <2@acme.example>\r\nTo: " + strings.Repeat("someone@somewhere.example,\r\n ", 12000) + "x@a.example\r\n\r\nIs it back?\r\n")
	p.look()
	p.wantHeard("When will the café work?", "")
	inc, err := p.Peek(t.Context(), 1)
	p.Must(err)
	if asked := inc.Affected("").Asked; len(asked) != 2 || asked[0].Text != "When will the café work?" || asked[1].Text != "(a mail that cannot be read here)" {
		t.Errorf("what waits: %+v", asked)
	}
}

// A mailbox whose numbers begin anew is read again, and what was heard is known.
func TestTheNumbersOfTheMailboxBeginAnew(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.arrive("One")
	p.arrive("Two")
	p.look()
	p.Must(p.user.Delete("INBOX"))
	p.Must(p.user.Create("INBOX", nil))
	p.mails = 1
	p.arrive("Two")
	p.arrive("Three") // with no higher number than what was read before
	p.look()
	p.look()
	p.wantHeard("One", "Two", "Three")
}

// An empty mailbox whose numbers begin anew is read from its first mail on.
func TestAnEmptyMailboxBeginsAnew(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.arrive("One")
	p.arrive("Two")
	p.look()
	p.Must(p.user.Delete("INBOX"))
	p.Must(p.user.Create("INBOX", nil))
	p.look()
	p.arrive("Three")
	p.look()
	p.wantHeard("One", "Two", "Three")
}

// A store that takes nothing loses nothing: the mail is read again.
func TestACommitThatFails(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.look()
	p.arrive("One")
	p.ears.down = true
	p.look()
	p.wantHeard()
	p.ears.down = false
	p.look()
	p.wantHeard("One")
	if len(p.told) != 0 {
		t.Errorf("people heard of it as of the mailbox: %q", p.told)
	}
}

// A wrong password is said once, asked less and less often, and not said again by the
// next process; that it works again is said, and nothing is lost.
func TestAWrongPasswordIsSaidOnce(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.box.server.Password = "wrong"
	looks := 0
	for range 3600 {
		before := p.box.next
		if p.box.Tick(t.Context()); p.box.next != before {
			looks++
		}
		p.Move(time.Second)
	}
	if len(p.told) != 1 || !strings.Contains(p.told[0], "refuses the login") || strings.Contains(p.told[0], "wrong") {
		t.Errorf("people heard %q", p.told)
	}
	if looks < 4 || looks > 8 {
		t.Errorf("%d looks in an hour", looks)
	}
	if !strings.Contains(p.box.State(), "What clients write by mail is not seen now") {
		t.Errorf("it says %q", p.box.State())
	}
	p.arrive("One")
	again := p.reader(p.box.server)
	again.trust = p.box.trust
	again.Look(t.Context())
	if len(p.told) != 1 {
		t.Errorf("after a restart people heard %q", p.told[1:])
	}
	p.box.server.Password = password
	p.look()
	p.wantHeard("One")
	if len(p.told) != 2 || !strings.Contains(p.told[1], "is seen again") || p.box.State() != "" {
		t.Errorf("people heard %q, and it says %q", p.told, p.box.State())
	}
}

// What goes on is said again after a week, by day.
func TestAWrongPasswordThatStaysIsSaidAgain(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.box.server.Password = "wrong"
	for range 9 * 24 {
		p.box.Look(t.Context())
		p.Move(time.Hour)
	}
	if len(p.told) != 2 || p.told[1] != "Still so: "+p.told[0] {
		t.Errorf("in nine days people heard %q", p.told)
	}
}

// What came while the password was wrong from the first day on is heard once it is right, with
// its time; people were told that nothing is lost. What came long before the incident was declared is
// not about it.
func TestAPasswordThatIsWrongFromTheFirstDay(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.box.server.Password = "wrong"
	for day := range 5 {
		p.look()
		p.arrive(fmt.Sprintf("Day %d", day))
		p.Move(24 * time.Hour)
	}
	p.Must(func() error {
		_, err := p.user.Append("INBOX", strings.NewReader("From: dana@acme.example\r\n\r\nThe new logo"), &imap.AppendOptions{Time: p.Now().Add(-150 * time.Hour)})
		return err
	}())
	p.box.server.Password = password
	p.look()
	p.wantHeard("Day 0", "Day 1", "Day 2", "Day 3", "Day 4")
	inc, err := p.Peek(t.Context(), 1)
	p.Must(err)
	p.Must(p.Store.View(t.Context(), func(tx records.Tx) error {
		d, err := tx.Delivery(inc.Affected("").Copied[0].Key)
		if err == nil && !d.Replies[0].Mail.Came.Equal(p.Now().Add(-5*24*time.Hour)) {
			t.Errorf("the first is said to have come %s", d.Replies[0].Mail.Came)
		}
		return err
	}))
}

// Many mails that came before the first look reaches back hold up nothing.
func TestManyMailsFromBeforeTheFirstLook(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	for i := range oneLook + 1 {
		p.Must(func() error {
			_, err := p.user.Append("INBOX", strings.NewReader(fmt.Sprintf("From: x@other.example\r\nMessage-ID: <old%d@other.example>\r\n\r\nOld", i)), &imap.AppendOptions{Time: p.Now().Add(-30 * time.Hour)})
			return err
		}())
	}
	p.arrive("One")
	p.look()
	p.look()
	p.wantHeard("One")
}

// A server that is away for a moment is nothing to tell; one that stays away is.
func TestADeadServerIsSaidOnce(t *testing.T) {
	p := newPost(t, delivery.ImplicitTLS)
	p.listener.Close()
	p.look()
	p.look()
	if len(p.told) != 0 {
		t.Errorf("after two tries people heard %q", p.told)
	}
	for range 5 {
		p.look()
	}
	if len(p.told) != 1 || !strings.Contains(p.told[0], "cannot be reached") {
		t.Errorf("people heard %q", p.told)
	}
}

func TestOtherTroubles(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*post)
		want   string
	}{
		"a folder that is not there":          {func(p *post) { p.box.server.Folder = "Clients" }, "there is no folder Clients"},
		"a certificate that nobody knows":     {func(p *post) { p.box.trust = x509.NewCertPool() }, "no encrypted connection"},
		"encrypted, where it begins in clear": {func(p *post) { p.box.server.TLS = delivery.StartTLS }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, delivery.ImplicitTLS)
			tt.change(p)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond) // who waits for the other's first word waits for ever
			defer cancel()
			if what, fix := p.box.Try(ctx); !strings.Contains(what, tt.want) || what == "" || fix == "" {
				t.Errorf("tried: %q %q", what, fix)
			}
		})
	}
}

// Several hundred mails are read in several looks.
func TestAFullFolder(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	for range oneLook + 20 {
		p.put("From: x@spam.example\r\n\r\nBuy\r\n")
	}
	p.arrive("Is it back?")
	p.box.Tick(t.Context())
	p.wantHeard()
	p.box.Tick(t.Context()) // at once, at the same time
	p.wantHeard("Is it back?")
}

// A mailbox that has almost no room left is said, and read.
func TestAMailboxWithoutRoom(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	p.box.server.Port = talk(t, map[string]string{
		"CAPABILITY":   "* CAPABILITY IMAP4rev1 QUOTA",
		"LOGIN":        "",
		"EXAMINE":      "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 5] .",
		"GETQUOTAROOT": "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" (STORAGE 980 1000)",
		"UID":          "* SEARCH",
	})
	p.look()
	p.look()
	if len(p.told) != 1 || !strings.Contains(p.told[0], "98 % full") {
		t.Errorf("people heard %q", p.told)
	}
	if mark, err := p.ears.Mark(t.Context()); mark.UID != 4 || err != nil {
		t.Errorf("read to %+v, %v", mark, err)
	}
}

// A mail that the server does not give is left out after a few tries; those behind it
// are heard.
func TestAMailThatTheServerDoesNotGive(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	raw := "From: dana@acme.example\r\nMessage-ID: <8@acme.example>\r\n\r\nIs it back?\r\n"
	p.box.server.Port = talk(t, map[string]string{
		"CAPABILITY": "* CAPABILITY IMAP4rev1", "LOGIN": "",
		"EXAMINE":     "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 9] .",
		"UID SEARCH":  "* SEARCH 7 8",
		"UID FETCH 7": "NO",
		"UID FETCH 8": fmt.Sprintf("* 2 FETCH (UID 8 BODY[]<0> {%d}\r\n%s)", len(raw), raw),
	})
	for range tries {
		p.wantHeard()
		p.look()
	}
	p.wantHeard("Is it back?")
}

// A server that does not say which number comes next, and answers "from 8 on" with the
// last one: nothing is read twice.
func TestAServerThatShowsTheLastMailAgain(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	raw := "From: dana@acme.example\r\n\r\nIs it back?\r\n"
	fetched := 0
	p.box.server.Port = talk(t, map[string]string{
		"CAPABILITY": "* CAPABILITY IMAP4rev1", "LOGIN": "",
		"EXAMINE":    "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] .",
		"UID SEARCH": "* SEARCH 7",
		"UID FETCH":  fmt.Sprintf("* 1 FETCH (UID 7 BODY[]<0> {%d}\r\n%s)", len(raw), raw),
	})
	p.ears.taken = func() { fetched++ }
	p.look()
	p.look()
	p.look()
	if fetched != 1 {
		t.Errorf("the mail was read %d times", fetched)
	}
	p.wantHeard("Is it back?")
}

// A server that says nothing holds up a look no longer than it may take, and the program
// ends when it wants to.
func TestAServerThatSaysNothing(t *testing.T) {
	p := newPost(t, delivery.NoTLS)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	p.Must(err)
	t.Cleanup(func() { ln.Close() })
	p.box.server.Port = ln.Addr().(*net.TCPAddr).Port
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	done := make(chan bool)
	go func() { p.box.Look(ctx); close(done) }()
	select {
	case <-done:
	case <-t.Context().Done():
		t.Error("it waits still")
	}
}

// talk is a server that answers each command as it is told, and returns its port.
func talk(t *testing.T, answers map[string]string) int {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go converse(conn, answers)
		}
	}()
	return ln.Addr().(*net.TCPAddr).Port
}

func converse(conn net.Conn, answers map[string]string) {
	defer conn.Close()
	fmt.Fprintf(conn, "* OK hello\r\n")
	var b []byte
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		b = append(b, buf[:n]...)
		for {
			line, rest, ok := bytes.Cut(b, []byte("\r\n"))
			if !ok {
				break
			}
			b = rest
			tag, command, _ := strings.Cut(string(line), " ")
			answer, longest := "", ""
			for begin, a := range answers {
				if strings.HasPrefix(command, begin) && len(begin) > len(longest) {
					answer, longest = a, begin
				}
			}
			switch {
			case answer == "NO":
				fmt.Fprintf(conn, "%s NO it is broken\r\n", tag)
				continue
			case answer != "":
				fmt.Fprintf(conn, "%s\r\n", answer)
			}
			fmt.Fprintf(conn, "%s OK done\r\n", tag)
		}
	}
}
