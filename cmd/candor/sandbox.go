package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"candor/bot"
	"candor/cmd/candor/cli"
	"candor/cmd/candor/lostdisk"
	"candor/cmd/candor/rehearsal"
	"candor/incident/firm"
	"candor/incident/records"
	"candor/sandbox"
	"candor/sandbox/page"
)

//go:embed sandbox.yaml
var sandboxYAML []byte

func sandboxCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "sandbox", Short: "Try everything on a local page, without a Slack account", Args: cobra.NoArgs, SuggestFor: []string{"drill", "demo", "try", "play", "practise"}}
	listen := cmd.Flags().String("listen", "", "`address` of the page (default 127.0.0.1:8080, or a free port)")
	data := cmd.Flags().String("data", "", "`file` to keep the data in (default: a temporary one)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return runSandbox(cmd.Context(), *listen, *data, cmd.OutOrStdout(), newLog(cmd.ErrOrStderr()))
	}
	return cmd
}

// playground is the product and the small Slack that it talks to, in one
// process, over real HTTP and WebSocket on loopback; beside it the places where
// its mail, webhooks and wake calls are caught.
type playground struct {
	slack *sandbox.Server
	app   *app // another after the disk was lost: what runs beside reads it with product
	url   string
	mail  net.Listener
	inbox net.Listener
	srv   *http.Server

	change func(*config) // how a test wants its world

	mu   sync.Mutex // guards app
	disk *lostdisk.Disk
	play *rehearsal.Stage
}

// product is what runs.
func (p *playground) product() *app {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.app
}

// openPlayground starts the Slack server on ln and the product against it. The
// product is not running yet: the caller decides whether time moves by itself.
func openPlayground(ctx context.Context, ln net.Listener, store string, clk *clock, log *slog.Logger, change ...func(*config)) (*playground, error) {
	p := &playground{url: localURL(ln)}
	p.change = func(c *config) {
		for _, fn := range change {
			fn(c)
		}
	}
	p.disk = &lostdisk.Disk{Store: store, Now: clk.Now,
		Copy:  func(ctx context.Context, w io.Writer) error { return p.product().store.Copy(ctx, w) },
		Close: func() error { return p.product().close() },
		Next:  func(ctx context.Context) error { return p.another(ctx, store, clk) },
	}
	p.play = &rehearsal.Stage{Client: "acme", Now: clk.Now, Log: log,
		Say: func(ctx context.Context, text string) error {
			_, err := p.slack.Say(ctx, "U0DANA", "C0ACME", text)
			return err
		},
		Read: func(ctx context.Context, fn func(records.Tx) error) error { return p.product().store.View(ctx, fn) },
		Firm: func() *firm.Firm { return &p.product().service.Firm },
	}
	server, err := sandbox.New(sandbox.Options{
		Manifest: bot.Manifest, Now: clk.Now, Log: log, Secret: func(client string) string { return secretOf(p.config(""), client) },
		Advance: func(ctx context.Context, to time.Time) error { return p.product().advance(ctx, to) },
		NextDue: func() (time.Time, bool) {
			next, err := p.product().service.NextDeadline(ctx)
			return next, err == nil && !next.IsZero()
		},
		Settle:   func(ctx context.Context) error { return p.product().settle(ctx) },
		Troubles: append(p.disk.Troubles(), p.play.Troubles()...),
		Drill:    p.play.View,
	})
	if err != nil {
		return nil, err
	}
	if p.mail, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("open a place to catch mail: %w", err)
	}
	server.ServeMail(p.mail)
	if p.inbox, err = net.Listen("tcp", "127.0.0.1:0"); err == nil {
		err = server.ServeInbox(p.inbox)
	}
	if err != nil {
		return nil, fmt.Errorf("open a mailbox: %w", err)
	}
	p.slack = server
	var ready atomic.Bool
	p.srv = &http.Server{Handler: onceReady(&ready, server.Handler()), ReadHeaderTimeout: 10 * time.Second}
	go p.srv.Serve(ln) //nolint:errcheck // it ends with the listener
	if p.app, err = newApp(ctx, p.config(store), clk, log); err != nil {
		p.close()
		return nil, err
	}
	p.app.stage = p.play
	ready.Store(true)
	return p, nil
}

