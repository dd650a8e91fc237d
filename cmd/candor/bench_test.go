package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"candor/bot"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/sandbox"
	"candor/sandbox/world"
	"candor/store/bolt"
)

// docs/PERFORMANCE.md says what is measured here, how to run it and what came
// out. Everything goes over real HTTP and WebSocket.

// stage is the product against the small Slack, in real time, with a team of twenty.
type stage struct {
	*playground
	team []string // handles
	once bool     // transactions run once, as they do outside tests
}

const teamSize = 20

// crowd is the usual workspace with more people in its team.
func crowd(size int) (ws world.Workspace, team []string) {
	ws = world.Default()
	for i := range size {
		p := world.Person{ID: fmt.Sprintf("U0TEAM%02d", i), Name: fmt.Sprintf("team%02d", i), RealName: fmt.Sprint("Member ", i), Team: ws.Team.ID, TZ: "Europe/London"}
		ws.People = append(ws.People, p)
		team = append(team, "@"+p.Name)
		for j := range ws.Channels {
			ws.Channels[j].Members = append(ws.Channels[j].Members, p.ID)
		}
	}
	return ws, team
}

// newSlack serves a small Slack until the test ends.
func newSlack(tb testing.TB) (server *sandbox.Server, url string, team []string) {
	tb.Helper()
	ws, team := crowd(teamSize)
	server, url = serveSlack(tb, sandbox.Options{Manifest: bot.Manifest, Now: new(clock).Now, Workspace: ws})
	return server, url, team
}

func serveSlack(tb testing.TB, o sandbox.Options) (server *sandbox.Server, url string) {
	tb.Helper()
	server, err := sandbox.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	srv := &http.Server{Handler: server.Handler()}
	go srv.Serve(ln) //nolint:errcheck // it ends with the listener
	tb.Cleanup(func() { server.Close(); srv.Close() })
	return server, localURL(ln)
}

// newStage runs the product until the test ends.
func newStage(tb testing.TB) *stage {
	tb.Helper()
	server, url, team := newSlack(tb)
	s := &stage{playground: &playground{slack: server, url: url}, team: team}
	s.start(tb, filepath.Join(tb.TempDir(), "candor.db"))
	return s
}

func (s *stage) start(tb testing.TB, store string) {
	tb.Helper()
	c := slackOnly(sandboxConfig(s.url, s.slack, store))
	if _, measured := tb.(*testing.B); measured || s.once {
		c.twice = false
	}
	app, err := newApp(tb.Context(), c, &clock{}, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	s.app = app
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.run(ctx, true) }()
	tb.Cleanup(func() {
		stop()
		if err := cmp.Or(<-ended, app.close()); err != nil {
			tb.Error(err)
		}
	})
	s.must(tb, s.slack.WaitForApp(tb.Context(), 2))
}

func (s *stage) must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// declare opens incidents with the whole team in their channels, and waits
// until everything about it is done.
func (s *stage) declare(tb testing.TB, n int) (channels []string) {
	tb.Helper()
	ctx := tb.Context()
	for i := range n {
		s.must(tb, s.slack.Command(ctx, "@ana", "#team", fmt.Sprintf("/incident declare sev2 acme Part %d is down", i)))
	}
	s.until(tb, "the incidents have their channels", func() bool { return len(s.incidents()) == n })
	for _, c := range s.incidents() {
		for _, user := range s.team {
			s.must(tb, s.slack.Join(ctx, user, c))
		}
	}
	s.must(tb, s.slack.Idle(ctx))
	s.must(tb, s.app.bot.Drain(ctx))
	return s.incidents()
}

// incidents are the channels that the product opened and pinned a card in.
func (s *stage) incidents() (names []string) {
	for _, c := range s.slack.Channels() {
		if c.Creator == world.AppUser && len(c.Pins) > 0 {
			names = append(names, "#"+c.Name)
		}
	}
	return names
}

func (s *stage) until(tb testing.TB, what string, fn func() bool) {
	tb.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for !fn() {
		select {
		case <-tick.C:
		case <-limit.C:
			tb.Fatalf("still not: %s", what)
		}
	}
}

const (
	perSecond = 200
	perRun    = 5 * perSecond // of one run
	worked    = 3             // incidents that the team works on
)

// typed is command i of a mix as in the middle of an incident: two fifths write
// down what happens, most others look.
func (s *stage) typed(i int) (user, text string) {
	user = s.team[i%len(s.team)]
	switch i % 10 {
	case 0, 3, 5, 8:
		return user, fmt.Sprintf("/incident note line %d", i)
	case 1, 6:
		return user, "/incident status"
	case 2, 7:
		return user, "/incident due"
	case 4:
		return user, fmt.Sprintf("/incident check done %d", i/10%12+1)
	}
	return "@ana", "/incident still looking into it" // who talks to the client
}

