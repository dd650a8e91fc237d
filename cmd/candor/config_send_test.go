package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/delivery"
	"candor/incident/client"
)

const goodSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func TestConfigMailServer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.yaml")
	mustWrite(t, filepath.Join(dir, "mail"), "from-file\n")
	const both, login = "SLACK_BOT_TOKEN=" + testBotToken + " SLACK_APP_TOKEN=" + testAppToken, "host: smtp.example.com, from: a@b.example, user: candor"
	env := func(more string) func(string) string { return testEnv(strings.Fields(both + " " + more)...) }
	server := func(host string, port int, mode delivery.TLSMode, user, password string) delivery.MailServer {
		return delivery.MailServer{Host: host, Port: port, From: "a@b.example", User: user, Password: client.Secret(password), TLS: mode}
	}
	tests := []struct {
		name, mail, env string
		want            delivery.MailServer
	}{
		{"nothing but the server", "host: smtp.example.com, from: a@b.example", "", server("smtp.example.com", 587, delivery.StartTLS, "", "")},
		{"encrypted from the start", "host: smtp.example.com, from: a@b.example, tls: implicit", "", server("smtp.example.com", 465, delivery.ImplicitTLS, "", "")},
		{"on this machine", "host: localhost, from: a@b.example, tls: none", "", server("localhost", 25, delivery.NoTLS, "", "")},
		{"another port", "host: 192.0.2.7, from: a@b.example, port: 2525", "", server("192.0.2.7", 2525, delivery.StartTLS, "", "")},
		{"a password in the config", login + ", password: letmein", "", server("smtp.example.com", 587, delivery.StartTLS, "candor", "letmein")},
		{"in a file beside it", login + ", password_file: mail", "", server("smtp.example.com", 587, delivery.StartTLS, "candor", "from-file")},
		{"the environment before both", login + ", password: letmein", "MAIL_PASSWORD=from-env", server("smtp.example.com", 587, delivery.StartTLS, "candor", "from-env")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustLoad(t, path, smallest+"mail: {"+tt.mail+"}\n", env(tt.env))
			if got := c.mailServer(); got != tt.want {
				t.Errorf("the mail server is %+v with password %s, want %+v", got, got.Password.Reveal(), tt.want)
			}
		})
	}
	if c := mustLoad(t, path, smallest, env("MAIL_PASSWORD=of-something-else")); c.Mail.Host != "" {
		t.Errorf("without mail: there is a mail server %+v", c.Mail)
	}
}

func TestConfigWebhook(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, filepath.Join(dir, "hook"), goodSecret+"\n")
	c := mustLoad(t, filepath.Join(dir, "candor.yaml"), `
company: Studio North
clients:
  - {id: acme, name: Acme Shop, slack: C0ACME, webhook: {url: "http://hooks.intern.example/x", secret_file: hook}, optional: [webhook]}
  - {id: globex, name: Globex Travel, webhook: {url: "http://10.1.2.3/x", secret: `+goodSecret+`}}
webhooks: {allow_private: [hooks.intern.example, 10.1.2.0/24, 192.168.1.9]}
`, bothTokens)
	clients := c.Clients
	want := &client.Webhook{URL: "http://hooks.intern.example/x", Secret: goodSecret}
	if diff := cmp.Diff(want, clients[0].Webhook); diff != "" || clients[1].Webhook.Secret != want.Secret {
		t.Error(diff)
	}
	if got := clients[0].Destinations(); len(got) != 2 || got[0].Optional || !got[1].Optional {
		t.Errorf("destinations %+v, want Slack and an optional webhook", got)
	}
	for address, allowed := range map[string]bool{
		"https://10.1.2.200/": true, "https://10.1.3.1/": false, "https://192.168.1.9/": true, "https://192.168.1.8/": false, "http://other.intern.example/": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.guard().Check(u); (err == nil) != allowed {
			t.Errorf("Check(%s) = %v, allowed should be %t", address, err, allowed)
		}
	}
}

// However a config is printed, what opens a mail account or a webhook is not in it.
func TestConfigSendingSecretsCannotBePrinted(t *testing.T) {
	c := mustLoad(t, filepath.Join(t.TempDir(), "candor.yaml"), `
company: Studio North
clients: [{id: acme, name: Acme Shop, webhook: {url: "https://hooks.acme.example/x", secret: `+goodSecret+`}}]
mail: {host: smtp.example.com, from: a@b.example, user: candor, password: letmein}
`, bothTokens)
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		for _, what := range []any{c, c.Clients, c.mailServer(), *c.Clients[0].Webhook} {
			if text := fmt.Sprintf(verb, what); strings.Contains(text, "letmein") || strings.Contains(text, "MfKQ9r") {
				t.Errorf("%s of a %T prints a secret: %s", verb, what, text)
			}
		}
	}
	text := `clients: [{id: whsec_leak, name: x, slack: whsec_leak, webhook: {url: whsec_leak, secret: leak}}]`
	_, problems := parseConfig("candor.yaml", []byte(text), bothTokens)
	if said := (&configError{problems}).Error(); strings.Contains(said, "leak") {
		t.Errorf("a mistake repeats a secret:\n%s", said)
	}
}

// The mailbox has a login of its own, or that of the server that mail is handed in at.
func TestConfigMailbox(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.yaml")
	mustWrite(t, filepath.Join(dir, "inbox"), "from-file\n")
	const both, mail = "SLACK_BOT_TOKEN=" + testBotToken + " SLACK_APP_TOKEN=" + testAppToken, "host: smtp.example.com, from: a@b.example, user: candor, password: letmein"
	for name, tt := range map[string]struct{ inbox, env, login, password, at string }{
		"of mail":              {"host: imap.example.com", "", "candor", "letmein", "imap.example.com:993 implicit"},
		"in the config":        {"host: imap.example.com, user: box, password: own, tls: starttls", "", "box", "own", "imap.example.com:143 starttls"},
		"in a file":            {"host: imap.example.com, user: box, password_file: inbox, port: 1993", "", "box", "from-file", "imap.example.com:1993 implicit"},
		"in the environment":   {"host: localhost, user: box, tls: none", "MAIL_INBOX_PASSWORD=from-env", "box", "from-env", "localhost:143 none"},
		"the environment wins": {"host: localhost, user: box, password: own", "MAIL_INBOX_PASSWORD=from-env", "box", "from-env", "localhost:993 implicit"},
	} {
		c := mustLoad(t, path, smallest+"mail: {"+mail+", inbox: {"+tt.inbox+"}}\n", testEnv(strings.Fields(both+" "+tt.env)...))
		m := c.Mail.Inbox
		if at := fmt.Sprintf("%s:%d %s", m.Host, m.Port, m.TLS); m.User != tt.login || m.Password.Reveal() != tt.password || at != tt.at || c.mailUnseen() || !c.mailServer().Heard {
			t.Errorf("%s: %s with %s at %s", name, m.User, m.Password.Reveal(), at)
		}
		if said := fmt.Sprintf("%+v", c.Mail); strings.Contains(said, tt.password) {
			t.Errorf("%s: the password is printed: %s", name, said)
		}
	}
	if c := mustLoad(t, path, smallest+"mail: {"+mail+"}\n", testEnv(strings.Fields(both)...)); !c.mailUnseen() || c.mailbox(nil, nil) != nil {
		t.Error("without an inbox answers are said to be seen")
	}
	if c := mustLoad(t, path, smallest, testEnv(strings.Fields(both)...)); c.mailUnseen() {
		t.Error("without mail there are no answers to miss")
	}
}
