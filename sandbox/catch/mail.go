package catch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"candor/sandbox/faults"
)

// A Mail is one that was caught.
type Mail struct {
	At       time.Time
	Sender   string // of the envelope
	To       string // of the envelope
	ID       string // Message-ID, with its brackets
	From     string // as a mail program shows it
	Answer   string // where an answer goes; empty: to From
	Shown    string // the recipient as a mail program shows them
	Subject  string
	Thread   string // what it refers to
	Text     string
	HTML     string
	Calendar string // what it puts into a calendar, as iCalendar; empty: nothing
	Raw      []byte
	Unparsed string // why it could not be read; then Text is Raw
}

// maxMail is more than any mail of ours has.
const maxMail = 1 << 20

// ServeMail catches mail on a listener until closed is. It is a mail server as far
// as handing in goes: in the clear, without a login, and whatever is taken over
// stays with its keeper. Faults of the method "mail" are its trouble.
func ServeMail(ln net.Listener, k Keeper, closed <-chan struct{}) {
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &mailSession{k: k, conn: c}, nil
	}))
	server.ErrorLog = log.New(io.Discard, "", 0) // a connection that breaks is often meant here
	server.Domain, server.MaxMessageBytes = "sandbox", maxMail
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	go server.Serve(&mailListener{ln, k}) //nolint:errcheck // it ends with the listener
	go func() { <-closed; server.Close() }()
}

// mailListener hangs up on who calls while mail is down.
type mailListener struct {
	net.Listener
	k Keeper
}

func (l *mailListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil || l.k.Trouble("mail", func(f *faults.Fault) bool { return f.Down }) == nil {
			return conn, err
		}
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // no farewell
		}
		conn.Close()
	}
}

// mailSession is one connection.
type mailSession struct {
	k        Keeper
	conn     *smtp.Conn
	from, to string
}

func (m *mailSession) Reset() { m.from, m.to = "", "" }

func (m *mailSession) Logout() error { return nil }

func (m *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	m.from = from
	return nil
}

// Rcpt takes one recipient: what goes to several at once could half arrive.
func (m *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if m.to != "" {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 5, 3}, Message: "One recipient at a time"}
	}
	m.to = to
	if f := m.k.Trouble("mail", func(f *faults.Fault) bool { return f.Status != 0 && !aboutContent(f) }); f != nil {
		return smtpError(f)
	}
	return nil
}

func (m *mailSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	f := m.k.Trouble("mail", func(f *faults.Fault) bool { return !f.Down })
	if f != nil && f.Status != 0 {
		return smtpError(f)
	}
	kept := readMail(raw)
	kept.Sender, kept.To = m.from, m.to
	m.k.KeepMail(kept)
	switch {
	case f != nil && f.Lost:
		m.conn.Conn().Close()
		return errors.New("the answer is lost")
	case f != nil:
		m.k.Pause(f.Delay)
	}
	return nil
}

// aboutContent says whether a mail server answers with the status only after it
// has read the mail.
func aboutContent(f *faults.Fault) bool { return f.Status == 552 || f.Status == 554 }

func smtpError(f *faults.Fault) *smtp.SMTPError {
	enhanced := map[int]smtp.EnhancedCode{450: {4, 2, 0}, 451: {4, 7, 1}, 550: {5, 1, 1}, 552: {5, 3, 4}, 554: {5, 7, 1}}[f.Status]
	if enhanced == (smtp.EnhancedCode{}) {
		enhanced = smtp.EnhancedCode{f.Status / 100, 0, 0}
	}
	return &smtp.SMTPError{Code: f.Status, EnhancedCode: enhanced, Message: "Not now, says the sandbox"}
}

// MailText is mail as plain text for comparing. Threads are numbered as they come.
func MailText(list []Mail) string {
	var b strings.Builder
	var threads []string
	for _, m := range list {
		at := slices.Index(threads, m.Thread)
		if at < 0 {
			at, threads = len(threads), append(threads, m.Thread)
		}
		fmt.Fprintf(&b, "%s (thread %d)\n  from %s\n  to %s\n", m.Subject, at+1, m.From, m.Shown)
		if m.Answer != "" {
			fmt.Fprintf(&b, "  answers to %s\n", m.Answer)
		}
		if m.Calendar != "" {
			fmt.Fprintf(&b, "  calendar: %s\n", m.entry())
		}
		for l := range strings.SplitSeq(strings.TrimRight(m.Text, "\n"), "\n") {
			b.WriteString(strings.TrimRight("  | "+l, " ") + "\n")
		}
	}
	return b.String()
}

// readMail reads a mail as a mail program does.
func readMail(raw []byte) Mail {
	m := Mail{Raw: raw}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		m.Text, m.Unparsed = string(raw), err.Error()
		return m
	}
	h := parsed.Header
	m.ID, m.Thread = h.Get("Message-ID"), h.Get("References")
	m.From, m.Answer, m.Shown, m.Subject = shown(h, "From"), shown(h, "Reply-To"), shown(h, "To"), decoded(h.Get("Subject"))
	if err := m.readParts(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), parsed.Body); err != nil {
		m.Text, m.Unparsed = string(raw), err.Error()
	}
	return m
}

// readParts reads the text and the HTML, whichever there are.
func (m *Mail) readParts(kind, encoding string, body io.Reader) error {
	if kind == "" {
		kind = "text/plain"
	}
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return err
	}
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := m.readParts(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p); err != nil {
				return err
			}
		}
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	lines := strings.ReplaceAll(string(text), "\r\n", "\n")
	switch media {
	case "text/plain":
		m.Text = lines
	case "text/html":
		m.HTML = lines
	case "text/calendar":
		m.Calendar = lines
	}
	return nil
}

// entry is what a mail puts into a calendar, in a line.
func (m *Mail) entry() string {
	said := map[string]string{}
	for line := range strings.Lines(m.Calendar) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		said[name] = value
	}
	return fmt.Sprintf("%s %s %s, change %s, %s", said["METHOD"], said["SUMMARY"], said["DTSTART"], said["SEQUENCE"], strings.ToLower(said["STATUS"]))
}

// shown is an address header as a mail program shows it.
func shown(h mail.Header, name string) string {
	list, err := h.AddressList(name)
	if err != nil {
		return h.Get(name)
	}
	var all []string
	for _, a := range list {
		all = append(all, strings.TrimSpace(a.Name+" <"+a.Address+">"))
	}
	return strings.Join(all, ", ")
}

func decoded(s string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		return s
	}
	return text
}
