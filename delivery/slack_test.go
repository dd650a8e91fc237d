package delivery

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox"
	"candor/sandbox/faults"
	"candor/sandbox/world"
)

// start is the instant at which every test begins.
var start = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is a sender before the sandbox.
type bench struct {
	*Slack
	t     *testing.T
	box   *sandbox.Server
	api   *slack.Client
	clock *clock
}

func newBench(t *testing.T) *bench {
	t.Helper()
	manifest, err := os.ReadFile("../bot/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, clock: &clock{now: start}}
	b.box, err = sandbox.New(sandbox.Options{Manifest: manifest, Now: b.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(b.box.Handler())
	t.Cleanup(func() { b.box.Close(); web.Close() })
	b.api = slack.New(b.box.BotToken(), slack.OptionAPIURL(web.URL+"/api/"), slack.OptionHTTPClient(&http.Client{Timeout: 5 * time.Second}))
	b.Slack = NewSlack(b.api, world.AppUser, b.clock.Now)
	b.Log = slog.New(slog.DiscardHandler)
	return b
}

// try does one attempt, a second after the one before: Slack takes one message
// a second in a channel.
func (b *bench) try(d outbox.Delivery, v view.View, p kit.Post) outbox.DeliveryOutcome {
	b.t.Helper()
	b.clock.move(time.Second)
	v.Now = b.clock.Now()
	return b.Do(b.t.Context(), &view.Lease{Delivery: d, View: v}, p)
}

func (b *bench) want(o outbox.DeliveryOutcome, v outbox.Verdict, reason string) {
	b.t.Helper()
	if o.Verdict != v || !strings.Contains(o.Reason, reason) || (v == outbox.Sent) != (o.Reason == "") {
		b.t.Errorf("outcome is %s (%q), want %s with %q", o.Verdict, o.Reason, v, reason)
	}
}

// called counts the calls of a method.
func (b *bench) called(method string) (n int) {
	for _, c := range b.box.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

func (b *bench) last(channel string) sandbox.Message {
	b.t.Helper()
	list := b.box.Messages(channel)
	if len(list) == 0 {
		b.t.Fatalf("nothing was said in %s", channel)
	}
	return list[len(list)-1]
}

func (b *bench) channel(id string) world.Channel {
	b.t.Helper()
	list := b.box.Channels()
	i := slices.IndexFunc(list, func(c world.Channel) bool { return c.ID == id })
	if i < 0 {
		b.t.Fatalf("there is no channel %s", id)
	}
	return list[i]
}

// incident is INC-7 as it is right after declaring.
func (b *bench) incident() *incident.Incident {
	return &incident.Incident{Number: 7, Title: "Checkout is down", DeclaredAt: b.clock.Now(), Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
}

const pattern = "inc-{number}-{client}-{title}"

func (b *bench) open(inc *incident.Incident, attempt int) outbox.DeliveryOutcome {
	b.t.Helper()
	return b.try(outbox.Delivery{Kind: outbox.OpenChannel, Attempt: attempt}, view.View{Incident: inc, Pattern: pattern}, kit.Post{})
}

var words = kit.Post{Text: "INC-7: look", Blocks: []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "look", false, false), nil, nil)}}

func clientText(body string) outbox.Delivery {
	return outbox.Delivery{Key: "INC-7/acme/update/1/slack", ID: "K7Q", Kind: outbox.ClientText, To: "C0ACME", Text: &outbox.Text{Body: body}}
}

func TestOpenChannel(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	o := b.open(inc, 0)
	b.want(o, outbox.Sent, "")
	ch := b.channel(o.Receipt.Channel)
	if ch.Name != "inc-7-acme-checkout-is-down" || o.Receipt.Name != ch.Name || ch.Private {
		t.Errorf("opened %+v with receipt %+v", ch, o.Receipt)
	}
	if n := len(b.box.Calls()); n != 1 {
		t.Errorf("it took %d calls, want 1", n)
	}
	secret := b.incident()
	secret.Number, secret.Private = 8, true
	o = b.open(secret, 0)
	if ch := b.channel(o.Receipt.Channel); ch.Name != "inc-8" || !ch.Private {
		t.Errorf("a private incident opened %+v", ch)
	}
}

func TestOpenChannelTakesUpWhatALostAnswerMade(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	b.box.Break(faults.Fault{Method: "conversations.create", Lost: true, Times: 1})
	b.want(b.open(inc, 0), outbox.Retry, "broke off")
	o := b.open(inc, 1)
	b.want(o, outbox.Sent, "")
	if n := b.called("conversations.create"); n != 1 {
		t.Errorf("created %d times, want once", n)
	}
	// Even an attempt that does not know of an earlier one finds it.
	again := b.open(inc, 0)
	if again.Receipt != o.Receipt {
		t.Errorf("opened %+v, want the one that is there, %+v", again.Receipt, o.Receipt)
	}
}

func TestOpenChannelTakesAnotherName(t *testing.T) {
	tests := []struct {
		name string
		make func(b *bench, name string)
	}{
		{"ours, with a topic: it belongs to another incident", func(b *bench, name string) {
			ch, err := b.api.CreateConversation(slack.CreateConversationParams{ChannelName: name})
			if err == nil {
				_, err = b.api.SetTopicOfConversation(ch.ID, "taken")
			}
			if err != nil {
				b.t.Fatal(err)
			}
		}},
		{"ours, from long ago", func(b *bench, name string) {
			if _, err := b.api.CreateConversation(slack.CreateConversationParams{ChannelName: name}); err != nil {
				b.t.Fatal(err)
			}
			b.clock.move(time.Hour)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			tt.make(b, "inc-7-acme-checkout-is-down")
			o := b.open(b.incident(), 0)
			b.want(o, outbox.Sent, "")
			if o.Receipt.Name != "inc-7-acme-checkout-is-down-2" {
				t.Errorf("opened %q", o.Receipt.Name)
			}
		})
	}
	b := newBench(t)
	b.box.Break(faults.Fault{Method: "conversations.create", Error: "name_taken"})
	b.want(b.open(b.incident(), 0), outbox.Refused, "names")
	if n := b.called("conversations.create"); n != lastSuffix {
		t.Errorf("tried %d names, want %d", n, lastSuffix)
	}
}

func TestInvite(t *testing.T) {
	b := newBench(t)
	to := b.open(b.incident(), 0).Receipt.Channel
	invite := func(users ...string) outbox.DeliveryOutcome {
		return b.try(outbox.Delivery{Kind: outbox.Invite, To: to, Users: users}, view.View{}, kit.Post{})
	}
	before := b.called("conversations.invite")
	b.want(invite("U0BEN", "U0ANA", "U0BEN", world.AppUser), outbox.Sent, "")
	if n := b.called("conversations.invite") - before; n != 1 {
		t.Errorf("it took %d calls, want 1", n)
	}
	b.want(invite("U0ANA"), outbox.Sent, "")
	b.want(invite("U0GONE", "U0CLEO", "U0ANA"), outbox.Refused, "<@U0GONE> (no such person in the workspace)")
	for _, u := range []string{"U0ANA", "U0BEN", "U0CLEO"} {
		if !slices.Contains(b.channel(to).Members, u) {
			t.Errorf("%s is not in the channel", u)
		}
	}
	b.box.Break(faults.Fault{Method: "conversations.invite", RetryAfter: time.Second, Times: 1})
	b.want(invite("U0ANA"), outbox.Retry, "asked to wait")
}

func TestCardIsPostedPinnedAndEdited(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	to := b.open(inc, 0).Receipt.Channel
	card := outbox.Delivery{Kind: outbox.Card, To: to}
	o := b.try(card, view.View{Incident: inc}, words)
	b.want(o, outbox.Sent, "")
	inc.Card = o.Receipt

	for range 2 { // the second finds it pinned
		b.want(b.try(outbox.Delivery{Kind: outbox.Pin, To: to}, view.View{Incident: inc}, kit.Post{}), outbox.Sent, "")
	}
	b.want(b.try(outbox.Delivery{Kind: outbox.Topic, To: to}, view.View{Incident: inc}, kit.Post{Text: "INC-7"}), outbox.Sent, "")
	if ch := b.channel(to); ch.Topic != "INC-7" || len(ch.Pins) != 1 {
		t.Errorf("the channel is %+v", ch)
	}

	edited := kit.Post{Text: "INC-7: all well"}
	b.want(b.try(card, view.View{Incident: inc}, edited), outbox.Sent, "")
	var posts []sandbox.Message
	for _, m := range b.box.Messages(to) {
		if m.Subtype == "" {
			posts = append(posts, m)
		}
	}
	if len(posts) != 1 || posts[0].Text != edited.Text {
		t.Errorf("the channel shows %+v, want one card, edited", posts)
	}

	if _, _, err := b.api.DeleteMessageContext(t.Context(), to, inc.Card.TS); err != nil {
		t.Fatal(err)
	}
	b.want(b.try(card, view.View{Incident: inc}, edited), outbox.Refused, "somebody deleted the card")
}

func TestReminderIsCollapsedAndRemoved(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	to := b.open(inc, 0).Receipt.Channel
	shown := outbox.Delivery{Kind: outbox.Reminder, To: to}
	shown.Receipt = b.try(shown, view.View{Incident: inc}, words).Receipt
	v := view.View{Incident: inc, Target: &shown}

	b.want(b.try(outbox.Delivery{Kind: outbox.Answered, To: to}, v, kit.Post{Text: "told"}), outbox.Sent, "")
	if m := b.last(to); m.Text != "told" || string(m.Blocks) != "[]" {
		t.Errorf("answered, it is %q with blocks %s; want no buttons", m.Text, m.Blocks)
	}
	for range 2 { // the second finds nothing
		b.want(b.try(outbox.Delivery{Kind: outbox.Remove, To: to}, v, kit.Post{}), outbox.Sent, "")
	}
	if m := b.last(to); !m.Deleted {
		t.Error("the reminder is still there")
	}
}

func TestDirectMessages(t *testing.T) {
	b := newBench(t)
	d := outbox.Delivery{Kind: outbox.Direct, To: "U0BEN"}
	o := b.try(d, view.View{}, words)
	b.want(o, outbox.Sent, "")
	b.want(b.try(d, view.View{}, words), outbox.Sent, "")
	if n := b.called("conversations.open"); n != 1 {
		t.Errorf("opened %d times, want once", n)
	}
	d.Receipt = o.Receipt
	b.want(b.try(outbox.Delivery{Kind: outbox.Answered}, view.View{Target: &d}, kit.Post{Text: "told"}), outbox.Sent, "")
	if n := len(b.box.Messages("U0BEN")); n != 2 {
		t.Errorf("Ben has %d messages, want 2", n)
	}
	b.want(b.try(outbox.Delivery{Kind: outbox.Direct, To: "U0GONE"}, view.View{}, words), outbox.Refused, "no such person")
}

// Nothing internal is said where a client can read it.
func TestInternalPostsStayInside(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	kinds := []string{outbox.Card, outbox.Reminder, outbox.Line, outbox.Problem, outbox.Topic}
	for _, kind := range kinds {
		b.want(b.try(outbox.Delivery{Kind: kind, To: "C0ACME"}, view.View{Incident: inc}, words), outbox.Refused, "another company")
	}
	old := outbox.Delivery{Receipt: outbox.Receipt{Channel: "C0ACME", TS: "1.000001"}}
	b.want(b.try(outbox.Delivery{Kind: outbox.Answered}, view.View{Incident: inc, Target: &old}, words), outbox.Refused, "another company")
	if list := b.box.Messages("C0ACME"); len(list) > 0 || b.channel("C0ACME").Topic == words.Text {
		t.Errorf("the client can read %+v", list)
	}
	b.want(b.try(outbox.Delivery{Kind: outbox.Line}, view.View{Incident: inc}, words), outbox.Refused, "no channel")
	b.want(b.try(outbox.Delivery{Kind: outbox.Line, To: "C0NOWHERE"}, view.View{Incident: inc}, words), outbox.Refused, "cannot see")
}

func TestAudienceIsAskedOnceAMinute(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	to := b.open(inc, 0).Receipt.Channel
	say := func() outbox.DeliveryOutcome {
		return b.try(outbox.Delivery{Kind: outbox.Line, To: to}, view.View{Incident: inc}, words)
	}
	asked := func() int { return b.called("conversations.info") }
	b.want(say(), outbox.Sent, "")
	if asked() != 0 {
		t.Error("asked about a channel that we just created")
	}
	b.clock.move(freshness)
	b.want(say(), outbox.Sent, "")
	b.want(say(), outbox.Sent, "")
	if asked() != 1 {
		t.Errorf("asked %d times within a minute, want once", asked())
	}
	if err := b.box.Share(context.Background(), to); err != nil {
		t.Fatal(err)
	}
	b.Forget(to)
	b.want(say(), outbox.Refused, "another company")

	for _, f := range []faults.Fault{{Empty: true}, {Error: "internal_error"}, {Lost: true}} {
		f.Method, f.Times = "conversations.info", 1
		b.box.Break(f)
		before := len(b.box.Messages(to))
		if o := say(); o.Verdict != outbox.Retry || len(b.box.Messages(to)) != before {
			t.Errorf("%s: outcome %+v; what is not known is not posted", &f, o)
		}
	}
}

// A sharing event that comes while Slack answers makes the answer worthless.
func TestSharingWhileAskingIsNotMissed(t *testing.T) {
	var s *Slack
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/conversations.info":
			s.Forget("C0INC7")
			w.Write([]byte(`{"ok":true,"channel":{"id":"C0INC7"}}`))
		case "/api/conversations.members":
			w.Write([]byte(`{"ok":true,"members":["U0APP"]}`))
		default:
			t.Errorf("called %s; nothing may be posted", r.URL.Path)
		}
	}))
	defer web.Close()
	s = NewSlack(slack.New("xoxb-1", slack.OptionAPIURL(web.URL+"/api/")), world.AppUser, (&clock{now: start}).Now)
	o := s.Do(t.Context(), &view.Lease{Delivery: outbox.Delivery{Kind: outbox.Line, To: "C0INC7"}, View: view.View{Incident: &incident.Incident{}}}, words)
	if o.Verdict != outbox.Retry {
		t.Errorf("outcome is %+v, want retry", o)
	}
}

func TestSharedFailsClosed(t *testing.T) {
	for _, raw := range []string{`{"is_shared":true}`, `{"is_ext_shared":true}`, `{"is_org_shared":true}`, `{"is_global_shared":true}`,
		`{"is_pending_ext_shared":true}`, `{"pending_shared":["T1"]}`, `{"connected_team_ids":["T1"]}`, `{"is_im":true}`, `{"is_mpim":true}`} {
		var ch slack.Channel
		if err := json.Unmarshal([]byte(raw), &ch); err != nil || !shared(&ch) {
			t.Errorf("%s is taken for internal (%v)", raw, err)
		}
	}
	if shared(&slack.Channel{}) {
		t.Error("a channel that is not shared is taken for shared")
	}
}
