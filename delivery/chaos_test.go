package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages/screen"
	"candor/sandbox"
	"candor/sandbox/world"
)

// TestChaos sends thousands of updates through a network that loses, delays and
// refuses. At the end each (update, destination) is there exactly once or
// stands before a person: nothing is doubled and nothing is lost in silence.
//
// It prints its seed; CANDOR_TEST_SEED replays one. What happens to a call
// follows from the seed and the call alone, so the same seed gives the same
// trouble. CANDOR_TEST_CHAOS is the number of deliveries for each rate of
// trouble, half of them in Slack, half by webhook; the default is small.
func TestChaos(t *testing.T) {
	t.Parallel()
	everyday := 300
	if testing.Short() {
		everyday = 50
	}
	deliveries := fromEnv(t, "CANDOR_TEST_CHAOS", everyday)
	seed := uint64(fromEnv(t, "CANDOR_TEST_SEED", int(time.Now().UnixNano()&0x7fffffff)))
	for _, tt := range []struct {
		trouble int     // per cent of calls
		asked   float64 // most that may be asked of a person, as a share
	}{{5, 0.001}, {20, 0.05}, {40, 0.3}} {
		t.Run(fmt.Sprintf("%d per cent", tt.trouble), func(t *testing.T) {
			c := newChaos(t, seed, tt.trouble)
			c.play(deliveries)
			c.settle()
			c.judge(tt.asked)
			if t.Failed() {
				t.Logf("replay with CANDOR_TEST_SEED=%d CANDOR_TEST_CHAOS=%d", seed, deliveries)
			}
		})
	}
}

func fromEnv(t *testing.T, key string, otherwise int) int {
	t.Helper()
	s := os.Getenv(key)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s=%q is no number", key, s)
	}
	return n
}

// chaos is the whole delivery before a Slack that is reached through a bad
// network.
type chaos struct {
	t     *testing.T
	clock *clock
	box   *sandbox.Server
	s     *servicetest.Bench
	w     *Worker
	net   *badNetwork
}

const chaosClients = 10

func newChaos(t *testing.T, seed uint64, trouble int) *chaos {
	t.Helper()
	t.Logf("seed %d", seed)
	manifest, err := os.ReadFile("../bot/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := &chaos{t: t, clock: &clock{now: start}}
	w := world.Default()
	for i := range chaosClients {
		id := chaosChannel(i)
		w.Channels = append(w.Channels, world.Channel{ID: id, Name: fmt.Sprint("chaos-", i), Creator: "U0ANA",
			Shared: true, SharedWith: []string{"T0ACME"}, Members: []string{"U0ANA", world.AppUser}})
	}
	if c.box, err = sandbox.New(sandbox.Options{Manifest: manifest, Now: c.clock.Now, Workspace: w}); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(c.box.Handler())
	c.net = &badNetwork{next: web.Client().Transport, seed: seed, trouble: trouble, now: c.clock.Now, tries: map[uint64]int{}, hooks: map[string]bool{}}
	api := slack.New(c.box.BotToken(), slack.OptionAPIURL(web.URL+"/api/"), slack.OptionHTTPClient(&http.Client{Transport: c.net, Timeout: 20 * time.Second}))
	sender := NewSlack(api, world.AppUser, c.clock.Now)
	sender.Log = slog.New(slog.DiscardHandler)
	t.Cleanup(func() { c.box.Close(); web.Close() })
	// Not twice each, as elsewhere: it is the number of runs that finds something
	// here, and the crash tests run the same transactions twice.
	c.s = servicetest.New(t, servicetest.Setup{Clients: chaosRoster(web.URL), People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}}, Once: true})
	c.s.Pattern, c.s.Now = pattern, c.clock.Now
	hook := newHook(loopbackAllowed)
	hook.client.Transport = c.net
	c.w = &Worker{Queue: c.s.Service, Sender: Ways{Team: sender, Clients: map[string]Sender{client.ViaSlack: sender, client.ViaWebhook: hook}}, Render: screen.Internal, Log: slog.New(slog.DiscardHandler)}
	return c
}

func chaosChannel(i int) string { return fmt.Sprintf("C0CHAOS%d", i) }

// chaosRoster are clients who are reached in Slack and by webhook.
func chaosRoster(url string) (list []client.Client) {
	for i := range chaosClients {
		id := fmt.Sprint("c", i)
		list = append(list, client.Client{ID: id, Name: fmt.Sprint("Client ", i), Slack: chaosChannel(i),
			Webhook: &client.Webhook{URL: url + "/webhook/" + id, Secret: hookSecret}})
	}
	return list
}

