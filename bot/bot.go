package bot

import (
	"context"
	"hash/fnv"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

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
	Self    string // the bot's user id
	Command string // the slash command: /incident

	// Shared is told when a channel's audience changed, before anything else
	// happens, so that nothing internal is posted there on old knowledge.
	Shared func(channel string)
	// Quiet asks Slack when a person has Do Not Disturb on; nil: nobody knows.
	Quiet func(ctx context.Context, user string) (team.DoNotDisturb, error)
	// Ring calls a person's wake address with a text that says it is a test;
	// nil: it cannot be tried.
	Ring func(context.Context, team.Person) outbox.DeliveryOutcome
	// Fatal is told of an error after which the program must be restarted.
	Fatal func(error)

	once  sync.Once
	queue chan received
	lanes []chan *request
	work  tally
	done  worked
	who   *people.Directory
	homes homes
}

// Sizes of what stands between Slack and the store. The queue is drained by one
// goroutine that only commits and acknowledges; the lanes keep each person's
// acts in order while a slow one holds up nobody else.
const (
	queueSize = 4096
	laneCount = 16
	laneSize  = 256
	sockets   = 2 // Slack closes a connection every few hours; the other one carries on
)

// received is an event with the connection that it came in on, where its
// acknowledgement goes.
type received struct {
	event socketmode.Event
	via   *socketmode.Client
}

// Run works off what an earlier process left, then serves until ctx ends. Then
// it takes nothing more, finishes what it has accepted, lets the last
// acknowledgements leave and hangs up. What was not acknowledged was not
// accepted; what could not be finished in time stays in the inbox.
func (b *Bot) Run(ctx context.Context) error {
	b.start()
	if err := b.recover(ctx); err != nil {
		return err
	}
	live, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, hangUp) })

	var listening, working sync.WaitGroup
	for _, lane := range b.lanes {
		working.Go(func() { b.serve(live, lane) })
	}
	listening.Go(func() { b.followHomes(ctx) })
	for range sockets {
		listening.Go(func() { b.listen(live) })
	}
	b.take(ctx, live)
	for _, lane := range b.lanes {
		close(lane)
	}
	working.Wait()
	b.tidy(live)
	select {
	case <-time.NewTimer(ackGrace).C:
	case <-live.Done():
	}
	hangUp()
	listening.Wait()
	return nil
}

const (
	// grace is how long accepted work may take once the program is told to stop.
	grace = 8 * time.Second
	// ackGrace is how long the library needs to write out the last
	// acknowledgements: hanging up before loses them.
	ackGrace = 50 * time.Millisecond
)

func (b *Bot) start() {
	b.once.Do(func() {
		b.queue = make(chan received, queueSize)
		b.lanes = make([]chan *request, laneCount)
		for i := range b.lanes {
			b.lanes[i] = make(chan *request, laneSize)
		}
		b.who = people.New(b.API, b.Now)
		b.homes.opened, b.homes.stir, b.homes.pause = map[string]*opened{}, make(chan struct{}, 1), homePause
	})
}

// Drain waits until everything that came in has been worked off, and people's
// Homes show it.
func (b *Bot) Drain(ctx context.Context) error {
	if err := b.work.wait(ctx); err != nil {
		return err
	}
	b.tidy(ctx)
	b.publishHomes(ctx)
	return nil
}

// serve works off one lane until it is closed. What was accepted is finished
// although the program stops.
func (b *Bot) serve(ctx context.Context, lane chan *request) {
	for r := range lane {
		b.handle(ctx, r)
		b.work.done()
	}
}

// laneOf keeps the acts of one person in order.
func (b *Bot) laneOf(user string) chan *request {
	h := fnv.New32a()
	h.Write([]byte(user))
	return b.lanes[h.Sum32()%laneCount]
}

// tally counts work that is not done yet.
type tally struct {
	mu   sync.Mutex
	n    int
	idle []chan struct{}
}

func (t *tally) add() {
	t.mu.Lock()
	t.n++
	t.mu.Unlock()
}

func (t *tally) done() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n--; t.n > 0 {
		return
	}
	for _, c := range t.idle {
		close(c)
	}
	t.idle = nil
}

func (t *tally) wait(ctx context.Context) error {
	t.mu.Lock()
	if t.n == 0 {
		t.mu.Unlock()
		return nil
	}
	c := make(chan struct{})
	t.idle = append(t.idle, c)
	t.mu.Unlock()
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
