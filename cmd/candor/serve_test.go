package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"candor/bot"
	"candor/sandbox"
	"candor/store/bolt"
	"candor/store/storetest"
)

// TestMain lets the test binary be candor itself, so that the real program can
// be started as a process and killed.
func TestMain(m *testing.M) {
	if os.Getenv("CANDOR_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	// Stores are read again and again here: collecting garbage was a fifth of the time.
	debug.SetGCPercent(400)
	// Half of the parallel tests wait for a process or a lease: they must not keep
	// a core from those that work. -parallel on the command line still decides.
	if err := flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// process is `candor serve` as a process of its own against a sandbox server.
type process struct {
	t     *testing.T
	slack *sandbox.Server
	env   []string
	dir   string
	cmd   *exec.Cmd
	log   *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newProcess writes a config and starts the Slack server that it points to.
func newProcess(t *testing.T) *process {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, err := sandbox.New(sandbox.Options{Manifest: bot.Manifest, Now: time.Now, Secret: func(client string) string { return secretOf(embeddedConfig("xoxb-0", "xapp-0"), client) }})
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: server.Handler()}
	go srv.Serve(ln)
	t.Cleanup(func() { server.Close(); srv.Close() })

	mail, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server.ServeMail(mail)

	p := &process{t: t, slack: server, dir: storetest.MemoryDir(t)}
	p.env = append(os.Environ(), "CANDOR_TEST_AS_PROGRAM=1", "SLACK_BOT_TOKEN="+server.BotToken(), "SLACK_APP_TOKEN="+server.AppToken())
	text := strings.Replace(string(sandboxYAML), "company:", "slack: {api_url: "+localURL(ln)+"api/}\ncompany:", 1)
	text = strings.Replace(text, "tls: none", fmt.Sprintf("tls: none, port: %d", mail.Addr().(*net.TCPAddr).Port), 1)
	here := strings.Replace(localURL(ln), "localhost", "127.0.0.1", 1)
	text = strings.NewReplacer("http://127.0.0.1/webhook/", here+"webhook/", "http://127.0.0.1/wake/", here+"wake/").Replace(text)
	// A first word that is due at once can be taken back for a moment only.
	text = strings.Replace(text, "slack: C0ACME\n", "slack: C0ACME\n    cadence: {sev1: {first: 2s}}\n", 1)
	if err := os.WriteFile(filepath.Join(p.dir, "candor.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// start runs the program until it is connected.
func (p *process) start() {
	p.t.Helper()
	p.log = &lockedBuffer{}
	p.cmd = exec.Command(os.Args[0], "serve", "--config", filepath.Join(p.dir, "candor.yaml"))
	p.cmd.Env, p.cmd.Stderr, p.cmd.Stdout = p.env, p.log, p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		p.cmd.Process.Kill()
		if p.t.Failed() {
			p.t.Logf("the program said:\n%s", p.log)
		}
	})
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	if err := p.slack.WaitForApp(ctx, 2); err != nil {
		p.t.Fatalf("the program did not connect: %v\n%s", err, p.log)
	}
}

// end sends a signal and waits for the process.
func (p *process) end(sig os.Signal) error {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil {
		p.t.Fatal(err)
	}
	return p.cmd.Wait()
}

// until waits for something to be true of what Slack shows.
func (p *process) until(what string, fn func() bool) {
	p.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.NewTimer(45 * time.Second) // what was under way when a process was killed waits for its lease of 30 s
	defer deadline.Stop()
	for !fn() {
		select {
		case <-tick.C:
		case <-deadline.C:
			p.t.Fatalf("still not: %s\n%s", what, p.log)
		}
	}
}

func (p *process) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// clientTexts counts what the client was sent.
func (p *process) clientTexts() (n int) {
	for _, m := range p.slack.Messages("C0ACME") {
		if m.Bot && m.Metadata != nil {
			n++
		}
	}
	return n
}

func (p *process) sees(user, channel, text string) bool {
	return strings.Contains(p.slack.Text(user, channel), text)
}

// The binary that `serve` runs does the main job against a server, and a kill -9
// between the acts loses nothing: not the incident, not the promise, not the
// accepted command, not the queued message.
func TestServeSurvivesKill9(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.start()
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev1 acme Checkout is down"))
	p.until("the first message is offered", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.must(p.slack.Press(ctx, "@ana", "#team", "Send"))
	p.end(syscall.SIGKILL) // accepted; perhaps not done, perhaps held

	p.start()
	p.until("the text that was accepted arrives", func() bool { return p.clientTexts() == 1 })
	p.until("and by mail", func() bool { return len(p.slack.Mails("dana@acme.example")) == 1 })
	p.until("the channel has its card", func() bool { return p.sees("@ana", "#inc-1-acme-checkout-is-down", "Next steps") })

	p.until("ana is in it and writes", func() bool { // she is invited beside the card
		return p.slack.Command(ctx, "@ana", "#inc-1-acme-checkout-is-down", "/incident note written just before the end") == nil
	})
	p.end(syscall.SIGKILL)

	p.start()
	p.until("somebody asks what is due", func() bool { // on a busy machine the first try may come before both connections are there
		return p.slack.Command(ctx, "@ana", "#inc-1-acme-checkout-is-down", "/incident due") == nil
	})
	p.until("the promise still stands", func() bool {
		return p.sees("@ana", "#inc-1-acme-checkout-is-down", "*Acme Shop* expects news, due")
	})
	p.must(p.slack.Command(ctx, "@ana", "#inc-1-acme-checkout-is-down", "/incident still looking into it"))
	p.until("the next text can be taken back", func() bool { // the button says the seconds that are left when it is written
		for left := 10; left > 0; left-- {
			if p.slack.Press(ctx, "@ana", "#inc-1-acme-checkout-is-down", fmt.Sprintf("Undo within %d s", left)) == nil {
				return true
			}
		}
		return false
	})
	p.until("it is taken back", func() bool { return p.sees("@ana", "#inc-1-acme-checkout-is-down", "Taken back") })
	if n := p.clientTexts(); n != 1 {
		t.Errorf("the client has %d texts, want the first one, once", n)
	}
	if n := len(p.slack.Mails("")); n != 1 {
		t.Errorf("%d mails were sent, want the first one, once", n)
	}

	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v, want a clean end", err)
	}
	if !strings.Contains(p.log.String(), "stopped") {
		t.Errorf("the program does not say that it stopped:\n%s", p.log)
	}
}

// rewrite changes the config file and tells the program to read it again.
func (p *process) rewrite(pairs ...string) {
	p.t.Helper()
	path := filepath.Join(p.dir, "candor.yaml")
	text := strings.NewReplacer(pairs...).Replace(mustRead(p.t, path))
	p.must(os.WriteFile(path, []byte(text), 0o600))
	p.must(p.cmd.Process.Signal(syscall.SIGHUP))
}

func (p *process) logs(text string) {
	p.t.Helper()
	p.until("the log says "+text, func() bool { return strings.Contains(p.log.String(), text) })
}

// SIGHUP takes over a config while everything runs, whole or not at all.
func TestServeReloadsItsConfig(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	ctx := t.Context()
	p.start()
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev2 globex Booking is slow"))
	p.until("it is declared", func() bool { return p.sees("@ana", "#team", "[Send]") })
	p.must(p.slack.OpenHome(ctx, "@ana"))
	p.until("her Home shows the incident", func() bool { return strings.Contains(p.slack.HomeText("@ana"), "INC-1") })

	p.rewrite("id: globex", "id: hotels", "Globex Travel", "Globex Hotels", "escalate_to: [U0BEN, U0CLEO]", "escalate_to: [U0BEN]")
	p.logs("hotels: Globex Travel (INC-1) has its channel C0GLOBEX.")
	p.rewrite("slack: C0GLOBEX", "slack: C0HOTELS", "webhook/globex", "webhook/hotels")
	p.logs(`msg="the config was reloaded" changed="clients added: hotels; clients gone: globex; people changed"`)
	p.until("her Home shows the client", func() bool { return strings.Contains(p.slack.HomeText("@ana"), "Globex Hotels") })
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev2 globex Booking is slow again"))
	p.until("the client that is gone is unknown", func() bool { return p.sees("@ana", "#team", "There is no client “globex”") })
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident INC-1 note it goes on"))
	p.until("its incident goes on", func() bool { return p.sees("@ana", "#team", "Noted in the timeline of INC-1") })
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident INC-1"))
	p.until("with what it knows of the client", func() bool { return p.sees("@ana", "#team", "*INC-1* Globex Travel") })

	p.rewrite("id: hotels", "id: sev1", "Europe/Berlin", "Berlim", "Globex Hotels", "Globex Hotels")
	p.logs("candor.yaml:19: clients[1].id: ")
	p.logs("candor.yaml:23: clients[1].time_zone: ")
	p.must(p.slack.Command(ctx, "@ana", "#team", "/incident declare sev3 hotels Mail is late"))
	p.until("the client is what it was", func() bool { return p.sees("@ana", "#team", "Globex Hotels has not heard yet") })

	p.rewrite("id: sev1", "id: hotels", "zone: Berlim", "zone: Europe/Berlin", "company: Studio North", "company: Studio South\nstore: bolt:other.db")
	p.logs("this cannot change while Candor runs. Start it again to change it, or put it back\" keys=\"company, store\"")
	if n := strings.Count(p.log.String(), "the config was reloaded"); n != 1 {
		t.Errorf("the config was reloaded %d times, want once:\n%s", n, p.log)
	}
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v, want a clean end", err)
	}
}

// What needs a new start is named by its key; secrets are compared, not shown.
func TestWhatAReloadCannotChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.yaml")
	load := func(text, token string) *config {
		return mustLoad(t, path, text, testEnv("SLACK_BOT_TOKEN=xoxb-"+token, "SLACK_APP_TOKEN=xapp-1"))
	}
	old := load(smallest, "1")
	tests := []struct {
		name, text, token, want string
	}{
		{"nothing", smallest, "1", ""},
		{"clients and people", "company: Studio North\nclients: [{id: globex, name: Globex}]\npeople: [{slack: U0BEN, name: Ben}]\nescalate_to: [U0BEN]\n", "1", ""},
		{"the token", smallest, "2", "slack.bot_token"},
		{"the copies", smallest + "backup: {keep: 3, dir: elsewhere}\n", "1", "backup.every, backup.keep.daily, backup.dir, backup.after_limit"},
		{"the rest", smallest + "store: bolt:x.db\nchannel_name: c-{number}\nslack: {command: /inc, api_url: 'https://slack.example/api/'}\n", "1", "slack.api_url, slack.command, store, channel_name"},
	}
	for _, tt := range tests {
		if got := strings.Join(fixedChanges(old, load(tt.text, tt.token)), ", "); got != tt.want {
			t.Errorf("%s: %q cannot change, want %q", tt.name, got, tt.want)
		}
	}
}

// What is wrong with a token is one clear line at start, and exit code 78.
func TestServeSaysWhatIsWrongWithTheTokens(t *testing.T) {
	tests := []struct{ name, env, want string }{
		{"a bot token that Slack does not know", "SLACK_BOT_TOKEN=xoxb-1-wrong", "slack: Slack does not accept a token (invalid_auth)"},
		{"an app token that Slack does not know", "SLACK_APP_TOKEN=xapp-1-A1-1-wrong", "slack: Slack does not accept a token (invalid_auth)"},
		{"the tokens in each other's place", "SLACK_BOT_TOKEN=xapp-1-A1-1-abc", "SLACK_BOT_TOKEN: is the token for slack.app_token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newProcess(t)
			var out bytes.Buffer
			cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--config", filepath.Join(p.dir, "candor.yaml"))
			cmd.Env, cmd.Stderr = append(p.env, tt.env), &out
			err := cmd.Run()
			if cmd.ProcessState.ExitCode() != exitConfig || !strings.Contains(out.String(), tt.want) {
				t.Errorf("%v, said %q; want exit code 78 and %q", err, out.String(), tt.want)
			}
		})
	}
}

// The store of another workspace is refused: what waits in it would count as delivered here.
func TestServeRefusesTheStoreOfAnotherWorkspace(t *testing.T) {
	p := newProcess(t)
	store, err := bolt.Open(p.store(), bolt.Options{})
	p.must(err)
	_, err = store.Belongs(t.Context(), "T0OTHER")
	p.must(errors.Join(err, store.Close()))
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // one that starts would run on
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "serve", "--config", filepath.Join(p.dir, "candor.yaml"))
	cmd.Env, cmd.Stderr = p.env, &out
	_ = cmd.Run()
	if cmd.ProcessState.ExitCode() != exitConfig || !strings.Contains(out.String(), "belongs to the Slack workspace T0OTHER, and the tokens are of") {
		t.Errorf("it said %q; want exit code 78, and whose the store is", &out)
	}
}

// A second process on the same store is told so.
func TestServeRefusesASecondProcessOnTheSameStore(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.start()
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--config", filepath.Join(p.dir, "candor.yaml"))
	cmd.Env, cmd.Stderr = p.env, &out
	if err := cmd.Run(); err == nil || !strings.Contains(out.String(), "another") {
		t.Errorf("the second process: %v, said %q; want a sentence that another one has the file", err, out.String())
	}
}