// play opens incidents one after the other and tells all their clients again
// and again, until enough has left.
func (c *chaos) play(deliveries int) {
	c.t.Helper()
	const rounds = 10
	for n := int64(1); deliveries > 0; n++ {
		d := service.Declaration{Client: "c0", Kind: "outage", Impact: "your site does not open", Doing: "checking what happened", Severity: 1}
		for i := 1; i < chaosClients; i++ {
			d.Also = append(d.Also, fmt.Sprint("c", i))
		}
		if _, err := c.s.Declare(c.t.Context(), ana, d); err != nil {
			c.t.Fatal(err)
		}
		c.advance(time.Minute)
		for round := 0; round < rounds && deliveries > 0; round++ {
			p := incident.Proposal{Kind: update.FirstNoticeUnknown}
			if round > 0 {
				p = incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": fmt.Sprintf("We have ruled out reason %d.", round)}}
			}
			list, err := c.s.TellAll(c.t.Context(), ana, n, p)
			if err != nil && fault.CodeOf(err) == fault.Internal {
				c.t.Fatal(err)
			}
			for _, e := range list {
				if e.Err == nil {
					deliveries -= 2 // in Slack and by webhook
				}
			}
			c.advance(3 * time.Minute)
		}
		c.close(n)
	}
}

// close resolves an incident and records that each client knows, so that its
// ladder rests.
func (c *chaos) close(n int64) {
	c.t.Helper()
	_, err := c.s.Resolve(c.t.Context(), ana, n, service.Solved{Answers: servicetest.Solved})
	if err != nil {
		c.t.Fatal(err)
	}
	c.advance(2 * time.Minute)
	for i := range chaosClients {
		_, err := c.s.Told(c.t.Context(), ana, n, byhand.Report{Client: fmt.Sprint("c", i), Text: "it works again"})
		if err != nil && fault.CodeOf(err) != fault.Conflict { // one that is still on its way
			c.t.Fatal(err)
		}
	}
}

// settle lets everything come to rest: the network is mended.
func (c *chaos) settle() {
	c.t.Helper()
	c.advance(10 * time.Minute)
	c.net.mend()
	c.advance(3 * time.Hour)
}

// advance moves time, stopping wherever something is due on the way.
func (c *chaos) advance(d time.Duration) {
	c.t.Helper()
	end := c.clock.Now().Add(d)
	for {
		if err := c.s.Tick(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		if err := c.w.Drain(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		c.net.late()
		now := c.clock.Now()
		if !now.Before(end) {
			return
		}
		next, err := c.s.NextWake(c.t.Context())
		if err != nil {
			c.t.Fatal(err)
		}
		if next.IsZero() || next.After(end) {
			next = end
		}
		if at := c.net.nextLate(); !at.IsZero() && at.Before(next) {
			next = at
		}
		c.clock.move(max(next.Sub(now), 10*time.Millisecond))
	}
}

// tally counts what became of the deliveries.
type tally struct {
	t     *testing.T
	shown map[string]int // how often each is there, by its opaque id

	all, doubled, lost, asked, dead, unsaid int
}

// judge holds what arrived against what the store says.
func (c *chaos) judge(mostAsked float64) {
	c.t.Helper()
	ta := &tally{t: c.t, shown: c.shown()}
	err := c.s.File.View(context.Background(), func(tx records.Tx) error {
		incidents, err := tx.LatestIncidents(1 << 20)
		for _, inc := range incidents {
			for i := range inc.Clients {
				err = errors.Join(err, ta.client(tx, inc, &inc.Clients[i]))
			}
		}
		return err
	})
	if err != nil {
		c.t.Error(err)
	}
	share := float64(ta.asked) / float64(ta.all)
	c.t.Logf("%d deliveries, %d calls, %d of them in trouble: %d doubled, %d lost in silence, %d asked of a person (%.2f %%), %d given back as not sent",
		ta.all, c.net.calls, c.net.troubled, ta.doubled, ta.lost+ta.unsaid, ta.asked, 100*share, ta.dead)
	if ta.unsaid > 0 {
		c.t.Errorf("%d texts are stuck and nobody was told", ta.unsaid)
	}
	if share > mostAsked {
		c.t.Errorf("%.4f of them were asked of a person, want at most %.4f", share, mostAsked)
	}
}

// shown counts what is there: messages, and webhook calls by their id, since a
// receiver knows a repeat by it.
func (c *chaos) shown() map[string]int {
	shown := map[string]int{}
	for i := range chaosClients {
		for _, m := range c.box.Messages(chaosChannel(i)) {
			if _, id, ok := strings.Cut(string(m.Metadata), `"id":"`); ok {
				id, _, _ = strings.Cut(id, `"`)
				shown[id]++
			}
		}
	}
	for id := range c.net.hooks {
		shown[id]++
	}
	return shown
}

// client looks at everything that was written to one client of an incident.
func (ta *tally) client(tx records.Tx, inc *incident.Incident, aff *incident.Affected) error {
	for n := 1; n <= aff.Updates; n++ {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if err != nil {
			return err
		}
		for _, to := range u.To {
			d, err := tx.Delivery(fmt.Sprintf("%s/%s/update/%d/%s", inc.Name(), aff.Client.ID, n, to.Key()))
			if err != nil {
				return err
			}
			ta.delivery(tx, d)
		}
	}
	return nil
}

func (ta *tally) delivery(tx records.Tx, d *outbox.Delivery) {
	ta.t.Helper()
	ta.all++
	got := ta.shown[d.ID]
	switch {
	case got > 1:
		ta.doubled++
		ta.t.Errorf("%s stands there %d times", d.Key, got)
	case d.State == outbox.NeedsDecision:
		ta.asked++
		ta.unsaid += silent(tx, d)
	case d.Doubted: // it was asked, and a newer update has answered that
		ta.asked++
	case d.State == outbox.Dead:
		ta.dead++
		ta.unsaid += silent(tx, d)
		if got != 0 {
			ta.t.Errorf("%s counts as not sent and stands there", d.Key)
		}
	case d.State != outbox.Delivered || got != 1:
		ta.lost++
		ta.t.Errorf("%s is %s and stands there %d times", d.Key, d.State, got)
	}
}

// silent is 1 if what is stuck does not stand before a person.
func silent(tx records.Tx, d *outbox.Delivery) int {
	p, err := tx.Delivery(d.Target)
	if err != nil || p.Kind != outbox.Problem || p.State != outbox.Delivered {
		return 1
	}
	return 0
}

// badNetwork gets some calls into trouble. Which ones, and which trouble,
// follows from the seed, the call and how often it was tried.
type badNetwork struct {
	next    http.RoundTripper
	seed    uint64
	trouble int // per cent
	now     func() time.Time

	mu       sync.Mutex
	tries    map[uint64]int
	calls    int
	troubled int
	mended   bool
	hooks    map[string]bool // ids of the webhook calls that arrived
	waiting  []lateCall
}

// lateCall is a request that was given up and reaches the other side later.
type lateCall struct {
	at  time.Time
	req *http.Request
}

func (n *badNetwork) mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.mended = true
}

// troubleOf decides what happens to a call; -1 is nothing.
func (n *badNetwork) troubleOf(path string, body []byte) (what int, r *rand.Rand) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls++
	h := fnv.New64a()
	form, _ := url.ParseQuery(string(body))
	if len(form["channel"]) == 0 { // a webhook's JSON, or a call that is about no channel
		form.Set("text", string(body))
	}
	fmt.Fprint(h, path, form.Get("channel"), form.Get("text"), form.Get("ts"), form.Get("name"), form.Get("oldest"))
	key := h.Sum64()
	n.tries[key]++
	r = rand.New(rand.NewPCG(n.seed, key+uint64(n.tries[key])*0x9e3779b97f4a7c15))
	if n.mended || r.IntN(100) >= n.trouble {
		return -1, r
	}
	n.troubled++
	return r.IntN(7), r
}

