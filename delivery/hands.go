package delivery

import (
	"context"
	"strings"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
)

// bound is how many attempts may be under way at once: on a way, and at one host of it.
// A host that does not answer holds only its own.
type bound struct{ way, host int }

// slackWay is the way of all that is not a client's text, and of a client's text in Slack.
const slackWay = client.ViaSlack

// bounds by way. Slack takes a message a second in a channel, and lanes keep to that; so
// many channels are seldom written to at once.
var bounds = map[string]bound{
	slackWay:          {64, 64},
	client.ViaEmail:   {16, 16}, // one server hands on for all
	client.ViaWebhook: {16, 4},
	outbox.HopRing:    {8, 4},
	outbox.HopPrint:   {1, 1}, // a browser takes what memory a small machine has
}

// other is the bound of a way that has none of its own.
var other = bound{8, 4}

// hands counts what is under way, by way and by next hop: see [outbox.Delivery.NextHop].
type hands map[string]int

// everywhere is the key of all that is under way.
const everywhere = ""

// keysOf are under what a next hop counts.
func keysOf(hop string) (way string, keys []string) {
	way, _, host := strings.Cut(hop, " ")
	keys = []string{everywhere, way}
	if host {
		keys = append(keys, hop)
	}
	return way, keys
}

// free is how many hands are free for a next hop.
func (h hands) free(hop string) int {
	way, keys := keysOf(hop)
	most, ok := bounds[way]
	if !ok {
		most = other
	}
	n := most.way - h[way]
	if len(keys) > 2 {
		n = min(n, most.host-h[hop])
	}
	return max(n, 0)
}

// add notes that so many more are under way; fewer if n is less than 0.
func (h hands) add(hop string, n int) {
	_, keys := keysOf(hop)
	for _, k := range keys {
		if h[k] += n; h[k] == 0 {
			delete(h, k)
		}
	}
}

// all is how many are under way.
func (h hands) all() int { return h[everywhere] }

// grip is the hands that one claim takes. It takes them as its transaction goes, so that who
// claims beside it sees them taken; transactions run one after the other. It is an
// [outbox.Room].
type grip struct {
	w     *Worker
	ctx   context.Context
	hop   string          // of the attempt that ends with it: its hand is the first; "": of none
	most  int             // that it takes
	took  []string        // next hops
	ended <-chan struct{} // that of the worker when it began
}

// grip begins a claim of so many at most: of the next hop of an attempt that has ended, or of
// any if hop is "".
func (w *Worker) grip(ctx context.Context, hop string, most int) *grip {
	w.mu.Lock()
	defer w.mu.Unlock()
	return &grip{w: w, ctx: ctx, hop: hop, most: most, ended: w.ended}
}

// room begins a run of its transaction: what the run before took is free again.
func (g *grip) room() outbox.Room {
	g.w.mu.Lock()
	defer g.w.mu.Unlock()
	g.letGo()
	return g
}

// letGo gives back what was taken. The lock is held.
func (g *grip) letGo() {
	for i, hop := range g.took {
		if g.hop == "" || i > 0 {
			g.w.busy.add(hop, -1)
		}
	}
	g.took = nil
}

// Free implements [outbox.Room].
func (g *grip) Free(hop string) bool {
	g.w.mu.Lock()
	defer g.w.mu.Unlock()
	switch {
	case g.stopped() || len(g.took) >= g.most || g.hop != "" && g.hop != hop:
		return false
	case g.hop != "" && len(g.took) == 0:
		return true
	}
	return g.w.hasHands() && g.w.busy.free(hop) > 0
}

// full says whether a claim would find no hand on any way.
func (g *grip) full() bool {
	g.w.mu.Lock()
	defer g.w.mu.Unlock()
	return g.stopped() || !g.w.hasHands()
}

// stopped says whether nothing more is begun. The lock is held.
func (g *grip) stopped() bool { return g.ctx.Err() != nil || g.w.err != nil }

// hasHands says whether more may be under way, whatever their way. The lock is held.
func (w *Worker) hasHands() bool { return w.Parallel <= 0 || w.busy.all() < w.Parallel }

// Take implements [outbox.Room].
func (g *grip) Take(hop string) {
	g.w.mu.Lock()
	defer g.w.mu.Unlock()
	if g.hop == "" || len(g.took) > 0 {
		g.w.busy.add(hop, 1)
	}
	g.took = append(g.took, hop)
}

// end ends the claim, which came to these attempts or failed. It says whether nothing is under
// way, nor was since the claim began, and with what the work has failed, if it has.
func (g *grip) end(list []*view.Lease, err error) (idle bool, failed error) {
	w := g.w
	w.mu.Lock()
	defer w.mu.Unlock()
	g.letGo()
	for _, l := range list {
		w.busy.add(l.Delivery.NextHop(), 1)
	}
	if w.err == nil {
		w.err = err
	}
	idle = w.busy.all() == 0 && w.ended == g.ended
	if g.hop != "" {
		w.busy.add(g.hop, -1)
		w.onward()
	}
	return idle, w.err
}

// onward tells who waits that something has ended. The lock is held.
func (w *Worker) onward() {
	close(w.ended)
	w.ended = make(chan struct{})
}
