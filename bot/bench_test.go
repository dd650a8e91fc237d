package bot

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/inbox"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/sandbox"
	"candor/sandbox/world"
)

// began is when every test happens: a Tuesday afternoon that stands still.
var began = scheduletest.Start

// bench is the bot as it runs, against the sandbox and a real store. Nothing is
// delivered: there are no channels of incidents, so incidents are named.
type bench struct {
	*Bot
	t       testing.TB
	company *servicetest.Bench
	slack   *sandbox.Server
	log     *lockedBuffer
}

// lockedBuffer is what the bot logged.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// newBench makes a bot that is not connected: its functions are called.
func newBench(t testing.TB) *bench {
	t.Helper()
	now := func() time.Time { return began }
	server, err := sandbox.New(sandbox.Options{Manifest: Manifest, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server.Handler())
	t.Cleanup(func() { server.Close(); web.Close() })
	logged := &lockedBuffer{}
	log := slog.New(slog.NewTextHandler(logged, nil))
	s := servicetest.New(t, servicetest.Setup{
		Once: true, // that a transaction may run twice is tried where the use cases are
		Clients: []client.Client{
			{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME", Contacts: []client.Contact{{Name: "Dana Fox"}}},
			{ID: "globex", Name: "Globex Travel"}, // no channel, no contact, no time zone
		},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Role: "Lead developer", Phone: "+44 20 7946 0001"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
	})
	s.Log = log
	b := &Bot{
		Service: s.Service,
		Words:   servicetest.Words(t), HTTP: http.DefaultClient, Log: log, Now: now, Home: "T0STUDIO", Self: world.AppUser, Command: "/incident",
		API: slack.New(server.BotToken(), slack.OptionAppLevelToken(server.AppToken()), slack.OptionAPIURL(web.URL+"/api/")),
	}
	b.start()
	return &bench{Bot: b, t: t, company: s, slack: server, log: logged}
}

// connected is a bot that listens, as in serve.
func connected(t testing.TB) *bench {
	t.Helper()
	b := newBench(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		b.must(<-ended)
	})
	b.must(b.slack.WaitForApp(b.soon(), inbox.Sockets))
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// soon is a context for what should not take long.
func (b *bench) soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	b.t.Cleanup(cancel)
	return ctx
}

// settle waits until what came in is worked off and answered.
func (b *bench) settle() {
	b.t.Helper()
	b.must(b.slack.Idle(b.soon()))
	b.must(b.Drain(b.soon()))
	b.must(b.slack.Idle(b.soon()))
}

// types lets Ana type a command in #team and returns what she alone is
// answered; "" if a form opened or nothing came.
func (b *bench) types(text string) string {
	b.t.Helper()
	before := len(b.slack.Messages("#team"))
	b.must(b.slack.Command(b.soon(), "@ana", "#team", "/incident "+text))
	b.settle()
	said := ""
	for _, m := range b.slack.Messages("#team")[before:] {
		if m.Ephemeral == "U0ANA" {
			said += m.Text
		}
	}
	return said
}

// ana is a request by her from #team, as a command makes it.
func ana(id string) *request {
	return &request{env: records.Envelope{ID: id, Type: "slash_commands"}, user: "U0ANA", team: "T0STUDIO", channel: "C0TEAM"}
}

var asked int

// runs calls a command as Ana, without a form to open and without the wire.
func (b *bench) runs(text string) (answer, error) {
	asked++
	return b.run(context.Background(), ana(fmt.Sprint("e", asked)), text)
}

// declared opens INC-1 for Acme.
func (b *bench) declared() *incident.Incident {
	b.t.Helper()
	if _, err := b.runs("declare sev1 acme Checkout is down"); err != nil {
		b.t.Fatal(err)
	}
	return b.incident(1)
}

func (b *bench) incident(n int64) *incident.Incident {
	b.t.Helper()
	inc, err := b.Service.Peek(context.Background(), n)
	b.must(err)
	return inc
}

// inbox is what was received and is not finished.
func (b *bench) inbox() []records.Envelope {
	b.t.Helper()
	b.in.Tidy(context.Background())
	list, err := b.Service.Inbox(context.Background())
	b.must(err)
	return list
}

// failed says whether an answer is that something of ours broke.
func failed(text string) bool { return strings.Contains(text, "broke on our side") }

// blocksText is the text of an answer's sections.
func blocksText(list []slack.Block) string {
	var s strings.Builder
	for _, b := range list {
		if sec, ok := b.(*slack.SectionBlock); ok {
			s.WriteString("\n" + sec.Text.Text)
		}
	}
	return s.String()
}
