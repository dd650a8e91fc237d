package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/screen"
)

var errCrash = errors.New("the process dies here")

// doomed is a process that dies at one step of its work, before the step takes
// effect or after.
type doomed struct {
	Queue
	Sender
	steps int
	at    int
	after bool
}

func (p *doomed) step(do func() error) error {
	p.steps++
	switch {
	case p.steps > p.at, p.steps == p.at && !p.after:
		return errCrash
	}
	if err := do(); err != nil || p.steps < p.at {
		return err
	}
	return errCrash
}

func (p *doomed) Claim(ctx context.Context, room func() outbox.Room) (list []*view.Lease, err error) {
	err = p.step(func() error { list, err = p.Queue.Claim(ctx, room); return err })
	if err != nil {
		return nil, err
	}
	return list, nil
}

func (p *doomed) Do(ctx context.Context, l *view.Lease, m kit.Post) (o outbox.DeliveryOutcome) {
	// What a dead process would have learnt is lost: its Settle comes to nothing.
	_ = p.step(func() error { o = p.Sender.Do(ctx, l, m); return nil })
	return o
}

func (p *doomed) Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome, room func() outbox.Room) (next []*view.Lease, err error) {
	err = p.step(func() error { next, err = p.Queue.Settle(ctx, l, o, room); return err })
	if err != nil {
		return nil, err
	}
	return next, nil
}

// inTurn works off a queue as a worker with several hands does, in one goroutine: it claims
// several in a commit, and each that ends claims what follows with its own.
func inTurn(ctx context.Context, w *Worker) error {
	var list []*view.Lease
	for {
		if len(list) == 0 {
			var err error
			if list, err = w.Queue.Claim(ctx, roomFor(ctx, 4)); err != nil || len(list) == 0 {
				return err
			}
		}
		l := list[0]
		next, err := w.Queue.Settle(ctx, l, w.attempt(ctx, l), roomFor(ctx, 3))
		if err != nil && fault.CodeOf(err) != fault.Conflict {
			return err
		}
		list = append(list[1:], next...)
	}
}

// story is an incident from declaring to its first notice.
type story struct {
	*bench
	s       *service.Service
	sender  Sender
	several bool // a commit claims several
}

var ana = incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}

func newStory(t *testing.T) *story {
	t.Helper()
	b := newBench(t)
	s := servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London"}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Role: "Lead developer"}},
	}).Service
	s.Pattern, s.Now = pattern, b.clock.Now
	return &story{bench: b, sender: b.Slack, s: s}
}

// work drains the queue until nothing is due for a while. It returns errCrash
// if the process died.
func (st *story) work(q Queue, s Sender, till time.Time) error {
	for range 500 {
		w := &Worker{Queue: q, Sender: s, Render: screen.Internal, Log: slog.New(slog.DiscardHandler), Parallel: 1}
		drain := w.Drain
		if st.several {
			drain = func(ctx context.Context) error { return inTurn(ctx, w) }
		}
		if err := drain(st.t.Context()); err != nil {
			return err
		}
		next, err := st.s.NextWake(st.t.Context())
		if err != nil || next.IsZero() || next.After(till) {
			return err
		}
		if d := next.Sub(st.clock.Now()); d > 0 {
			st.clock.move(d)
		}
		if err := st.s.Tick(st.t.Context()); err != nil {
			return err
		}
	}
	return errors.New("the queue never comes to rest")
}

// run plays the story with a process that dies once, and restarts it. It returns
// how many steps that process began.
func (st *story) run(at int, after bool) int {
	st.t.Helper()
	p := &doomed{Queue: st.s, Sender: st.sender, at: at, after: after}
	var q Queue = p
	var s Sender = p
	rest := func(till time.Time) {
		err := st.work(q, s, till)
		if errors.Is(err, errCrash) {
			q, s = st.s, st.sender
			st.clock.move(31 * time.Second) // its leases lapse
			err = st.work(q, s, till.Add(time.Minute))
		}
		if err != nil {
			st.t.Fatal(err)
		}
	}
	ctx := st.t.Context()
	if _, err := st.s.Declare(ctx, ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "your shop does not open", Doing: "checking what happened", Severity: 1}); err != nil {
		st.t.Fatal(err)
	}
	rest(start.Add(2 * time.Minute))
	if _, err := st.s.Tell(ctx, ana, 1, incident.Proposal{Client: "acme", Kind: update.FirstNoticeUnknown}); err != nil {
		st.t.Fatal(err)
	}
	rest(start.Add(5 * time.Minute))
	return p.steps
}

// Wherever the process dies: the client has the text once, or a person was
// asked; there is one channel, and its card stands and is pinned.
func TestDyingAtEveryStep(t *testing.T) {
	t.Parallel()
	dieAtEveryStep(t, newStory, (*story).check)
}

// strideOfDeaths is at which steps a process dies: at each, at every seventh with -short.
func strideOfDeaths() int {
	if testing.Short() {
		return 7
	}
	return 1
}

// dieAtEveryStep plays a story with a process that dies, once at each of its steps (see
// [strideOfDeaths]): with a queue that hands out one delivery at a time, and with one that
// hands out several.
func dieAtEveryStep(t *testing.T, newStory func(*testing.T) *story, check func(*story)) {
	for _, several := range []bool{false, true} {
		whole := newStory(t)
		whole.several = several
		steps := whole.run(1<<30, false)
		check(whole)
		if steps < 15 {
			t.Fatalf("the story has only %d steps", steps)
		}
		for at := 1; at <= steps; at += strideOfDeaths() {
			for _, after := range []bool{false, true} {
				t.Run(fmt.Sprintf("at %d, after it took effect %t, several at once %t", at, after, several), func(t *testing.T) {
					t.Parallel()
					st := newStory(t)
					st.several = several
					if n := st.run(at, after); n < at {
						t.Fatalf("the process did not die: it came to step %d", n)
					}
					check(st)
				})
			}
		}
	}
}

func (st *story) check() {
	st.t.Helper()
	inc, err := st.s.Get(st.t.Context(), ana, 1)
	if err != nil {
		st.t.Fatal(err)
	}
	arrived := len(st.box.Messages("C0ACME"))
	asked := false
	var cards int
	for _, m := range st.box.Messages(inc.Channel.ID) {
		asked = asked || strings.Contains(m.Text, "I do not know whether update 1 reached")
		if strings.HasPrefix(m.Text, "INC-1: your shop") {
			cards++
		}
	}
	switch told := !inc.Clients[0].ToldAt.IsZero(); {
	case arrived > 1:
		st.t.Errorf("the client has the text %d times", arrived)
	case told && (arrived != 1 || asked):
		st.t.Errorf("counted as told: arrived %d times, a person was asked: %t", arrived, asked)
	case !told && !asked:
		st.t.Errorf("arrived %d times, counted as not told, and nobody was asked", arrived)
	}
	channels := 0
	for _, c := range st.box.Channels() {
		if strings.HasPrefix(c.Name, "inc-") {
			channels++
		}
	}
	if ch := st.channel(inc.Channel.ID); channels != 1 || cards == 0 || len(ch.Pins) != 1 || ch.Topic == "" || len(ch.Members) != 2 {
		st.t.Errorf("%d channels, %d cards, and the channel is %+v", channels, cards, ch)
	}
}
