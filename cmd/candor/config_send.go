package main

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"candor/delivery"
	"candor/incident/client"
)

// mailConfig is where mail is handed in; without a host no mail is sent.
type mailConfig struct {
	Host         string `yaml:"host"`
	Port         int    `yaml:"port"` // after loading: never 0 if there is a host
	From         string `yaml:"from"`
	User         string `yaml:"user"`     // empty: no login
	Password     secret `yaml:"password"` // after loading: from wherever it came
	PasswordFile string `yaml:"password_file"`
	TLS          string `yaml:"tls"`
}

// webhooksConfig is about all webhooks.
type webhooksConfig struct {
	AllowPrivate []string `yaml:"allow_private"` // hosts, addresses and networks of our own that may be called
}

// webhookConfig is where one client takes updates; without a URL nowhere.
type webhookConfig struct {
	URL        string `yaml:"url"`
	Secret     secret `yaml:"secret"` // after loading: from wherever it came
	SecretFile string `yaml:"secret_file"`
}

// mailPorts are the usual ports, which need not be written.
var mailPorts = map[delivery.TLSMode]int{delivery.StartTLS: 587, delivery.ImplicitTLS: 465, delivery.NoTLS: 25}

var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.?$`)

// isHost says whether s names a server, or is an address, without a port.
func isHost(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil || hostForm.MatchString(s)
}

// mail checks the mail server, if there is one.
func (k checker) mail() {
	if !k.Stands("mail") || k.Broken("mail") {
		return
	}
	m := &k.c.Mail
	otherwise(&m.TLS, string(delivery.StartTLS))
	usual, known := mailPorts[delivery.TLSMode(m.TLS)]
	switch {
	case m.Host == "" && k.unread("mail.host"):
	case m.Host == "":
		k.bad("mail.host", "is missing. Write the name of your mail server, for example smtp.example.com.")
	case !isHost(m.Host):
		k.bad("mail.host", "%q is no name of a server. Write it alone, without a port, for example smtp.example.com.", m.Host)
	case !known:
		k.bad("mail.tls", "%q is not known. Write starttls, implicit or none.", m.TLS)
	case m.TLS == string(delivery.NoTLS) && !loopback(m.Host):
		k.bad("mail.tls", "none would send mail and password in the clear. Write starttls or implicit; none is only for a server on this machine.")
	}
	if m.Port == 0 && !k.unread("mail.port") {
		m.Port = cmp.Or(usual, mailPorts[delivery.StartTLS])
	}
	if m.Port < 0 || m.Port > 65535 {
		k.bad("mail.port", "%d is no port. Write 1 to 65535, or remove the line for the usual one.", m.Port)
	}
	k.required("mail.from", m.From, "Write the address that mail comes from, for example status@studio-north.example.")
	k.email("mail.from", m.From)
	k.mailLogin()
}

// mailLogin finds the password and checks that there is a user for it.
func (k checker) mailLogin() {
	m := &k.c.Mail
	password := token{key: "mail.password", env: "MAIL_PASSWORD", secret: &m.Password, file: m.PasswordFile}
	if !k.find(&password) {
		return
	}
	switch has := m.Password.Reveal() != ""; {
	case m.User != "" && !has:
		k.bad("mail.password", "is missing. Set MAIL_PASSWORD, or remove mail.user if the server wants no login.")
	case m.User == "" && has && !k.unread("mail.user"):
		k.bad("mail.user", "is missing, and there is a password. Write the name with which Candor logs in, or remove the password.")
	}
}

// webhooks checks what may be called, and returns the guard that holds to it.
func (k checker) webhooks() *delivery.Guard {
	for i, s := range k.c.Webhooks.AllowPrivate {
		at := fmt.Sprintf("webhooks.allow_private[%d]", i)
		network, err := netip.ParsePrefix(s)
		switch {
		case err == nil && network.Bits() == 0:
			k.bad(at, "%s is every address there is. Write the network that is meant, for example 10.1.2.0/24.", s)
		case err != nil && !isHost(s) && !k.unread(at):
			k.bad(at, "%q is no host and no network. Write a name like hooks.intern.example, or a network like 10.1.2.0/24.", s)
		}
	}
	return k.c.guard()
}

// sending checks the ways on which clients are reached, but for Slack. Without a
// guard they are from a file of clients alone: whether there is a mail server,
// and what may be called, stands elsewhere, and a secret that is missing is made.
func (k checker) sending(guard *delivery.Guard) {
	urls := map[string]int{}
	for i := range k.c.Clients {
		at, cl := fmt.Sprintf("clients[%d]", i), &k.c.Clients[i]
		if cl.Email {
			k.clientMail(at, cl, guard != nil)
		}
		if k.Stands(at+".webhook") && !k.Broken(at+".webhook") {
			k.webhook(at+".webhook", &cl.Webhook, guard)
			if first, again := urls[cl.Webhook.URL]; again && cl.Webhook.URL != "" {
				k.bad(at+".webhook.url", "is that of clients[%d] already. Give each client an address of its own: what one is told is not for the other.", first)
			}
			urls[cl.Webhook.URL] = i
		}
		k.optional(at+".optional", cl)
	}
}

func (k checker) clientMail(at string, cl *clientConfig, whole bool) {
	server := k.Stands("mail")
	switch {
	case whole && !server && !k.unread("mail"):
		k.bad(at+".email", "needs a mail server, and this file names none. Add mail: with host and from, or remove the line.")
	case !slices.ContainsFunc(cl.Contacts, func(ct contactConfig) bool { return ct.Email != "" }) && !k.unread(at+".contacts"):
		k.bad(at+".email", "is true, and no contact has an e-mail address. Add one under contacts, or remove the line.")
	}
}

// webhook checks an address and its secret and repeats neither: whoever knows
// them can post there.
func (k checker) webhook(at string, w *webhookConfig, guard *delivery.Guard) {
	switch u, err := url.Parse(w.URL); {
	case w.URL == "" && k.unread(at+".url"):
	case w.URL == "":
		k.bad(at+".url", "is missing. Write the address that the client gave you, for example https://hooks.acme.example/incidents.")
	case err != nil:
		k.bad(at+".url", "is no web address. Write it like https://hooks.acme.example/incidents.")
	case guard != nil:
		if err := guard.Check(u); err != nil {
			k.bad(at+".url", "%s.", err)
		}
	}
	t := token{key: at + ".secret", secret: &w.Secret, file: w.SecretFile}
	if !k.find(&t) {
		return
	}
	const how = "Make one with: echo whsec_$(openssl rand -base64 32), and give it to the client."
	key, prefixed := strings.CutPrefix(w.Secret.Reveal(), "whsec_")
	raw, err := base64.StdEncoding.DecodeString(key)
	switch {
	case w.Secret.Reveal() == "" && guard == nil:
	case w.Secret.Reveal() == "":
		k.bad(t.place, "is missing. %s", how)
	case !prefixed:
		k.bad(t.place, "does not begin with whsec_. %s", how)
	case err != nil:
		k.bad(t.place, "is no whole secret: what follows whsec_ is not base64. %s", how)
	case len(raw) < 24 || len(raw) > 64:
		k.bad(t.place, "holds %d bytes, and it takes 24 to 64. %s", len(raw), how)
	}
}

// wayKeys has for each way, whose name is its key in the config, whether a client
// is told there.
var wayKeys = map[string]func(*clientConfig) bool{
	client.ViaSlack:   func(cl *clientConfig) bool { return cl.Slack != "" },
	client.ViaEmail:   func(cl *clientConfig) bool { return cl.Email },
	client.ViaWebhook: func(cl *clientConfig) bool { return cl.Webhook.URL != "" },
}

// oneOf joins what may be written: a, b or c.
func oneOf(list []string) string {
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " or " + list[last]
}

// optional checks which ways need not arrive: one has to.
func (k checker) optional(at string, cl *clientConfig) {
	left := 0
	for _, way := range client.Ways {
		if used := wayKeys[way]; used != nil && used(cl) && !slices.Contains(cl.Optional, way) {
			left++
		}
	}
	wrong := false
	for i, way := range cl.Optional {
		here := fmt.Sprintf("%s[%d]", at, i)
		used, known := wayKeys[way]
		switch {
		case k.unread(here):
			wrong = true
		case !known:
			wrong = true
			k.bad(here, "%q is no way to reach a client. Write %s.", way, oneOf(client.Ways))
		case !used(cl):
			wrong = true
			k.bad(here, "this client is not reached by %s. Set it up, or take it out of the list.", way)
		case slices.Contains(cl.Optional[:i], way):
			k.bad(here, "%s stands in the list already. Keep one of them.", way)
		}
	}
	if len(cl.Optional) > 0 && left == 0 && !wrong {
		k.bad(at, "leaves no way that has to arrive. Take one out of the list: a promise is kept by what arrives there.")
	}
}

// mailServer is where mail is handed in, as the sender wants it.
func (c *config) mailServer() delivery.MailServer {
	m := c.Mail
	return delivery.MailServer{
		Host: m.Host, Port: m.Port, From: m.From, User: m.User, Password: client.Secret(m.Password.Reveal()), TLS: delivery.TLSMode(m.TLS),
	}
}

// guard lets webhooks reach what is public, and what the operator allows.
func (c *config) guard() *delivery.Guard {
	var allow []netip.Prefix
	var hosts []string
	for _, s := range c.Webhooks.AllowPrivate {
		if network, err := netip.ParsePrefix(s); err == nil {
			allow = append(allow, network.Masked())
		} else if ip, err := netip.ParseAddr(s); err == nil {
			allow = append(allow, netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen()))
		} else {
			hosts = append(hosts, s)
		}
	}
	return delivery.NewGuard(allow, hosts)
}

// domain is the client's webhook as the domain knows it; nil if there is none.
func (w webhookConfig) domain() *client.Webhook {
	if w.URL == "" {
		return nil
	}
	return &client.Webhook{URL: w.URL, Secret: client.Secret(w.Secret.Reveal())}
}
