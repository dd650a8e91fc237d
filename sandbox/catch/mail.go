package catch

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
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
	Files    []File // that are attached
	Raw      []byte
	Unparsed string // why it could not be read; then Text is Raw
}

// A File is attached to a mail.
type File struct {
	Name, Type string
	Data       []byte
}

// maxMail is more than any mail of ours has.
const maxMail = 8 << 20

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
		for _, f := range m.Files {
			fmt.Fprintf(&b, "  attached: %s (%s)\n", f.Name, f.Type)
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
	if err := m.readParts(textproto.MIMEHeader(h), parsed.Body); err != nil {
		m.Text, m.Unparsed = string(raw), err.Error()
	}
	return m
}

// readParts reads the text and the HTML, whichever there are.
func (m *Mail) readParts(h textproto.MIMEHeader, body io.Reader) error {
	encoding := h.Get("Content-Transfer-Encoding")
	media, params, err := mime.ParseMediaType(cmp.Or(h.Get("Content-Type"), "text/plain"))
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
			if err := m.readParts(p.Header, p); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if kind, about, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && kind == "attachment" {
		m.Files = append(m.Files, File{about["filename"], media, text})
		return nil
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
