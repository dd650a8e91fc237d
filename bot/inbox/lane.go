package inbox

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"candor/incident/fault"
)

// laneSize is how much of one person may wait. More than that is a key that hangs or
// a script: what stands behind it would be done long after it was meant.
const laneSize = 128

var errFlood = fault.Errorf(fault.Conflict, "This was *not* done: %d things that you asked for before are still waiting. Candor does them one after the other. Wait for their answers, then ask again.", laneSize)

// lanes hold what was accepted, a lane for each person who has something waiting. What has
// no author has a lane for each channel: who came to it, who left, whom it is shared with.
type lanes struct {
	mu      sync.Mutex
	of      map[string]*lane // by [Request.lane]
	working sync.WaitGroup   // lanes that are worked off, and words that are on their way
}

// lane is what waits of one person, or of one channel, in order.
type lane struct {
	taken   int        // places: of what waits, is worked on, or is about to be committed
	waiting []*Request // ready to be worked on
	later   []string   // events that found no place: they are in the store, by their ids
	served  bool       // a goroutine is at it
	telling bool       // a refusal is on its way to the person
}

// lane names the lane of a request. Ids of people and of channels are never the same.
func (r *Request) lane() string { return cmp.Or(r.User, r.Channel) }

// lane is the one with a name; a new one if nothing waits there. The lock is held.
func (l *lanes) lane(name string) *lane {
	if l.of[name] == nil {
		l.of[name] = &lane{}
	}
	return l.of[name]
}

// reserve takes a place in the lane of who asks; false if there is none.
func (l *lanes) reserve(r *Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	lane := l.lane(r.lane())
	if r.placed = lane.taken < laneSize; r.placed {
		lane.taken++
	}
	return r.placed
}

// release gives a place back; with the last one the lane ends.
func (l *lanes) release(r *Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lane := l.lane(r.lane())
	if r.placed {
		lane.taken--
	}
	l.forget(r.lane(), lane)
}

// forget drops a lane in which nothing waits. The lock is held.
func (l *lanes) forget(name string, lane *lane) {
	if lane.taken == 0 && len(lane.later) == 0 && !lane.served && !lane.telling {
		delete(l.of, name)
	}
}

// enqueue hands on what was committed. What found no place waits in the store.
func (in *Inbox) enqueue(ctx context.Context, r *Request) {
	l := &in.lanes
	l.mu.Lock()
	defer l.mu.Unlock()
	lane := l.lane(r.lane())
	if r.placed {
		lane.waiting = append(lane.waiting, r)
	} else {
		lane.later = append(lane.later, r.Envelope.ID)
	}
	if !lane.served {
		lane.served = true
		l.working.Go(func() { in.serve(ctx, r.lane(), lane) })
	}
}

// serve works off a lane until nothing waits in it. What was accepted is finished
// although the program stops; what that leaves no time for stays in the store.
func (in *Inbox) serve(ctx context.Context, name string, lane *lane) {
	for {
		r := in.next(ctx, name, lane)
		if r == nil {
			return
		}
		in.handle(ctx, r)
		in.lanes.release(r)
		in.work.done()
	}
}

// handle works on one request and notes that it may leave the store.
func (in *Inbox) handle(ctx context.Context, r *Request) {
	in.Work(ctx, r)
	in.done.add(r.Envelope.ID)
}

// next is what is first in a lane; nil if nothing waits, and then nobody serves it.
func (in *Inbox) next(ctx context.Context, name string, lane *lane) *Request {
	l := &in.lanes
	for {
		l.mu.Lock()
		if len(lane.waiting) > 0 && ctx.Err() == nil {
			r := lane.waiting[0]
			lane.waiting = lane.waiting[1:]
			l.mu.Unlock()
			return r
		}
		ids := lane.later
		if len(ids) == 0 || ctx.Err() != nil {
			lane.served = false
			l.forget(name, lane)
			l.mu.Unlock()
			return nil
		}
		ids = ids[:min(len(ids), laneSize)]
		lane.later = lane.later[len(ids):]
		l.mu.Unlock()
		in.resume(ctx, lane, ids)
	}
}

// resume takes up events that were left in the store for want of a place.
func (in *Inbox) resume(ctx context.Context, lane *lane, ids []string) {
	list, err := in.Store.Inbox(ctx)
	if err != nil {
		in.Log.Error("what waits in the inbox is not taken up before the next start: the store failed", "err", err)
		in.fatal(err)
	}
	var found []*Request
	for _, env := range list {
		if r, err := Read(env); err == nil && slices.Contains(ids, r.Envelope.ID) {
			r.placed = true
			found = append(found, r)
		}
	}
	for range len(ids) - len(found) {
		in.work.done()
	}
	in.lanes.mu.Lock()
	defer in.lanes.mu.Unlock()
	lane.taken += len(found)
	lane.waiting = append(found, lane.waiting...)
}

// refuse tells a person that something was not kept. A word that needs a call to
// Slack is on its way while others are taken; one at a time says it for all.
func (in *Inbox) refuse(ctx context.Context, r *Request, why error) {
	l := &in.lanes
	l.mu.Lock()
	lane := l.lane(r.lane())
	said := !r.spoken() && lane.telling
	lane.telling = lane.telling || !r.spoken()
	l.mu.Unlock()
	switch {
	case said:
		r.Acknowledge(nil)
		l.release(r)
		in.work.done()
	case r.spoken():
		in.Refuse(ctx, r, why)
		l.release(r)
		in.work.done()
	default:
		l.working.Go(func() {
			in.Refuse(ctx, r, why)
			l.mu.Lock()
			lane.telling = false
			l.mu.Unlock()
			l.release(r)
			in.work.done()
		})
	}
}