// onceReady keeps people from the page until the product behind it is there; the
// product itself needs the server before that.
func onceReady(ready *atomic.Bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		forApp := strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/socket" || strings.HasPrefix(r.URL.Path, "/response/") || r.URL.Path == "/style.css"
		if !forApp && !ready.Load() {
			w.Header().Set("Refresh", "1")
			page.Starting.Say(w, http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// close ends the server; the app is closed by whoever runs it.
func (p *playground) close() {
	p.slack.Close()
	p.srv.Close()
}

// config is what the product of the playground runs on.
func (p *playground) config(store string) *config {
	c := sandboxConfig(p.url, p.slack, store)
	c.Mail.Port = p.mail.Addr().(*net.TCPAddr).Port
	c.Mail.Inbox.Port, c.Mail.Inbox.every = p.inbox.Addr().(*net.TCPAddr).Port, time.Second
	p.change(c)
	return c
}

// sandboxConfig is the embedded config with the server's own tokens and addresses.
func sandboxConfig(url string, server *sandbox.Server, store string) *config {
	c := embeddedConfig(server.BotToken(), server.AppToken())
	// By number: a container may not know the name localhost.
	here := strings.Replace(url, "localhost", "127.0.0.1", 1)
	c.Slack.APIURL, c.Store = here+"api/", "bolt:"+store
	// Whatever is written on the page, nothing leaves this machine.
	c.Webhooks.shut = true
	caught := func(address string) string { return strings.Replace(address, "http://127.0.0.1/", here, 1) } // the port is known only now
	for i := range c.Clients {
		if hook := c.Clients[i].Webhook; hook != nil {
			hook.URL = caught(hook.URL)
		}
	}
	for i := range c.People {
		c.People[i].Wake = newSecret(caught(c.People[i].Wake.Reveal()))
	}
	return c
}

func embeddedConfig(bot, app string) *config {
	env := map[string]string{"SLACK_BOT_TOKEN": bot, "SLACK_APP_TOKEN": app}
	c, problems := parseConfig("sandbox.yaml", sandboxYAML, func(k string) string { return env[k] })
	if len(problems) > 0 {
		panic((&configError{problems}).Error()) // embedded, and read by a test
	}
	return c
}

// secretOf is with what the webhook of a client of the config is signed; empty if it
// has none.
func secretOf(c *config, client string) string {
	for i := range c.Clients {
		if c.Clients[i].ID == client {
			return c.Clients[i].Hook().Secret.Reveal()
		}
	}
	return ""
}

// localURL is the address of a listener as seen from this machine.
func localURL(ln net.Listener) string {
	return fmt.Sprintf("http://localhost:%d/", ln.Addr().(*net.TCPAddr).Port)
}

// listenLocal opens the address that was asked for, or the usual port, or any
// free one where that is taken.
func listenLocal(address string) (net.Listener, error) {
	if address != "" {
		ln, err := net.Listen("tcp", address)
		if err != nil {
			return nil, cli.Sentence("the page cannot be opened at %s: %v. Nothing was started. Write an address with a free port, for example 127.0.0.1:8081, or leave out --listen.", address, cause(err))
		}
		return ln, nil
	}
	ln, err := net.Listen("tcp", "127.0.0.1:8080")
	if err != nil {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	return ln, nil
}

// cause is what an error of the network is about, without where it was.
func cause(err error) error {
	if e, ok := errors.AsType[*net.AddrError](err); ok {
		return errors.New(e.Err)
	}
	if e, ok := errors.AsType[*os.SyscallError](err); ok {
		return e.Err
	}
	return err
}

func runSandbox(ctx context.Context, listen, data string, stdout io.Writer, log *slog.Logger) error {
	if data == "" {
		dir, err := os.MkdirTemp("", "candor-sandbox-")
		if err != nil {
			return fmt.Errorf("make a place for the data: %w", err)
		}
		defer os.RemoveAll(dir)
		data = filepath.Join(dir, "candor.db")
	}
	data, err := filepath.Abs(data)
	if err != nil {
		return err
	}
	ln, err := listenLocal(listen)
	if err != nil {
		return err
	}
	p, err := openPlayground(ctx, ln, data, &clock{}, log)
	if err != nil {
		return err
	}
	defer p.close()
	fmt.Fprintf(stdout, "The sandbox is open: %s\nYou are Ana at Studio North. Type /incident there. Stop with Ctrl+C.\n", p.url)
	err = p.disk.Serve(ctx, func(ctx context.Context) error { return p.product().run(ctx, true) })
	return errors.Join(err, p.product().close())
}

// another is a new product on a store, after the one before was closed.
func (p *playground) another(ctx context.Context, store string, clk *clock) error {
	p.slack.DropSockets("") // those of the old one: nobody listens at their other end
	a, err := newApp(ctx, p.config(store), clk, p.app.log)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.app, a.stage = a, p.play
	return nil
}
