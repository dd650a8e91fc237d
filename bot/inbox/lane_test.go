package inbox

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"candor/incident/records"
)

// shelf is a store in memory.
type shelf struct {
	mu   sync.Mutex
	list []records.Envelope
	fail error
}

func (s *shelf) Receive(_ context.Context, done []string, list ...records.Envelope) ([]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return nil, s.fail
	}
	s.drop(done)
	fresh := make([]bool, len(list))
	for i, e := range list {
		if fresh[i] = !slices.ContainsFunc(s.list, func(o records.Envelope) bool { return o.ID == e.ID }); fresh[i] {
			s.list = append(s.list, e)
		}
	}
	return fresh, nil
}

func (s *shelf) Finish(_ context.Context, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(ids)
	return s.fail
}

func (s *shelf) drop(ids []string) {
	s.list = slices.DeleteFunc(s.list, func(e records.Envelope) bool { return slices.Contains(ids, e.ID) })
}

func (s *shelf) Inbox(context.Context) ([]records.Envelope, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list), s.fail
}

// desk notes what an inbox does with what comes in. What is asked waits for free.
type desk struct {
	*Inbox
	*shelf
	free chan struct{}

	noting  sync.Mutex
	worked  []string // "U0ANA 3": who, and which in order of coming
	refused []string
	acked   int
}

func (d *desk) note(list *[]string, r *Request) {
	d.noting.Lock()
	defer d.noting.Unlock()
	*list = append(*list, r.User+" "+r.Text)
}

func newDesk(t *testing.T) *desk {
	d := &desk{shelf: &shelf{}, free: make(chan struct{})}
	d.Inbox = &Inbox{
		Store: d.shelf, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now,
		Idle: func(context.Context, *slackevents.EventsAPIEvent) bool { return false },
		Work: func(_ context.Context, r *Request) {
			if r.User == "U0ANA" {
				<-d.free
			}
			d.note(&d.worked, r)
		},
		Refuse: func(_ context.Context, r *Request, _ error) {
			r.Acknowledge("no")
			if r.Action != nil { // a call to a Slack that is slow
				<-d.free
			}
			d.note(&d.refused, r)
		},
	}
	d.start()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { d.take(ctx, context.WithoutCancel(ctx)); d.lanes.working.Wait(); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	return d
}

var came int

// comes lets something come in, as Slack sends it.
func (d *desk) comes(kind socketmode.EventType, payload any) {
	came++
	p, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	d.hand(context.Background(), received{
		event: socketmode.Event{Type: kind, Request: &socketmode.Request{Type: string(kind), EnvelopeID: fmt.Sprint("e", came), Payload: p}},
		ack: func(context.Context, string, any) error {
			d.noting.Lock()
			defer d.noting.Unlock()
			d.acked++
			return nil
		},
	})
}

type object = map[string]any

// types lets somebody type a command, now in one channel and now in another.
func (d *desk) types(user, text string) {
	d.comes(socketmode.EventTypeSlashCommand, object{"user_id": user, "team_id": "T0STUDIO", "channel_id": fmt.Sprint("C0TYPED", came%2), "text": text})
}

func (d *desk) presses(user string) {
	d.comes(socketmode.EventTypeInteractive, object{"type": "block_actions", "user": object{"id": user}, "team": object{"id": "T0STUDIO"}, "actions": []object{{"type": "button", "action_id": "still"}}})
}

func (d *desk) writes(user string, n int) {
	d.comes(socketmode.EventTypeEventsAPI, object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": fmt.Sprint("Ev", n), "event": object{"type": "message", "user": user, "channel": "C0ACME", "ts": fmt.Sprint(n, ".1"), "thread_ts": "1.2"}})
}

// moves lets somebody come into a channel, or leave it.
func (d *desk) moves(kind, channel string, n int) {
	d.comes(socketmode.EventTypeEventsAPI, object{"type": "event_callback", "team_id": "T0STUDIO", "event_id": fmt.Sprint("Mv", channel, n),
		"event": object{"type": kind, "user": fmt.Sprint("U", n), "channel": channel, "channel_type": "C"}})
}

// However long each takes, what one person asks for is done in the order in which they asked,
// and what happens in one channel in the order in which it happened. Nobody waits for
// another, and no channel for another.
func TestEachLaneKeepsItsOrderAndWaitsForNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		const people, each = 40, 5
		done := map[string][]string{} // by lane
		d.Work = func(_ context.Context, r *Request) {
			n := 0
			_, _ = fmt.Sscanf(r.Text, "%d", &n)
			if e := r.Event; e != nil {
				n = int(e.InnerEvent.Data.(*slackevents.MemberJoinedChannelEvent).User[1] - '0')
			}
			time.Sleep(time.Duration(each-n) * time.Second) // the first takes longest
			d.noting.Lock()
			defer d.noting.Unlock()
			who := cmp.Or(r.User, r.Channel)
			done[who] = append(done[who], fmt.Sprint(n))
		}
		began := time.Now()
		for n := range each {
			for i := range people {
				d.types(fmt.Sprint("U0", i), fmt.Sprint(n))
				d.moves("member_joined_channel", fmt.Sprint("C0", i), n)
			}
		}
		if err := d.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took, want := time.Since(began), 15*time.Second; took != want { // 5+4+3+2+1 of one
			t.Errorf("all of it took %s, want %s: what one lane takes", took, want)
		}
		if len(done) != 2*people {
			t.Errorf("%d lanes did something, want %d", len(done), 2*people)
		}
		for who, list := range done {
			if got := fmt.Sprint(list); got != "[0 1 2 3 4]" {
				t.Errorf("%s: done in the order %s", who, got)
			}
		}
		synctest.Wait()
		if len(d.lanes.of) > 0 {
			t.Errorf("%d lanes are left", len(d.lanes.of))
		}
	})
}

