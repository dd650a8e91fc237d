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

	Inbox inboxConfig `yaml:"inbox"`
}

// webhooksConfig is about all webhooks.
type webhooksConfig struct {
	AllowPrivate []string `yaml:"allow_private"` // hosts, addresses and networks of our own that may be called

	shut bool // nobody else is called: this is the sandbox
}

// webhookConfig is where one client takes updates, as a file has it.
type webhookConfig struct {
	URL        string `yaml:"url"`
	Secret     secret `yaml:"secret"`
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
	k.server(server{key: "mail", name: "your mail server", example: "smtp.example.com", bares: "mail and password",
		usual: delivery.StartTLS, other: delivery.ImplicitTLS, ports: mailPorts, host: m.Host, port: &m.Port, tls: &m.TLS})
	k.Required("mail.from", m.From, "Write the address that mail comes from, for example status@studio-north.example.")
	k.Email("mail.from", m.From)
	k.mailLogin()
	k.inbox()
}

// server is a mail server as a config has it, and what is said of it.
type server struct {
	key, name, example string
	bares              string // what would be sent in the clear
	usual, other       delivery.TLSMode
	ports              map[delivery.TLSMode]int // the usual ones

	host string
	port *int
	tls  *string
}

// server checks where a server is and how it is spoken to, and fills in what is usual.
func (k checker) server(s server) {
	otherwise(s.tls, string(s.usual))
	usual, known := s.ports[delivery.TLSMode(*s.tls)]
	switch {
	case s.host == "" && k.unread(s.key+".host"):
	case s.host == "":
		k.bad(s.key+".host", "is missing. Write the name of %s, for example %s.", s.name, s.example)
	case !isHost(s.host):
		k.bad(s.key+".host", "%q is not a valid name of a server. Write it alone, without a port, for example %s.", s.host, s.example)
	case !known:
		k.bad(s.key+".tls", "%q is not known. Write %s, %s or none.", *s.tls, s.usual, s.other)
	case *s.tls == string(delivery.NoTLS) && !loopback(s.host):
		k.bad(s.key+".tls", "none would send %s in the clear. Write %s or %s; none is only for a server on this machine.", s.bares, s.usual, s.other)
	}
	if *s.port == 0 && !k.unread(s.key+".port") {
		*s.port = cmp.Or(usual, s.ports[s.usual])
	}
	if *s.port < 0 || *s.port > 65535 {
		k.bad(s.key+".port", "%d is not a valid port. Write 1 to 65535, or remove the line for the usual one.", *s.port)
	}
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
			k.bad(at, "%q is neither a host nor a network. Write a name like hooks.intern.example, or a network like 10.1.2.0/24.", s)
		}
	}
	return k.c.guard()
}

// sending checks on which ways clients are reached, as far as that depends on the
// rest of the config. Clients of a file that is imported are checked by the guard
// of the config; a secret that is missing is made, and where mail is handed in may
// be said later.
func (k checker) sending(guard *delivery.Guard, imported bool) {
	var earlier []client.Holder
	for i := range k.c.Clients {
		at, cl := fmt.Sprintf("clients[%d]", i), &k.c.Clients[i]
		if cl.Email && !imported && !k.Stands("mail") && !k.unread("mail") {
			k.bad(at+".email", "needs a mail server, and this file names none. Add mail: with host and from, or remove the line.")
		}
		for _, via := range client.Ways {
			w := client.WayOf(via)
			path := at + "." + w.At
			if address := w.Address(cl); address != "" && !k.said(path) {
				k.address(path, w, address, guard)
			}
		}
		k.shared(at, client.Holder{Client: *cl}, earlier)
		earlier = append(earlier, client.Holder{Client: *cl})
		if cl.Webhook != nil {
			k.webhookSecret(at+".webhook.secret", &cl.Webhook.Secret, !imported)
		}
	}
}

// shared notes the places of a client that an earlier one has.
func (k checker) shared(at string, h client.Holder, earlier []client.Holder) {
	for _, sh := range h.Sharing(earlier) {
		w := sh.Way()
		if path := at + "." + w.At; sh.Alone() && !k.said(path) {
			first := slices.IndexFunc(earlier, func(e client.Holder) bool { return e.Client.ID == sh.Other.Client.ID })
			k.bad(path, "%sis that of clients[%d] already. Give each client %s of its own: what one is told is not for the other.", shownAddress(w, sh.To), first, w.Place)
		}
	}
}

// said says whether something is wrong at a path already.
func (k checker) said(path string) bool {
	return slices.ContainsFunc(k.Problems, func(p problem) bool { return p.Path == path })
}

// shownAddress begins a sentence with an address, or with nothing if it may hold a key.
func shownAddress(w client.Way, address string) string {
	if w.Web {
		return ""
	}
	return address + " "
}

// address checks what may be called on the web. It is not repeated: whoever knows
// it can post there.
func (k checker) address(path string, w client.Way, address string, guard *delivery.Guard) {
	if !w.Web {
		return
	}
	if err := callable(guard, address); err != nil {
		k.bad(path, "%s.", err)
	}
}

// callable says why an address of the web may not be called.
func callable(guard *delivery.Guard, address string) error {
	u, err := url.Parse(address)
	if err != nil { // it is repeated in the error
		u = new(url.URL)
	}
	return guard.Check(u)
}

// webhookSecret finds a secret and checks it without repeating it.
func (k checker) webhookSecret(path string, s *client.Secret, needed bool) {
	held := newSecret(s.Reveal())
	t := token{key: path, secret: &held, file: k.secretFiles[path]}
	if !k.find(&t) {
		return
	}
	*s = client.Secret(held.Reveal())
	const how = "Make one with: echo whsec_$(openssl rand -base64 32), and give it to the client."
	key, prefixed := strings.CutPrefix(s.Reveal(), "whsec_")
	raw, err := base64.StdEncoding.DecodeString(key)
	switch {
	case *s == "" && !needed:
	case *s == "":
		k.bad(t.place, "is missing. %s", how)
	case !prefixed:
		k.bad(t.place, "does not begin with whsec_. %s", how)
	case err != nil:
		k.bad(t.place, "is not a whole secret: what follows whsec_ is not base64. %s", how)
	case len(raw) < 24 || len(raw) > 64:
		k.bad(t.place, "holds %d bytes, and it takes 24 to 64. %s", len(raw), how)
	}
}

// mailServer is where mail is handed in, as the sender wants it.
func (c *config) mailServer() delivery.MailServer {
	m := c.Mail
	return delivery.MailServer{
		Host: m.Host, Port: m.Port, From: m.From, User: m.User, Password: client.Secret(m.Password.Reveal()), TLS: delivery.TLSMode(m.TLS),
		Heard: m.Inbox.Host != "",
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
	if c.Webhooks.shut {
		return delivery.NewGuard(allow, hosts).Shut()
	}
	return delivery.NewGuard(allow, hosts)
}
