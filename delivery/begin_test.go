package delivery

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"candor/incident/view"
)

// What a use case claims in its own commit leaves without another claim, counts as under way
// until it is settled, and is waited for when the program is told to stop.
func TestAUseCaseBeginsWhatItQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, s := &line{}, &slow{takes: 3 * time.Second}
		w, _ := worker(q, s)
		if room, end := w.Begin(); room != nil {
			t.Error("a worker that does not run gives room")
		} else {
			end(nil)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		synctest.Wait()

		room, end := w.Begin()
		var claimed []*view.Lease
		for range 2 { // the transaction runs twice
			r := room()
			q.add("d0", "d1", "d2", "d3", "d4", "d5")
			claimed = q.take(r)
			if len(claimed) != along {
				t.Fatalf("it has room for %d, want %d", len(claimed), along)
			}
			q.ready = nil
		}
		asked := q.asked
		end(claimed)
		synctest.Wait()
		s.mu.Lock()
		if s.now != along || q.asked != asked {
			t.Errorf("%d are under way after %d claims, want %d after none", s.now, q.asked-asked, along)
		}
		s.mu.Unlock()
		if err := w.Drain(t.Context()); err != nil || q.done() != along {
			t.Errorf("Drain = %v with %d settled, want nil with %d", err, q.done(), along)
		}

		_, late := w.Begin()
		cancel()
		synctest.Wait()
		select {
		case <-ended:
			t.Error("the worker has stopped while a use case was about to claim")
		default:
		}
		late(nil)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if room, _ := w.Begin(); room != nil {
			t.Error("a worker that has stopped gives room")
		}
	})
}

// Nothing is claimed once the program is told to stop: it would have to be waited for.
func TestNothingBeginsOnceTheProgramStops(t *testing.T) {
	w := &Worker{}
	w.init()
	ctx, cancel := context.WithCancel(t.Context())
	w.run = ctx
	room, end := w.Begin()
	if r := room(); !r.Free(slackWay) {
		t.Error("no hand is free before")
	}
	cancel()
	if r := room(); r.Free(slackWay) {
		t.Error("a hand is free after")
	}
	end([]*view.Lease{}) // nothing was claimed
	if w.busy.all()+w.begun != 0 {
		t.Errorf("%d are under way", w.busy.all()+w.begun)
	}
}
