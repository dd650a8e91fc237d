package main

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"candor/cmd/candor/hearing"
	"candor/delivery"
	"candor/delivery/mailbox"
	"candor/incident/client"
)

// inboxConfig is the mailbox in which clients' answers arrive; without a host none is
// read.
type inboxConfig struct {
	Host         string `yaml:"host"`
	Port         int    `yaml:"port"` // after loading: never 0 if there is a host
	TLS          string `yaml:"tls"`
	User         string `yaml:"user"`     // empty: that of the server that mail is handed in at
	Password     secret `yaml:"password"` // after loading: from wherever it came; empty with the user: that of the other server
	PasswordFile string `yaml:"password_file"`
	Folder       string `yaml:"folder"`
	CheckedBy    string `yaml:"checked_by"` // the name under which the server says who a sender is; empty: nobody's is believed

	every time.Duration // between two looks; 0: as is usual
}

const everyLook = time.Minute

// inboxPorts are the usual ports, which need not be written.
var inboxPorts = map[delivery.TLSMode]int{delivery.ImplicitTLS: 993, delivery.StartTLS: 143, delivery.NoTLS: 143}

// inbox checks the mailbox, if there is one.
func (k checker) inbox() {
	if !k.Stands("mail.inbox") || k.Broken("mail") || k.Broken("mail.inbox") {
		return
	}
	m := &k.c.Mail.Inbox
	k.server(server{key: "mail.inbox", name: "the server on which the mailbox is", example: "imap.example.com", bares: "the password, and what clients write,",
		usual: delivery.ImplicitTLS, other: delivery.StartTLS, ports: inboxPorts, host: m.Host, port: &m.Port, tls: &m.TLS})
	k.inboxLogin()
}

// inboxLogin finds the login: its own, or that with which mail is handed in.
func (k checker) inboxLogin() {
	m := &k.c.Mail.Inbox
	password := token{key: "mail.inbox.password", env: "MAIL_INBOX_PASSWORD", secret: &m.Password, file: m.PasswordFile}
	if !k.find(&password) {
		return
	}
	has := m.Password.Reveal() != ""
	if m.User == "" && !has {
		m.User, m.Password = k.c.Mail.User, k.c.Mail.Password
		has = m.Password.Reveal() != ""
	}
	switch {
	case m.User == "" && !k.unread("mail.inbox.user") && !k.unread("mail.user"):
		k.bad("mail.inbox.user", "is missing. Write the name with which Candor logs in to the mailbox.")
	case m.User != "" && !has && !k.unread("mail.password") && !k.unread("mail.password_file"):
		k.bad("mail.inbox.password", "is missing. Set MAIL_INBOX_PASSWORD, or write password_file.")
	}
}

// mailUnseen says whether clients get mail and nobody reads their answers for the team.
func (c *config) mailUnseen() bool { return c.Mail.Host != "" && c.Mail.Inbox.Host == "" }

// mailbox is where clients' answers are read; nil if they are not.
func (c *config) mailbox(now func() time.Time, log *slog.Logger) *mailbox.Mailbox {
	m := c.Mail.Inbox
	if m.Host == "" {
		return nil
	}
	box := mailbox.New(mailbox.Server{Host: m.Host, Port: m.Port, User: m.User, Password: client.Secret(m.Password.Reveal()), TLS: delivery.TLSMode(m.TLS), Folder: m.Folder})
	box.CheckedBy, box.Every, box.Now, box.Log = m.CheckedBy, cmp.Or(m.every, everyLook), now, log
	return box
}

// listen sets up that clients' mail is heard, or says where it goes.
func (a *app) listen(c *config, people *delivery.Slack) {
	a.mailbox = c.mailbox(a.clock.Now, a.log)
	desk := a.service.Desk()
	desk.Queued = func() { a.service.Queued() } // it is set later
	a.bot.Mailbox = hearing.Ears{Firm: &a.service.Firm, Desk: desk, From: c.Mail.From, Changed: a.bot.Stir,
		Tell: func(ctx context.Context, text string) error { return a.tell(ctx, people, text) },
	}.Connect(a.mailbox)
}

// mailbox looks whether clients' answers can be read.
func (d *doctor) mailbox(ctx context.Context) {
	for _, f := range hearing.Examine(ctx, d.c.mailbox(d.now, d.log)) {
		d.say(level(f.Level), "clients' mail", f.Text, f.Fix)
	}
}
