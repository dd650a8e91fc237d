// Package inbox is the receiving half of the bot. It keeps the connections to
// Slack, commits what comes in before it acknowledges it, and hands it on in lanes,
// so that the acts of one person keep their order and a slow one holds up nobody
// else. What was committed and not worked off when the program ended is worked off
// at the next start. It knows what stands in a payload, and nothing of what it means.
package inbox

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/incident/records"
)

// Store keeps what came in until it is worked off, as [candor/incident/service.Service]
// does.
type Store interface {
	// Receive keeps what came in, takes done off, and says of each envelope whether
	// it is fresh: it was not kept before.
	Receive(ctx context.Context, done []string, list ...records.Envelope) (fresh []bool, err error)
	// Finish takes off what was worked off.
	Finish(ctx context.Context, ids ...string) error
	// Inbox is what is kept, the oldest first.
	Inbox(ctx context.Context) ([]records.Envelope, error)
}

// Inbox takes what people do in Slack. Set the fields, then [Inbox.Run].
type Inbox struct {
	API   *slack.Client
	Store Store
	Log   *slog.Logger
	Now   func() time.Time

	// Work does what was asked and answers it; it may take its time.
	Work func(context.Context, *Request)
	// Refuse tells a person that what they asked for was not kept, and why. It
	// acknowledges it.
	Refuse func(context.Context, *Request, error)
	// Idle says that an event which [Idle] lets through can mean nothing all the same, so
	// that it is not worth a commit.
	Idle func(context.Context, *slackevents.EventsAPIEvent) bool
	// Missed is told that events may have been missed: no connection stood for a while. It must
	// not block; nil: nobody is told.
	Missed func()
	// Fatal is told of an error after which the program must be restarted.
	Fatal func(error)

	once  sync.Once
	queue chan received
	lanes lanes
	work  tally
	done  worked
	up    atomic.Int32 // connections that stand

	hearing sync.Mutex
	deaf    time.Time // since when none stands
}

// Connected is how many of the [Sockets] connections stand.
func (in *Inbox) Connected() int { return int(in.up.Load()) }

// queueSize is how much may stand between Slack and the store. It is drained by one
// goroutine that only commits and acknowledges, and waits for nobody.
const queueSize = 4096

// received is an event with the way of its acknowledgement: back over the connection
// that it came in on.
type received struct {
	event socketmode.Event
	ack   func(ctx context.Context, envelope string, payload any) error
}

// Run works off what an earlier process left, then takes what comes in until ctx
// ends. Then it takes nothing more, finishes what it has accepted, lets the last
// acknowledgements leave and hangs up. What was not acknowledged was not
// accepted; what could not be finished in time stays in the store.
func (in *Inbox) Run(ctx context.Context) error {
	in.start()
	in.deaf = in.Now()
	if err := in.Recover(ctx); err != nil {
		return err
	}
	live, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, hangUp) })

	var listening sync.WaitGroup
	for range Sockets {
		listening.Go(func() { in.listen(live) })
	}
	in.take(ctx, live)
	in.lanes.working.Wait()
	in.Tidy(live)
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

func (in *Inbox) start() {
	lightly()
	in.once.Do(func() {
		in.queue = make(chan received, queueSize)
		in.lanes.of = map[string]*lane{}
	})
}

// Drain waits until everything that came in has been worked off.
func (in *Inbox) Drain(ctx context.Context) error {
	if err := in.work.wait(ctx); err != nil {
		return err
	}
	in.Tidy(ctx)
	return nil
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
