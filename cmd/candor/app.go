package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/slack-go/slack"

	"candor/bot"
	"candor/cmd/candor/astray"
	"candor/cmd/candor/printing"
	"candor/cmd/candor/rehearsal"
	"candor/cmd/candor/slackapp"
	"candor/delivery"
	"candor/delivery/mailbox"
	"candor/incident/client"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/messages"
	"candor/messages/review"
	"candor/messages/screen"
	"candor/store/backup"
	"candor/store/bolt"
)

// app is the running program: what serve runs, what the sandbox runs and what
// the scripts drive is this one type.
type app struct {
	clock   *clock
	store   *bolt.Store
	service *service.Service
	bot     *bot.Bot
	worker  *delivery.Worker
	log     *slog.Logger

	config  *config             // as it was at the start
	backups *backup.Keeper      // nil: no copies are made
	beat    *delivery.Heartbeat // nil: nobody is called
	mailbox *mailbox.Mailbox    // nil: clients' mail is not read
	token   *slackapp.Token     // whether Slack takes it

	file    string                    // of the store
	place   astray.Watch              // whether it still stands there
	started time.Time                 // when it began to work
	looked  atomic.Pointer[time.Time] // when what is due was last looked up, and the store took what came of it

	stage  *rehearsal.Stage // the sandbox's drill; nil: none is played
	moving sync.Mutex       // held while time is moved by hand: the ticker waits
	failed chan error       // what ends the program
	stuck  bool             // a copy that does not end reads the store
}

// httpTimeout ends a call that Slack does not answer; the library has no timeout of its own.
const httpTimeout = 10 * time.Second

// transport keeps a connection for each of the calls that may run at once: what
// is sent beside each other would else often pay for a handshake first, which
// takes two round trips.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	return t
}

// clientSenders has for each way to a client, by its name, who sends there. Without
// a mail server nobody sends mail.
func clientSenders(c *config, slack delivery.Sender, log *slog.Logger) map[string]delivery.Sender {
	hooks := delivery.NewWebhook(c.guard())
	hooks.Log = log
	senders := map[string]delivery.Sender{client.ViaSlack: slack, client.ViaWebhook: hooks}
	if c.Mail.Host != "" {
		mail := delivery.NewEmail(c.mailServer())
		mail.Log = log
		senders[client.ViaEmail] = mail
	}
	return senders
}

