// Package bot is what people type, press and submit in Slack: it finds out who asks, calls
// one use case of incident/service and answers. It holds no rule and no clock.
package bot

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"candor/bot/drafting"
	"candor/bot/heed"
	"candor/bot/hometab"
	"candor/bot/inbox"
	"candor/bot/offers"
	"candor/bot/people"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/team"
	"candor/messages"
)

// Bot connects people in Slack with the domain. Set the fields, then Run.
type Bot struct {
	Service *service.Service
	Words   *messages.Words
	API     *slack.Client
	HTTP    *http.Client // for answers to a response_url
	Log     *slog.Logger
	Now     func() time.Time
	Home    string // id of our workspace: everybody else is refused
	Org     string // id of our Enterprise organisation, whose people are ours; empty if we are in none
	Self    string // the bot's user id
	Command string // the slash command: /incident

	// Shared is told when a channel's audience changed, before anything else
	// happens, so that nothing internal is posted there on old knowledge; nil: nobody.
	Shared func(channel string)
	// Reads asks Slack whether anybody of a client's is in their channel; ours are
	// the guests who are of the team. nil: nobody knows.
	Reads func(ctx context.Context, channel string, ours []string) (bool, error)
	// Quiet asks Slack when a person has Do Not Disturb on; nil: nobody knows.
	Quiet func(ctx context.Context, user string) (team.DoNotDisturb, error)
	// Ring calls a person's wake address with a text that says it is a test;
	// nil: it cannot be tried.
	Ring func(context.Context, team.Person) outbox.DeliveryOutcome
	// Copies says, in Slack's markup, how the store is copied; nil: nothing is shown.
	Copies func() string
	// Mailbox says what keeps clients' answers by mail from being seen, empty if nothing
	// does; nil: no client gets mail.
	Mailbox func() string
	// Fatal is told of an error after which the program must be restarted.
	Fatal func(error)

	once   sync.Once
	in     *inbox.Inbox
	who    *people.Directory
	homes  *hometab.Homes
	heeds  *heed.Listener
	offers *offers.Offers
}

// Run works off what an earlier process left, then serves until ctx ends, as
// [inbox.Inbox.Run] does.
func (b *Bot) Run(ctx context.Context) error {
	b.start()
	b.homes.Stir() // and Slack is asked what was missed
	var homes sync.WaitGroup
	following, stop := context.WithCancel(ctx)
	homes.Go(func() { b.homes.Follow(following) })
	err := b.in.Run(ctx)
	stop()
	homes.Wait()
	return err
}

// Connected is how many of the [inbox.Sockets] connections to Slack stand.
func (b *Bot) Connected() int {
	b.start()
	return b.in.Connected()
}

func (b *Bot) start() {
	b.once.Do(func() {
		if b.Shared == nil {
			b.Shared = func(string) {}
		}
		b.in = &inbox.Inbox{
			API: b.API, Store: b.Service, Log: b.Log, Now: b.Now, Fatal: b.Fatal, Missed: func() { b.heeds.Missed(); b.homes.Stir() },
			Idle:   func(ctx context.Context, e *slackevents.EventsAPIEvent) bool { return b.heeds.Unheard(ctx, e) },
			Work:   func(ctx context.Context, r *inbox.Request) { b.handle(ctx, understood(r)) },
			Refuse: func(ctx context.Context, r *inbox.Request, why error) { b.refuse(ctx, understood(r), why) },
		}
		b.who = people.New(b.API, b.Now)
		b.offers = &offers.Offers{Service: b.Service, HTTP: b.HTTP, Log: b.Log, Now: b.Now}
		b.homes = hometab.New(b.API, b.Log, b.Now, b.homeView)
		b.homes.Beside = func(ctx context.Context) { b.offers.Look(ctx); b.heeds.CatchUp(ctx) }
		b.heeds = &heed.Listener{Service: b.Service, API: b.API, Who: b.who, Log: b.Log, Self: b.Self, Command: b.Command, Shared: func(channel string) { b.Shared(channel) }, Reads: b.Reads, Stir: b.homes.Stir, Opened: b.homes.Open}
	})
}

// Known is how somebody calls themselves of whom Slack was asked; "" if it was not.
func (b *Bot) Known(user string) string {
	b.start()
	return b.who.Known(user)
}

// Drain waits until everything that came in has been worked off, and people's
// Homes show it.
func (b *Bot) Drain(ctx context.Context) error {
	b.start()
	if err := b.in.Drain(ctx); err != nil {
		return err
	}
	b.homes.Publish(ctx)
	return nil
}

func (b *Bot) drafts() drafting.Desk { return drafting.Desk{Words: b.Words, Now: b.Now()} }