// One person's flood is refused beyond what can wait. Nobody else notices, whoever
// they are and whatever they do.
func TestTheFloodOfOnePersonHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		const flood = 330
		for i := range flood {
			d.types("U0ANA", fmt.Sprint(i))
		}
		for range 40 {
			d.presses("U0ANA")
		}
		for i := range 100 {
			d.types(fmt.Sprint("U0OTHER", i), "due")
		}
		synctest.Wait()
		if d.acked != flood+40+100 {
			t.Errorf("%d of %d are acknowledged", d.acked, flood+40+100)
		}
		if len(d.worked) != 100 {
			t.Errorf("of 100 others %d are served: %v", len(d.worked), d.worked)
		}
		if len(d.refused) != flood-laneSize {
			t.Errorf("%d commands are refused, want %d", len(d.refused), flood-laneSize)
		}
		close(d.free)
		if err := d.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(d.worked) != 100+laneSize || !slices.Contains(d.refused, "U0ANA ") {
			t.Errorf("worked off %d, refused %v", len(d.worked), d.refused[flood-laneSize:])
		}
		for i, got := range d.worked[100:] {
			if got != fmt.Sprint("U0ANA ", i) {
				t.Fatalf("place %d is %s", i, got)
			}
		}
		if len(d.lanes.of) > 0 || len(d.list) > 0 {
			t.Errorf("%d lanes and %d envelopes are left", len(d.lanes.of), len(d.list))
		}
	})
}

// What happened in Slack is not refused: nobody could send it again. It waits in the
// store until there is a place.
func TestEventsOfAFullLaneAreWorkedOffLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		const flood = 5 * laneSize / 2
		for i := range flood {
			d.writes("U0ANA", i)
		}
		synctest.Wait()
		if d.acked != flood || len(d.list) != flood || len(d.refused) > 0 {
			t.Errorf("%d acknowledged, %d kept, %d refused", d.acked, len(d.list), len(d.refused))
		}
		close(d.free)
		if err := d.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(d.worked) != flood || len(d.list) > 0 || len(d.lanes.of) > 0 {
			t.Errorf("%d worked off, %d kept, %d lanes", len(d.worked), len(d.list), len(d.lanes.of))
		}
	})
}

// Whoever pressed what cannot be read is told, instead of waiting for something.
func TestWhatCannotBeReadIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		close(d.free)
		d.comes(socketmode.EventTypeInteractive, object{"type": "block_actions", "user": object{"id": "U0ANA"}, "actions": []object{{"action_id": "a"}, {"action_id": "b"}}})
		d.comes(socketmode.EventTypeInteractive, object{"type": "of tomorrow"})
		synctest.Wait()
		if len(d.refused) != 1 || d.acked != 2 || len(d.list) > 0 {
			t.Errorf("%v are refused, %d acknowledged, %d kept", d.refused, d.acked, len(d.list))
		}
	})
}

// What was asked before a crash is done after it, but a form is not: its sender saw an error
// and still has it open. All of it leaves the store, also what nobody can read.
func TestWhatIsRecovered(t *testing.T) {
	d := newDesk(t)
	close(d.free)
	envelope := func(id, kind string, payload object) {
		text, err := json.Marshal(payload)
		if err != nil {
			t.Fatal(err)
		}
		d.list = append(d.list, records.Envelope{ID: id, Type: kind, Payload: text})
	}
	envelope("typed", socketmode.RequestTypeSlashCommands, object{"user_id": "U0ANA", "team_id": "T0STUDIO", "text": "list"})
	envelope("form", socketmode.RequestTypeInteractive, object{"type": "view_submission", "user": object{"id": "U0ANA"}, "team": object{"id": "T0STUDIO"},
		"view": object{"id": "V1", "callback_id": "update", "state": object{"values": object{}}}})
	envelope("strange", "of tomorrow", object{})
	if err := d.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(d.worked) != "[U0ANA list]" || len(d.list) > 0 {
		t.Errorf("%q were done, %v are left", d.worked, d.list)
	}
}