// errGone is what the other side of a broken connection looks like.
var errGone = errors.New("read: connection reset by peer")

// RoundTrip carries a call, or does not.
func (n *badNetwork) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	again := func() *http.Request {
		r := req.Clone(context.WithoutCancel(req.Context()))
		r.Body = io.NopCloser(bytes.NewReader(body))
		return r
	}
	what, r := n.troubleOf(req.URL.Path, body)
	switch what {
	case 0: // asked to wait
		return answered(req, http.StatusTooManyRequests, `{"ok":false,"error":"ratelimited"}`, r.IntN(5)+1), nil
	case 1: // an error before anything happened
		return answered(req, http.StatusServiceUnavailable, "upstream connect error", 0), nil
	case 2: // an error after it happened
		n.carry(again())
		return answered(req, http.StatusBadGateway, "bad gateway", 0), nil
	case 3: // the answer is lost
		n.carry(again())
		return nil, errGone
	case 4: // the answer says nothing
		n.carry(again())
		return answered(req, http.StatusOK, `{}`, 0), nil
	case 5: // given up; it arrives up to 50 seconds later
		n.mu.Lock()
		n.waiting = append(n.waiting, lateCall{n.now().Add(time.Duration(r.IntN(50)) * time.Second), again()})
		n.mu.Unlock()
		return nil, context.DeadlineExceeded
	case 6: // it never arrives
		return nil, context.DeadlineExceeded
	}
	return n.through(again())
}

// through is the network as it should be.
func (n *badNetwork) through(req *http.Request) (*http.Response, error) {
	resp, err := n.next.RoundTrip(req)
	if id := req.Header.Get("webhook-id"); id != "" && err == nil && resp.StatusCode < 300 {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.hooks[id] = true
	}
	return resp, err
}

func (n *badNetwork) carry(req *http.Request) {
	if resp, err := n.through(req); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

// late carries the calls whose time has come.
func (n *badNetwork) late() {
	n.mu.Lock()
	var ready, rest []lateCall
	for _, c := range n.waiting {
		if c.at.After(n.now()) {
			rest = append(rest, c)
		} else {
			ready = append(ready, c)
		}
	}
	n.waiting = rest
	n.mu.Unlock()
	for _, c := range ready {
		n.carry(c.req)
	}
}

func (n *badNetwork) nextLate() (at time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.waiting {
		if at.IsZero() || c.at.Before(at) {
			at = c.at
		}
	}
	return at
}

func answered(req *http.Request, status int, body string, wait int) *http.Response {
	resp := &http.Response{StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req}
	if wait > 0 {
		resp.Header.Set("Retry-After", strconv.Itoa(wait))
	}
	return resp
}
