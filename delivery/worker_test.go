package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// line is a queue of this test: first in, first out, in memory.
type line struct {
	mu       sync.Mutex
	ready    []outbox.Delivery
	settled  map[string]outbox.DeliveryOutcome
	asked    int
	claiming int   // claims at this moment
	claimErr error // of the next claim
	refuse   error // of the next settle
	follows  map[string]outbox.Delivery
}

func (q *line) add(keys ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, k := range keys {
		q.ready = append(q.ready, outbox.Delivery{Key: k, Kind: outbox.Line})
	}
}

func (q *line) Claim(_ context.Context, room func() outbox.Room) ([]*view.Lease, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked++
	if q.claiming++; q.claiming > 1 {
		panic("two claims at once")
	}
	defer func() { q.claiming-- }()
	if q.claimErr != nil {
		return nil, q.claimErr
	}
	return q.take(room()), nil
}

// take hands out what has room.
func (q *line) take(r outbox.Room) (list []*view.Lease) {
	q.ready = slices.DeleteFunc(q.ready, func(d outbox.Delivery) bool {
		free := r.Free(d.NextHop())
		if free {
			r.Take(d.NextHop())
			list = append(list, &view.Lease{Delivery: d})
		}
		return free
	})
	return list
}

func (q *line) Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome, room func() outbox.Room) ([]*view.Lease, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := q.refuse; err != nil {
		q.refuse = nil
		return nil, err
	}
	if q.settled == nil {
		q.settled = map[string]outbox.DeliveryOutcome{}
	}
	q.settled[l.Delivery.Key] = o
	if next, ok := q.follows[l.Delivery.Key]; ok {
		q.ready = append(q.ready, next)
	}
	return q.take(room()), nil
}

func (q *line) done() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.settled)
}

// senderFunc is a sender of one function.
type senderFunc func(context.Context, *view.Lease, kit.Post) outbox.DeliveryOutcome

func (f senderFunc) Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome {
	return f(ctx, l, p)
}

// slow takes a while for each delivery and counts how many are in flight.
type slow struct {
	takes time.Duration
	mu    sync.Mutex
	now   int
	most  int
}

func (s *slow) Do(ctx context.Context, _ *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
	s.mu.Lock()
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.now--; s.mu.Unlock() }()
	select {
	case <-time.After(s.takes):
		return done
	case <-ctx.Done():
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "time was up"}
	}
}

func worker(q Queue, s Sender) (*Worker, *bytes.Buffer) {
	var log bytes.Buffer
	return &Worker{
		Queue: q, Sender: s, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Render: func(_ view.View, d outbox.Delivery) (kit.Post, error) {
			if strings.Contains(d.Key, "unspeakable") {
				return kit.Post{}, errors.New("no words")
			}
			return kit.Post{Text: d.Key}, nil
		},
	}, &log
}

func keys(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint("d", i))
	}
	return list
}

func TestDrainWorksInParallelAndWaitsForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		most := bounds[slackWay].way
		q, s := &line{follows: map[string]outbox.Delivery{"d149": {Key: "after", Kind: outbox.Line}}}, &slow{takes: time.Second}
		q.add(keys(150)...)
		w, _ := worker(q, s)
		begin := time.Now()
		if err := w.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		// 150 deliveries by 64 hands are three rounds; what the last one queues is a fourth.
		if took := time.Since(begin); took != 4*time.Second || s.most != most || q.done() != 151 {
			t.Errorf("took %s with %d at once and settled %d; want 4s, %d, 151", took, s.most, q.done(), most)
		}
	})
}