// newApp opens the store and connects the parts. It is long and straight on
// purpose: it is the one place that shows what depends on what.
func newApp(ctx context.Context, c *config, clk *clock, log *slog.Logger) (*app, error) {
	words, err := messages.Load(c.wordsDir())
	if err != nil {
		return nil, &configError{[]problem{{File: c.wordsDir(), Text: err.Error()}}}
	}
	words = words.SignedBy(c.Company)
	store, err := bolt.Open(c.storeFile(), bolt.Options{Twice: c.twice}) // before Slack is waited for: what is wrong with it is said at once
	if err != nil {
		return nil, err
	}
	tidy(c, log)

	client := &http.Client{Timeout: httpTimeout, Transport: slackapp.Light{Next: slackapp.NewPacer(transport())}}
	api := slack.New(c.Slack.BotToken.Reveal(),
		slack.OptionAppLevelToken(c.Slack.AppToken.Reveal()),
		slack.OptionAPIURL(c.Slack.APIURL),
		slack.OptionHTTPClient(client))
	self, err := login(ctx, api, log)
	if err == nil {
		err = ownStore(ctx, store, c, self)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}

	service := &service.Service{
		Firm: firm.Firm{
			Words:     review.Checked{Words: words},
			Log:       log,
			Company:   c.Company,
			Command:   c.Slack.Command,
			Pattern:   c.ChannelName,
			Announce:  c.Slack.Announce,
			Playbooks: words.Playbooks(),

			MailUnseen: c.mailUnseen(),
			Paper:      printing.Cover(c.Print, c.Company),
		},
		Store: store,
		Now:   clk.Now,
	}
	known, err := service.Provision(ctx, c.roster())
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	warnTwice(known, c, log)
	if err := takeUp(ctx, service, log); err != nil {
		return nil, errors.Join(err, store.Close())
	}

	sender := delivery.NewSlack(api, self.UserID, clk.Now)
	sender.Log = log
	service.Callable = func(address string) error { return callable(c.guard(), address) }
	ring := delivery.NewRing(c.guard())
	ring.Log = log
	ways := delivery.Ways{Team: sender, Ring: ring, Clients: clientSenders(c, sender, log)}
	ways.Paper = printing.Sender(c.path(c.Print), c.printLimit, ways.Clients["email"], log)
	worker := &delivery.Worker{Queue: service, Sender: ways, Render: screen.Internal, Log: log}

	a := &app{clock: clk, store: store, service: service, worker: worker, log: log, config: c, file: c.storeFile(), started: clk.Now(), failed: make(chan error, 1)}
	a.bot = &bot.Bot{
		Service: service, Words: words, API: api, HTTP: client, Log: log, Now: clk.Now,
		Home: self.TeamID, Org: self.EnterpriseID, Self: self.UserID, Command: c.Slack.Command,
		Shared: sender.Forget, Reads: sender.ClientReads, Quiet: sender.Quiet, Ring: ring.Test, Fatal: a.fail,
	}
	service.Known = a.bot.Known
	service.Queued, service.Begin = func() { worker.Wake(); a.bot.Stir() }, worker.Begin
	a.token = &slackapp.Token{
		Ask:  func(ctx context.Context) error { _, err := api.AuthTestContext(ctx); return err },
		Ring: func(ctx context.Context, text string) { ring.Wake(ctx, service.Roster(), text) },
		Tell: func(ctx context.Context, text string) { _ = a.tell(ctx, sender, text) },
		Now:  clk.Now, Log: log,
	}
	a.place = astray.Watch{Store: store, File: a.file, Now: clk.Now, Log: log, Tell: func(ctx context.Context, text string) error { return a.tell(ctx, sender, text) }}
	a.watchOver(c, sender)
	a.listen(c, sender)
	go checkChannels(ctx, api, c, log)
	return a, nil
}

// watchOver sets up what looks after the program itself: copies of the store, and
// the heartbeat.
func (a *app) watchOver(c *config, people *delivery.Slack) {
	if !c.Backup.Every.IsZero() {
		b := keeperOf(c, os.Environ(), a.clock.Now, a.log, a.store.Copy)
		if err := b.Open(); err != nil {
			a.log.Warn("how the store was copied before cannot be read; what lies in the folder counts", "err", err)
		}
		b.Tell = func(ctx context.Context, text string) error { return a.tell(ctx, people, text) }
		b.Changed = a.bot.Stir
		a.bot.Copies = func() string { return homeOfCopies(b.Status()) }
		a.backups = b
	}
	if c.Heartbeat.Reveal() != "" {
		a.beat = &delivery.Heartbeat{Address: client.Secret(c.Heartbeat.Reveal()), Client: c.guard().Client(delivery.BeatTimeout), Unfit: a.unfit, Now: a.clock.Now, Log: a.log}
	}
}

// tell says something about Candor itself: in the channel that is for it, else, or
// if that cannot be, to whoever is asked first when nobody answers.
func (a *app) tell(ctx context.Context, people *delivery.Slack, text string) error {
	r := a.service.Roster()
	to := append([]string{}, a.config.Slack.Announce)
	to = append(to, r.EscalateTo...)
	for _, p := range r.Staff() {
		to = append(to, p.Slack)
	}
	why := errors.New("nobody stands under people in the config")
	for _, id := range to {
		if id == "" {
			continue
		}
		o := people.Tell(ctx, id, text, r.TrustedGuests)
		if o.Verdict == outbox.Sent {
			return nil
		}
		if why = errors.New(o.Reason); o.Verdict != outbox.Refused {
			break
		}
		a.log.Warn("who should hear of the copies could not be told; another is", "to", id, "why", o.Reason)
	}
	return why
}

// unfit says why promises are not really being watched.
func (a *app) unfit(ctx context.Context) []string {
	s := a.status(ctx)
	return s.unfit()
}

