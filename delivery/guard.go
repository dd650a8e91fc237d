package delivery

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Guard makes HTTP clients for addresses that others chose: a client's webhook,
// a person's wake address. Without it such an address could point into our own
// network, where a request from Candor may be trusted.
//
// The address is checked at the moment of the connection, after the name was
// looked up: a name that leads somewhere else a second later does not help. No
// redirect is followed, no proxy is used, certificates are verified, and each
// call has a connection of its own. It is safe for concurrent use.
type Guard struct {
	allow []netip.Prefix
	hosts map[string]bool
	shut  bool // it calls nobody but these
}

// Shut makes a guard of one that calls nobody on the open internet, and looks up no name
// there: only the networks and the hosts that it was given.
func (g *Guard) Shut() *Guard { return &Guard{allow: g.allow, hosts: g.hosts, shut: true} }

// NewGuard makes a guard that lets calls into the networks of allow and to the
// named hosts, wherever those are. With neither, only public addresses are called.
func NewGuard(allow []netip.Prefix, hosts []string) *Guard {
	g := &Guard{allow: allow, hosts: map[string]bool{}}
	for _, h := range hosts {
		g.hosts[hostKey(h)] = true
	}
	return g
}

func hostKey(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

// forbidden is why a guarded client does not call an address: what is wrong and
// what to write, without the address, which may be a secret.
type forbidden string

func (f forbidden) Error() string { return string(f) }

const (
	forbiddenNetwork = forbidden("leads into a private network. If that is meant, add its host to webhooks.allow_private in the config")
	forbiddenPlain   = forbidden("is not encrypted. Write https://; http:// is only for hosts in webhooks.allow_private")
	forbiddenShut    = forbidden("is not on this machine, and the sandbox calls nobody else. Try it with candor serve")
	forbiddenForm    = forbidden("is not a valid web address. Write it like https://hooks.acme.example/incidents")
	forbiddenLogin   = forbidden("holds a user name or password. Remove it; what is sent is signed")
)

// whyForbidden returns why the guard kept a call from leaving, "" if it did not.
func whyForbidden(err error) string {
	if f, ok := errors.AsType[forbidden](err); ok {
		return string(f)
	}
	return ""
}

// Check says what is wrong with an address as far as it can be known without
// looking up its name; nil if nothing is.
func (g *Guard) Check(u *url.URL) error {
	host := u.Hostname()
	ip, err := netip.ParseAddr(host)
	literal := err == nil
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || host == "":
		return forbiddenForm
	case u.User != nil:
		return forbiddenLogin
	case literal && !g.hosts[hostKey(host)] && !g.mayReach(ip):
		return g.why(ip)
	case u.Scheme == "http" && !g.hosts[hostKey(host)] && !(literal && g.allowed(ip)):
		return forbiddenPlain
	}
	return nil
}

// maxHeader is far beyond what an answer's headers need.
const maxHeader = 64 << 10

// Client makes a client whose calls end after the timeout, the reading of the
// answer included.
func (g *Guard) Client(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: guarded{g, &http.Transport{
			DialContext: g.dial, DisableKeepAlives: true, MaxResponseHeaderBytes: maxHeader,
			TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// guarded refuses addresses before anything is looked up.
type guarded struct {
	g    *Guard
	next http.RoundTripper
}

func (t guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := t.g.Check(r.URL); err != nil {
		return nil, err
	}
	return t.next.RoundTrip(r)
}

// dial connects to a host that is allowed by name, or to whatever address is
// allowed by itself. The check sits below the dialer, which tries each address
// of a name in turn: what is checked is what is called.
func (g *Guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	if host, _, err := net.SplitHostPort(address); err != nil || !g.hosts[hostKey(host)] {
		if _, err := netip.ParseAddr(host); err != nil && g.shut { // who looks it up tells somebody
			return nil, forbiddenShut
		}
		d.Control = g.control
	}
	return d.DialContext(ctx, network, address)
}

func (g *Guard) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !g.mayReach(at.Addr()) {
		return g.why(at.Addr())
	}
	return nil
}

// why is the reason for which an address is not called.
func (g *Guard) why(ip netip.Addr) error {
	if g.shut && public(ip) {
		return forbiddenShut
	}
	return forbiddenNetwork
}

// mayReach says whether an address may be called.
func (g *Guard) mayReach(ip netip.Addr) bool { return g.allowed(ip) || public(ip) && !g.shut }

func (g *Guard) allowed(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// public says whether an address is on the open internet. An address that
// carries another one inside, for a translator to unpack, is as public as that one.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if inner, ok := translated(ip); ok {
		return public(inner)
	}
	if ip.Zone() != "" || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return ip.Is4() || openIPv6.Contains(ip)
}

var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour = netip.MustParsePrefix("2002::/16")
	openIPv6  = netip.MustParsePrefix("2000::/3") // all that was ever given out

	// notPublic are ranges that look like ordinary addresses and are none.
	notPublic = prefixes(
		"0.0.0.0/8",       // this network
		"100.64.0.0/10",   // carriers' own (CGNAT)
		"192.0.0.0/24",    // protocols
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // 6to4 relays
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"240.0.0.0/4",     // reserved, and broadcast
		"2001::/23",       // protocols, Teredo among them
		"2001:db8::/32",   // documentation
		"3fff::/20",       // documentation
	)
)

func prefixes(list ...string) (all []netip.Prefix) {
	for _, s := range list {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

// translated returns the IPv4 address that a NAT64 or 6to4 address stands for.
func translated(ip netip.Addr) (netip.Addr, bool) {
	b := ip.As16()
	switch {
	case nat64.Contains(ip):
		return netip.AddrFrom4([4]byte(b[12:16])), true
	case sixToFour.Contains(ip):
		return netip.AddrFrom4([4]byte(b[2:6])), true
	}
	return netip.Addr{}, false
}