// Fifty mailboxes that do not answer keep nobody in Slack waiting.
func TestAHangingMailServerKeepsNoSlackTextWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, s := &line{}, &slow{takes: 20 * time.Second}
		for i := range 50 {
			q.ready = append(q.ready, outbox.Delivery{Key: fmt.Sprint("mail", i), Kind: outbox.ClientText, Via: client.ViaEmail, To: fmt.Sprintf("dana%d@acme.example", i)})
		}
		q.ready = append(q.ready, outbox.Delivery{Key: "slack", Kind: outbox.ClientText, Via: client.ViaSlack, To: "C0ACME"})
		w, _ := worker(q, s)
		begin := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		synctest.Wait()
		if s.most != bounds[client.ViaEmail].way+1 || time.Since(begin) != 0 {
			t.Errorf("%d are under way after %s, want the mails of %d hands and the text in Slack at once", s.most, time.Since(begin), bounds[client.ViaEmail].way)
		}
		if len(q.ready) != 50-bounds[client.ViaEmail].way || q.ready[0].Via != client.ViaEmail {
			t.Errorf("%d wait, the first is %s", len(q.ready), q.ready[0].Key)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestDrainWaitsForWhatRunHasInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, s := &line{}, &slow{takes: 3 * time.Second}
		q.add("d0")
		w, _ := worker(q, s)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		synctest.Wait()
		if err := w.Drain(t.Context()); err != nil || q.done() != 1 {
			t.Errorf("Drain = %v with %d settled, want nil with 1", err, q.done())
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestRunWorksWhenWokenAndLooksOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &line{}
		w, _ := worker(q, &slow{})
		w.Wake() // before Run: not lost, and never blocks
		w.Wake()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		synctest.Wait()
		asked := q.asked

		q.add("woken")
		w.Wake()
		synctest.Wait()
		if q.done() != 1 {
			t.Error("a woken worker did not look")
		}
		q.add("due")
		synctest.Wait()
		if q.done() != 1 {
			t.Error("something was sent that nobody announced, before its second")
		}
		time.Sleep(pollEvery)
		synctest.Wait()
		if q.done() != 2 {
			t.Errorf("settled %d after a second, want 2 (asked %d times, %d at first)", q.done(), q.asked, asked)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestRunFinishesWhatIsInFlight(t *testing.T) {
	tests := []struct {
		name  string
		takes time.Duration
		stops time.Duration
		want  outbox.Verdict
	}{
		{"a short attempt ends as it would have", 3 * time.Second, 3 * time.Second, outbox.Sent},
		{"a long one is cut off and still settled", time.Minute, grace, outbox.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := &line{}
				q.add("d0")
				w, _ := worker(q, &slow{takes: tt.takes})
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- w.Run(ctx) }()
				synctest.Wait()
				q.add("too late")
				begin := time.Now()
				cancel()
				if err := <-ended; err != nil {
					t.Errorf("Run = %v, want nil", err)
				}
				if got := q.settled["d0"].Verdict; time.Since(begin) != tt.stops || got != tt.want || q.done() != 1 {
					t.Errorf("stopped after %s with %q and %d settled; want %s, %q, 1", time.Since(begin), got, q.done(), tt.stops, tt.want)
				}
			})
		})
	}
}

func TestAnAttemptEndsBeforeItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &line{}
		q.add("d0")
		w, _ := worker(q, &slow{takes: time.Hour})
		begin := time.Now()
		if err := w.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took != patience || q.settled["d0"].Verdict != outbox.Unknown {
			t.Errorf("took %s and settled %v, want %s and unknown", took, q.settled["d0"], patience)
		}
	})
}

func TestWhatBreaksBecomesAnOutcome(t *testing.T) {
	boom := senderFunc(func(context.Context, *view.Lease, kit.Post) outbox.DeliveryOutcome { panic("boom") })
	tests := []struct {
		name   string
		d      outbox.Delivery
		want   outbox.Verdict
		logged string
	}{
		{"a client's text may have left", outbox.Delivery{Key: "a", Kind: outbox.ClientText}, outbox.Unknown, "boom"},
		{"what is for the team is refused", outbox.Delivery{Key: "b", Kind: outbox.Line}, outbox.Refused, "worker_test.go"},
		{"words that cannot be made", outbox.Delivery{Key: "unspeakable", Kind: outbox.Line}, outbox.Refused, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := &line{ready: []outbox.Delivery{tt.d}}
				w, log := worker(q, boom)
				if err := w.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				if o := q.settled[tt.d.Key]; o.Verdict != tt.want || o.Reason == "" {
					t.Errorf("settled as %+v, want %s with a reason", o, tt.want)
				}
				if !strings.Contains(log.String(), tt.logged) {
					t.Errorf("the log lacks %q:\n%s", tt.logged, log)
				}
			})
		})
	}
}

func TestALapsedLeaseIsLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &line{refuse: fmt.Errorf("settle: %w", fault.Errorf(fault.Conflict, "The lease has lapsed."))}
		q.add("d0", "d1")
		w, log := worker(q, &slow{})
		if err := w.Drain(t.Context()); err != nil {
			t.Errorf("Drain = %v, want nil: a lapsed lease is no failure", err)
		}
		if n := strings.Count(log.String(), "longer than its lease"); n != 1 {
			t.Errorf("it was logged %d times, want once:\n%s", n, log)
		}
	})
}

func TestAFailingQueueEndsTheWork(t *testing.T) {
	broken := errors.New("disk full")
	tests := []struct {
		name string
		q    *line
	}{
		{"claim", &line{claimErr: broken}},
		{"settle", &line{refuse: broken, ready: []outbox.Delivery{{Key: "d0", Kind: outbox.Line}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := worker(tt.q, &slow{})
				if err := w.Run(t.Context()); !errors.Is(err, broken) {
					t.Errorf("Run = %v, want %v", err, broken)
				}
				if err := w.Drain(t.Context()); !errors.Is(err, broken) {
					t.Errorf("Drain = %v, want %v", err, broken)
				}
			})
		})
	}
}
