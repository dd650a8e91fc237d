// Package delivery does what is queued: it takes deliveries, has their words
// made, hands them to a sender and reports what became of them.
//
// It decides nothing about promises and stores nothing. A [Sender] knows what
// happened to one attempt; what follows from that is decided where the outcome
// is settled.
package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// Queue is what the worker works off. Claim hands out what is ready and has room, in one
// commit; nothing if nothing is. Settle ends an attempt, and in the same commit claims what
// has room then; an error with code Conflict means that the lease has lapsed and somebody
// else decides by now. room gives each run of a transaction a room of its own, since one may
// run twice.
type Queue interface {
	Claim(ctx context.Context, room func() outbox.Room) ([]*view.Lease, error)
	Settle(ctx context.Context, l *view.Lease, o outbox.DeliveryOutcome, room func() outbox.Room) ([]*view.Lease, error)
}

// A Sender carries out one attempt and says what it knows of it. The post is
// what the worker rendered; it is zero for a client's text, whose bytes are
// frozen in the delivery, and for acts that have no words. A sender does not
// try again by itself: the queue does, or a person.
type Sender interface {
	Do(ctx context.Context, l *view.Lease, p kit.Post) outbox.DeliveryOutcome
}

// Worker works off a queue, several deliveries at once: each way has hands of its own,
// so that a slow one keeps no other waiting. A hand that has become free takes the next
// delivery of its way in the commit that ends the one before. Its fields are set before the
// first call of a method.
type Worker struct {
	Queue    Queue
	Sender   Sender
	Render   func(view.View, outbox.Delivery) (kit.Post, error) // words of what is for the team
	Log      *slog.Logger
	Parallel int // at most so many at once, on all ways; 0: as many as the ways have hands

	once sync.Once
	wake chan struct{}

	filling sync.Mutex // Run and Drain claim one after the other

	// mu guards what follows. It is never held while the queue is asked: an attempt that
	// ends would wait for all that is being decided.
	mu    sync.Mutex
	run   context.Context // of Run, while it works; nil: it does not
	begun int             // claims in the commits of others that have not ended: see Begin
	busy  hands           // deliveries in flight
	ended chan struct{}   // closed and replaced when one of them ends
	err   error           // the first failure of the queue: work stops with it
}

const (
	// pollEvery finds what became due without anybody saying so.
	pollEvery = time.Second
	// patience ends an attempt before its lease of 30 s lapses.
	patience = 25 * time.Second
	// together is how many deliveries one commit claims at most: others wait for it.
	together = 16
	// along is how many a hand that becomes free claims with the commit that it makes
	// anyway: a channel is opened, and its people, its card and its topic follow.
	along = 4
	// grace is how long attempts may take once the program is told to stop.
	grace = 8 * time.Second
)

func (w *Worker) init() {
	w.once.Do(func() {
		w.wake, w.ended, w.busy = make(chan struct{}, 1), make(chan struct{}), hands{}
	})
}

// Wake says that something may be ready. It never blocks.
func (w *Worker) Wake() {
	w.init()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, and then finishes what is in flight. It returns an
// error only if the queue fails: nobody knows then what was committed, so the
// program has to start anew.
func (w *Worker) Run(ctx context.Context) error {
	w.init()
	w.mu.Lock()
	w.run = ctx
	w.mu.Unlock()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		_, ended, err := w.fill(ctx)
		if err != nil || ctx.Err() != nil {
			w.finish()
			return err
		}
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-poll.C:
		case <-ended:
		}
	}
}

// Drain works off everything that is ready and returns when nothing is ready or
// in flight. It may be called while Run runs.
func (w *Worker) Drain(ctx context.Context) error {
	w.init()
	for {
		idle, ended, err := w.fill(ctx)
		if err != nil {
			return err
		}
		if idle {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
		}
	}
}

// finish waits until nothing is in flight. From then on nobody begins anything.
func (w *Worker) finish() {
	for {
		w.mu.Lock()
		left, ended := w.busy.all()+w.begun, w.ended
		if left == 0 {
			w.run = nil
		}
		w.mu.Unlock()
		if left == 0 {
			return
		}
		<-ended
	}
}

