package delivery

import (
	"maps"
	"strings"

	"candor/incident/client"
	"candor/incident/outbox"
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

// freeHands is the hands that a claim may take, as they are now. limit is how many may be under
// way at all, 0: as many as there are hands; most is how many of them one claim takes.
type freeHands struct {
	hands hands
	limit int
	most  int
}

// roomIn returns a function that gives each run of a claim's transaction its own room.
func roomIn(h hands, limit, most int) func() outbox.Room {
	h = maps.Clone(h)
	return func() outbox.Room { return &freeHands{hands: maps.Clone(h), limit: limit, most: most} }
}

// Free implements [outbox.Room].
func (r *freeHands) Free(hop string) bool {
	return r.most > 0 && (r.limit <= 0 || r.hands.all() < r.limit) && r.hands.free(hop) > 0
}

// Take implements [outbox.Room].
func (r *freeHands) Take(hop string) {
	r.most--
	r.hands.add(hop, 1)
}

// kept is so many hands that are kept for one next hop.
type kept struct {
	hop string
	n   int
}

// Free implements [outbox.Room].
func (k *kept) Free(hop string) bool { return hop == k.hop && k.n > 0 }

// Take implements [outbox.Room].
func (k *kept) Take(string) { k.n-- }