// BenchmarkAck is the time from a typed command to its acknowledgement at a
// steady 200 a second. One operation is a run of five seconds.
func BenchmarkAck(b *testing.B) {
	b.Run("of the product", func(b *testing.B) {
		s := newStage(b)
		channels := s.declare(b, worked)
		first := 0
		for b.Loop() {
			commits, calls := s.app.store.Commits(), len(s.slack.Calls())
			reportAcks(b, s.pace(b, func(i int) string { return channels[i%len(channels)] }, first))
			s.must(b, s.app.bot.Drain(b.Context()))
			b.ReportMetric(float64(s.app.store.Commits()-commits)/perRun, "commits/command")
			b.ReportMetric(float64(len(s.slack.Calls())-calls)/perRun, "slackcalls/command")
			first += perRun
		}
		s.lostNothing(b, first)
	})
	// What the measuring and the disk cost by themselves: the same commands,
	// acknowledged by the same library after one small commit, or after nothing.
	b.Run("of one commit", func(b *testing.B) {
		store, err := bolt.Open(filepath.Join(b.TempDir(), "candor.db"), bolt.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer store.Close()
		benchmarkBareAck(b, func(id string) error {
			return store.Update(b.Context(), func(tx records.Tx) error {
				_, err := tx.Receive(records.Envelope{ID: id})
				return err
			})
		})
	})
	b.Run("of nothing", func(b *testing.B) {
		benchmarkBareAck(b, func(string) error { return nil })
	})
}

// pace types a run of commands at a steady rate, each without waiting for the
// ones before it, and returns how long the acknowledgements took, shortest first.
func (s *stage) pace(b *testing.B, channel func(i int) string, first int) []time.Duration {
	took := make([]time.Duration, perRun)
	var wg sync.WaitGroup
	tick := time.NewTicker(time.Second / perSecond)
	defer tick.Stop()
	for n := range perRun {
		<-tick.C
		wg.Go(func() {
			user, text := s.typed(first + n)
			began := time.Now()
			if err := s.slack.Command(b.Context(), user, channel(n), text); err != nil {
				b.Errorf("%s %s: %v", user, text, err)
			}
			took[n] = time.Since(began)
		})
	}
	wg.Wait()
	slices.Sort(took)
	return took
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func reportAcks(b *testing.B, took []time.Duration) {
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(ms(took[len(took)*99/100]), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// lostNothing checks that each note of the commands so far was written down once.
func (s *stage) lostNothing(b *testing.B, typed int) {
	b.Helper()
	found := map[string]int{}
	for number := range worked {
		for _, e := range s.timeline(b, int64(number+1)) {
			found[e.Words]++
		}
	}
	for i := range typed {
		_, text := s.typed(i)
		if note, ok := strings.CutPrefix(text, "/incident note "); ok && found[note] != 1 {
			b.Errorf("the note %q is in the timelines %d times", note, found[note])
		}
	}
}

// benchmarkBareAck acknowledges once keep has returned, and does nothing else.
func benchmarkBareAck(b *testing.B, keep func(id string) error) {
	s := &stage{playground: &playground{}}
	s.slack, s.url, s.team = newSlack(b)
	api := slack.New(s.slack.BotToken(), slack.OptionAppLevelToken(s.slack.AppToken()), slack.OptionAPIURL(s.url+"api/"))
	serve := func(client *socketmode.Client) {
		for {
			select {
			case <-b.Context().Done():
				return
			case e := <-client.Events:
				if e.Type != socketmode.EventTypeSlashCommand {
					continue
				}
				if err := cmp.Or(keep(e.Request.EnvelopeID), client.AckCtx(b.Context(), e.Request.EnvelopeID, nil)); err != nil {
					b.Error(err)
				}
			}
		}
	}
	for range 2 {
		client := socketmode.New(api)
		go client.RunContext(b.Context()) //nolint:errcheck // it ends with the context
		go serve(client)
	}
	s.must(b, s.slack.WaitForApp(b.Context(), 2))
	for b.Loop() {
		reportAcks(b, s.pace(b, func(int) string { return "#team" }, 0))
	}
}

// BenchmarkDeclare is the time from a submitted form to a channel that people
// can use, with a Slack that takes 150 ms for each call: two of them have to
// wait for each other.
func BenchmarkDeclare(b *testing.B) {
	const latency = 150 * time.Millisecond
	clients := []string{"Acme Shop", "Globex Travel"}
	notices := []string{"Something broken", "Data missing", "Possible break-in", "Message for the wrong recipients"}
	s := newStage(b)
	ctx := b.Context()
	var ratios, commits, calls []float64
	for i := 0; b.Loop(); i++ {
		if i == len(clients)*len(notices) {
			b.Fatal("what was declared a moment ago is not declared again: use a smaller -benchtime")
		}
		user := s.team[i]
		s.slack.SetLatency(latency)
		s.must(b, s.slack.Command(ctx, user, "#team", "/incident new"))
		s.must(b, s.app.bot.Drain(ctx))
		s.must(b, s.slack.Fill(ctx, user, "Who is affected?", clients[i%len(clients)]))
		s.must(b, s.slack.Fill(ctx, user, "What do they notice?", notices[i/len(clients)]))
		before, committed, began := len(s.slack.Calls()), s.app.store.Commits(), s.app.clock.Now()
		s.must(b, s.slack.Submit(ctx, user))
		var ready time.Time
		s.until(b, "the channel can be used", func() bool {
			ready = usable(s.slack.Calls()[before:])
			return !ready.IsZero()
		})
		ratios = append(ratios, float64(ready.Sub(began))/float64(2*latency))
		commits = append(commits, float64(s.app.store.Commits()-committed))
		s.until(b, "the card is pinned", func() bool { return len(s.incidents()) == i+1 })
		s.must(b, s.slack.Idle(ctx))
		calls = append(calls, float64(len(s.slack.Calls())-before))
		s.slack.SetLatency(0)
	}
	b.ReportMetric(median(ratios), "roundtrips/2")
	b.ReportMetric(median(commits), "commits")
	b.ReportMetric(median(calls), "slackcalls")
	b.ReportMetric(0, "ns/op")
}

// usable is when both the people and the card were in the new channel; zero
// while they are not.
func usable(calls []sandbox.Call) (at time.Time) {
	for _, method := range []string{"conversations.invite", "chat.postMessage"} {
		i := slices.IndexFunc(calls, func(c sandbox.Call) bool { return c.Method == method })
		if i < 0 {
			return time.Time{}
		}
		if calls[i].At.After(at) {
			at = calls[i].At
		}
	}
	return at
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkStart is the time from nothing to the first greeted connection.
func BenchmarkStart(b *testing.B) {
	for _, size := range []int64{0, 100_000} {
		b.Run(fmt.Sprintf("with %d closed incidents", size), func(b *testing.B) {
			if size > 0 && testing.Short() {
				b.Skip("it makes a store of 0.8 GB")
			}
			path := filepath.Join(b.TempDir(), "candor.db")
			fill(b, path, size)
			s := &stage{playground: &playground{}}
			s.slack, s.url, _ = newSlack(b)
			var took []float64
			for b.Loop() {
				began := time.Now()
				app, err := newApp(b.Context(), slackOnly(sandboxConfig(s.url, s.slack, path)), &clock{}, slog.New(slog.DiscardHandler))
				if err != nil {
					b.Fatal(err)
				}
				ctx, stop := context.WithCancel(b.Context())
				ended := make(chan error, 1)
				go func() { ended <- app.run(ctx, true) }()
				s.must(b, s.slack.WaitForApp(ctx, 1))
				took = append(took, ms(time.Since(began)))
				stop()
				s.must(b, cmp.Or(<-ended, app.close()))
			}
			b.ReportMetric(median(took), "start-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// fill makes a store with closed incidents, each about as large as a real one.
func fill(tb testing.TB, path string, size int64) {
	tb.Helper()
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer store.Close()
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	inc := incident.Incident{Kind: "outage", Impact: "the shop does not open", State: incident.Closed, DeclaredAt: at, ClosedAt: at,
		Roles:   map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, NoPromise: "closed"}}}
	for i := range 40 {
		inc.Checklist = append(inc.Checklist, playbook.Item{ID: fmt.Sprint("step-", i), Text: "Look at what changed in the last hour", Mark: playbook.Mark{State: playbook.ItemDone, By: "U0ANA", At: at}})
	}
	for inc.Number < size {
		err := store.Update(tb.Context(), func(tx records.Tx) error {
			for range min(5000, size-inc.Number) {
				inc.Number++
				inc.Channel.ID = fmt.Sprint("C", inc.Number)
				if err := tx.PutIncident(&inc); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// settled is how long the program is left alone before its memory is read: the
// collector runs, and what the start needed goes back.
const settled = 3 * time.Second

// BenchmarkMemory is what the real program holds in memory when it is connected
// and has nothing to do.
func BenchmarkMemory(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only Linux says how much memory a process holds")
	}
	for b.Loop() {
		pid := realCandor(b, b.TempDir())
		<-time.After(settled)
		for _, name := range []string{"VmRSS", "RssAnon", "RssFile"} {
			b.ReportMetric(residentMB(b, pid, name), name+"-MB")
		}
	}
	b.ReportMetric(0, "ns/op")
}

// realCandor runs the real program in a folder until the benchmark ends, both connections
// open, and says which process it is.
func realCandor(b *testing.B, dir string) (pid int) {
	b.Helper()
	program := filepath.Join(dir, "candor")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	server, url, _ := newSlack(b)
	text := strings.Replace(string(sandboxYAML), "company:", "slack: {api_url: "+url+"api/}\ncompany:", 1)
	if err := os.WriteFile(filepath.Join(dir, "candor.yaml"), []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(program, "serve", "--config", filepath.Join(dir, "candor.yaml"))
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+server.BotToken(), "SLACK_APP_TOKEN="+server.AppToken())
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt) //nolint:errcheck // Wait tells
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	if err := server.WaitForApp(b.Context(), 2); err != nil {
		b.Fatal(err)
	}
	return cmd.Process.Pid
}

func residentMB(b *testing.B, pid int, name string) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), name+":")
	kb := 0.0
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}