// Begin is for a use case that claims what it queues in its own commit, so that this leaves
// without a commit of its own. room gives each run of the transaction a room; nil: the
// worker does not run. end must be called once the commit is over, with what it claimed.
func (w *Worker) Begin() (room func() outbox.Room, end func([]*view.Lease)) {
	w.init()
	w.mu.Lock()
	defer w.mu.Unlock()
	ctx := w.run
	if ctx == nil {
		return nil, func([]*view.Lease) {}
	}
	w.begun++
	g := &grip{w: w, ctx: ctx, most: along, ended: w.ended}
	return g.room, func(list []*view.Lease) {
		g.end(list, nil)
		w.mu.Lock()
		if w.begun--; len(list) == 0 {
			w.onward()
		}
		w.mu.Unlock()
		for _, l := range list {
			go w.work(ctx, l)
		}
	}
}

// fill starts what is ready until all hands are busy. It says whether nothing
// is ready or in flight, and returns a channel that is closed when an attempt
// ends.
func (w *Worker) fill(ctx context.Context) (idle bool, ended <-chan struct{}, err error) {
	w.filling.Lock()
	defer w.filling.Unlock()
	for {
		g := w.grip(ctx, "", together)
		var list []*view.Lease
		if !g.full() {
			list, err = w.Queue.Claim(ctx, g.room)
		}
		switch {
		case ctx.Err() != nil:
			err = nil
		case err != nil:
			err = fmt.Errorf("claim the next delivery: %w", err)
		}
		idle, err = g.end(list, err)
		for _, l := range list {
			go w.work(ctx, l)
		}
		if len(list) == 0 || err != nil {
			return idle, g.ended, err
		}
	}
}

// work is one attempt from its claim to its end.
func (w *Worker) work(ctx context.Context, l *view.Lease) {
	long, cancel := outlive(ctx)
	defer cancel()
	o := w.attempt(long, l)
	if o.Verdict != outbox.Sent {
		w.Log.Warn("a delivery did not arrive", "delivery", l.Delivery.Key, "verdict", o.Verdict, "reason", o.Reason)
	}
	g := w.grip(ctx, l.Delivery.NextHop(), along)
	// What happened is written down even if time is up.
	next, err := w.Queue.Settle(context.WithoutCancel(ctx), l, o, g.room)
	switch {
	case fault.CodeOf(err) == fault.Conflict:
		w.Log.Warn("an attempt took longer than its lease; its outcome was not used", "delivery", l.Delivery.Key, "verdict", o.Verdict)
		err = nil
	case err != nil:
		err = fmt.Errorf("settle %s: %w", l.Delivery.Key, err)
	}
	g.end(next, err)
	for _, l := range next {
		go w.work(ctx, l)
	}
}

// outlive returns a context for one attempt: it ends before the lease lapses,
// and not with ctx but a grace later.
func outlive(ctx context.Context) (context.Context, context.CancelFunc) {
	long, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return long, func() { stop(); cancel() }
}

// attempt renders and sends. What panics ends as an outcome, so that one bad
// delivery does not take the others with it.
func (w *Worker) attempt(ctx context.Context, l *view.Lease) (o outbox.DeliveryOutcome) {
	d := l.Delivery
	begun := false
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("a delivery broke off; this is a mistake in Candor", "delivery", d.Key, "panic", p, "stack", string(debug.Stack()))
			o = outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "something broke inside Candor"}
			switch {
			case begun && d.Looking:
				o.Verdict = outbox.Blind
			case begun && !d.Internal():
				o.Verdict = outbox.Unknown
			}
		}
	}()
	var p kit.Post
	if d.Traits().Words {
		var err error
		if p, err = w.Render(l.View, d); err != nil {
			w.Log.Error("the words of a delivery could not be made", "delivery", d.Key, "err", err)
			return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "its words could not be made"}
		}
	}
	begun = true
	return w.Sender.Do(ctx, l, p)
}
