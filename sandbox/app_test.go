package sandbox

import (
	"context"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// start is the instant at which every test begins.
var start = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// clock is a clock that stands still until it is moved.
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

// bench is a sandbox that is served, with an app that is connected to it
// through the real client.
type bench struct {
	*Server
	t     *testing.T
	clock *clock
	web   *httptest.Server
	api   *slack.Client

	// What the app does; nil acknowledges and does nothing.
	onCommand func(slack.SlashCommand) any
	onPress   func(slack.InteractionCallback) any
	onEvent   func(slackevents.EventsAPIEvent)

	mu    sync.Mutex
	acked []string // envelope ids in the order in which they came
}

// newBench serves a sandbox without an app.
func newBench(t *testing.T) *bench {
	t.Helper()
	manifest, err := os.ReadFile("testdata/manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return newBenchWith(t, Options{Manifest: manifest})
}

func newBenchWith(t *testing.T, o Options) *bench {
	t.Helper()
	b := &bench{t: t, clock: &clock{now: start}}
	o.Now = b.clock.Now
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	b.Server = s
	b.web = httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.Close(); b.web.Close() })
	b.api = b.client(s.BotToken(), s.AppToken())
	return b
}

func (b *bench) client(bot, app string) *slack.Client {
	return slack.New(bot, slack.OptionAppLevelToken(app), slack.OptionAPIURL(b.web.URL+"/api/"))
}

// connect lets the app open n sockets.
func (b *bench) connect(n int) *bench {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	for range n {
		c := socketmode.New(b.api, socketmode.OptionLog(log.New(io.Discard, "", 0)))
		done.Go(func() { c.RunContext(ctx) })
		done.Go(func() { b.serveApp(ctx, c) })
	}
	b.t.Cleanup(func() { cancel(); b.DropSockets(""); done.Wait() })
	b.must(b.WaitForApp(b.soon(), n))
	return b
}

func (b *bench) serveApp(ctx context.Context, c *socketmode.Client) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-c.Events:
			if e.Request == nil || e.Request.EnvelopeID == "" {
				continue
			}
			b.mu.Lock()
			b.acked = append(b.acked, e.Request.EnvelopeID)
			b.mu.Unlock()
			if answer := b.answerApp(e); answer != silence {
				c.Ack(*e.Request, answer)
			}
		}
	}
}

// silence is returned by an app that does not acknowledge.
var silence any = new(int)

func (b *bench) answerApp(e socketmode.Event) any {
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		if b.onCommand != nil {
			return b.onCommand(data)
		}
	case slack.InteractionCallback:
		if b.onPress != nil {
			return b.onPress(data)
		}
	case slackevents.EventsAPIEvent:
		if b.onEvent != nil {
			b.onEvent(data)
		}
	}
	return nil
}

// soon is a context for what should not take long.
func (b *bench) soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	b.t.Cleanup(cancel)
	return ctx
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// mustText compares what a person sees in a channel.
func (b *bench) mustText(user, channel, want string) {
	b.t.Helper()
	if got := b.Text(user, channel); got != want {
		b.t.Errorf("%s in %s sees:\n%s\nwant:\n%s", user, channel, got, want)
	}
}

// mustFail checks a Slack error code.
func (b *bench) mustFail(err error, code string) {
	b.t.Helper()
	if err == nil || err.Error() != code {
		b.t.Errorf("got error %v, want %s", err, code)
	}
}

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}
