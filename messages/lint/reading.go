package lint

import "sync"

// readings keeps the texts that were read last: a draft is read again with each answer,
// and an earlier text with every later one. Nothing changes a text that was read, so
// several may look at it at once. It holds two generations; what nobody asks for while one
// fills is let go with it.
type readings struct {
	mu         sync.Mutex
	young, old map[reading]*text
	bytes      int // of the texts in young
}

type reading struct {
	raw  string
	pack *pack
}

// What is kept: drafts and texts of a few busy hours. A text that was read is some 30
// times its bytes; one longer than Slack takes is nobody's draft.
const (
	generation  = 32 << 10
	longestKept = 4 << 10
)

var recent readings

// readOnce prepares a text, or finds it as it was read before.
func readOnce(raw string, p *pack) *text {
	if len(raw) > longestKept {
		return prepare(raw, p)
	}
	key := reading{raw, p}
	if t := recent.find(key); t != nil {
		return t
	}
	t := prepare(raw, p)
	recent.keep(key, t)
	return t
}

func (r *readings) find(key reading) *text {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.young[key]; t != nil {
		return t
	}
	t := r.old[key]
	if t != nil {
		r.put(key, t)
	}
	return t
}

func (r *readings) keep(key reading, t *text) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(key, t)
}

func (r *readings) put(key reading, t *text) {
	if r.bytes+len(key.raw) > generation || r.young == nil {
		r.old, r.young, r.bytes = r.young, map[reading]*text{}, 0
	}
	r.young[key] = t
	r.bytes += len(key.raw)
}
