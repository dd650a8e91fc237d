package delivery

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestWhichAddressesArePublic(t *testing.T) {
	yes := []string{"1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450::1", "64:ff9b::8.8.8.8", "2002:0808:0808::1", "::ffff:8.8.8.8"}
	no := []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
		"100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
		"240.0.0.1", "255.255.255.255", "192.88.99.1",
		"::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1", "2001::1", "3fff::1", "100::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
		"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "2002:7f00:0001::", "2002:0a00:0001::1", "2002:c0a8:0101::1",
	}
	for _, s := range yes {
		if !public(netip.MustParseAddr(s)) {
			t.Errorf("public(%s) = false", s)
		}
	}
	for _, s := range no {
		if public(netip.MustParseAddr(s)) {
			t.Errorf("public(%s) = true", s)
		}
	}
}

func TestWhatAGuardAllows(t *testing.T) {
	g := NewGuard([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}, []string{"Hooks.Intern.example."})
	tests := []struct {
		url  string
		want error
	}{
		{"https://hooks.acme.example/x", nil},
		{"https://8.8.8.8/x", nil},
		{"https://10.1.2.3/x", nil},
		{"http://10.1.2.3/x", nil},
		{"https://[fd00::1]/x", nil},
		{"https://[::ffff:10.1.2.3]/x", nil},
		{"http://hooks.intern.example:8080/x", nil},
		{"https://HOOKS.intern.example/x", nil},
		{"http://hooks.acme.example/x", forbiddenPlain},
		{"http://8.8.8.8/x", forbiddenPlain},
		{"https://10.2.0.1/x", forbiddenNetwork},
		{"https://127.0.0.1/x", forbiddenNetwork},
		{"https://[::1]:8443/x", forbiddenNetwork},
		{"https://[64:ff9b::10.1.2.3]/x", forbiddenNetwork}, // a translator is not the network that was allowed
		{"https://user:pass@hooks.acme.example/x", forbiddenLogin},
		{"ftp://hooks.acme.example/x", forbiddenForm},
		{"https:///x", forbiddenForm},
		{"hooks.acme.example", forbiddenForm},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Check(u); got != tt.want {
			t.Errorf("Check(%s) = %v, want %v", tt.url, got, tt.want)
		}
	}
}

// A name is looked up by the dialer, and what it leads to is checked there: the
// name alone says nothing, and may lead elsewhere the next second.
func TestANameThatLeadsIntoAPrivateNetworkIsNotCalled(t *testing.T) {
	var called atomic.Int32
	web := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Add(1) }))
	defer web.Close()
	byName := strings.Replace(web.URL, "127.0.0.1", "localhost", 1)
	for _, address := range []string{byName, web.URL, strings.Replace(web.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		_, err := NewGuard(nil, nil).Client(5 * time.Second).Get(address)
		if !errors.Is(err, forbiddenNetwork) || whyForbidden(err) == "" {
			t.Errorf("Get(%s) = %v, want %v", address, err, forbiddenNetwork)
		}
	}
	if called.Load() != 0 {
		t.Error("something was called")
	}
}

func TestAnAllowedNameIsCalled(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer web.Close()
	byName := strings.Replace(web.URL, "127.0.0.1", "localhost", 1)
	for what, g := range map[string]*Guard{
		byName:  NewGuard(nil, []string{"localhost"}),
		web.URL: NewGuard([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, nil),
	} {
		answer, err := g.Client(5 * time.Second).Get(what)
		if err != nil {
			t.Errorf("Get(%s) = %v", what, err)
			continue
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNoContent {
			t.Errorf("Get(%s) answers %d", what, answer.StatusCode)
		}
	}
}

func TestAGuardFollowsNoRedirectAndTrustsNoStranger(t *testing.T) {
	var elsewhere atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer target.Close()
	web := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusTemporaryRedirect))
	defer web.Close()
	g := NewGuard([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, nil)
	answer, err := g.Client(5 * time.Second).Get(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusTemporaryRedirect || elsewhere.Load() != 0 {
		t.Errorf("the answer is %d and the redirect was followed %d times", answer.StatusCode, elsewhere.Load())
	}

	own := httptest.NewTLSServer(http.NotFoundHandler())
	defer own.Close()
	if _, err := g.Client(5 * time.Second).Get(own.URL); !badCertificate(err) {
		t.Errorf("a certificate that nobody vouches for: %v, want it refused", err)
	}
}

// The environment's proxy would be called in place of the checked address.
func TestAGuardUsesNoProxy(t *testing.T) {
	transport := NewGuard(nil, nil).Client(time.Second).Transport.(guarded).next.(*http.Transport)
	if transport.Proxy != nil {
		t.Error("the client asks the environment for a proxy")
	}
}