func (s *status) unfit() []string {
	switch {
	case !s.Watching:
		return s.Wrong
	case s.Astray:
		return []string{"the file of the store is not where it was"}
	case s.Backups.Red:
		return []string{"copies were missed"}
	}
	return nil
}

// fail ends the program with an error; the first one counts.
func (a *app) fail(err error) {
	select {
	case a.failed <- err:
	default:
	}
}

// run serves until ctx ends or something fails for good. ticking is false where
// time is moved by hand.
func (a *app) run(ctx context.Context, ticking bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := a.bot.Run(ctx); err != nil {
			a.fail(err)
		}
	})
	wg.Go(func() {
		if err := a.worker.Run(ctx); err != nil {
			a.fail(err)
		}
	})
	stop := func() {}
	if ticking {
		stop = a.startTicker(ctx)
	}

	var err error
	select {
	case <-ctx.Done():
	case err = <-a.failed:
	}
	stop()
	cancel()
	wg.Wait()
	a.endCopies()
	return err
}

// startTicker asks once a second what is due. The due times are in the store;
// cron only knocks.
func (a *app) startTicker(ctx context.Context) (stop func()) {
	logger := cronLog{a.log}
	// Recover stands inside: a panic that passed SkipIfStillRunning would keep its
	// token, and nothing would ever be due again.
	c := cron.New(cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger), cron.Recover(logger)))
	c.Schedule(cron.Every(time.Second), cron.FuncJob(func() {
		a.moving.Lock()
		defer a.moving.Unlock()
		a.stage.Step(ctx)
		switch err := a.service.Tick(ctx); {
		case err == nil:
			now := a.clock.Now()
			a.looked.Store(&now)
		case ctx.Err() == nil:
			a.log.Error("what is due could not be looked up; trying again in a second", "err", err)
		}
	}))
	if a.backups != nil {
		c.Schedule(cron.Every(time.Second), cron.FuncJob(func() { a.backups.Tick(ctx) }))
	}
	if a.mailbox != nil {
		c.Schedule(cron.Every(time.Second), cron.FuncJob(func() { a.mailbox.Tick(ctx) }))
	}
	c.Schedule(cron.Every(astray.LookEvery), cron.FuncJob(func() { a.place.Look(ctx) }))
	c.Schedule(cron.Every(slackapp.AskEvery), cron.FuncJob(func() { a.token.Look(ctx) }))
	if a.beat != nil {
		c.Schedule(cron.Every(time.Minute), cron.FuncJob(func() { a.beat.Beat(ctx) }))
	}
	c.Start()
	return func() { <-c.Stop().Done() }
}

// cronLog passes what cron has to say to our log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, kv ...any) {
	l.log.Error("the ticker: "+msg, append(kv, "err", err)...)
}

// settle does everything that can be done at the present moment: what came in,
// what is due, what is queued, until nothing changes.
func (a *app) settle(ctx context.Context) error {
	a.stage.Step(ctx)
	if err := a.bot.Drain(ctx); err != nil {
		return err
	}
	if err := a.service.Tick(ctx); err != nil {
		return err
	}
	if err := a.worker.Drain(ctx); err != nil {
		return err
	}
	return a.bot.Drain(ctx) // what was delivered shows in people's Homes
}

// advance moves time to an instant, stopping wherever something is due on the
// way, so that nothing sees the clock jump.
func (a *app) advance(ctx context.Context, to time.Time) error {
	a.moving.Lock()
	defer a.moving.Unlock()
	for {
		if err := a.settle(ctx); err != nil {
			return err
		}
		now := a.clock.Now()
		if !now.Before(to) {
			return nil
		}
		next, err := a.service.NextWake(ctx)
		if err != nil {
			return err
		}
		if next = a.stage.Sooner(next); next.IsZero() || next.After(to) {
			next = to
		}
		if !next.After(now) { // due already, and settled: something waits for the next instant
			next = now.Add(time.Millisecond)
		}
		a.clock.set(next)
	}
}

// close lets go of the store.
func (a *app) close() error {
	if a.stuck { // the store would wait for who reads it
		return nil
	}
	if err := a.store.Close(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}
