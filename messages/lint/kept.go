package lint

import "sync"

// kept keeps what was found out about texts, by all that it depends on. Nobody changes what is
// kept, so several may look at it at once. It holds two generations; what nobody asks for while
// one fills is let go with it.
type kept[K comparable, V any] struct {
	most int // bytes of what it is about, in a generation

	mu         sync.Mutex
	young, old map[K]V
	bytes      int // of young
}

// find returns what is kept; size is that of what it is about.
func (r *kept[K, V]) find(key K, size int) (v V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok = r.young[key]; ok {
		return v, true
	}
	if v, ok = r.old[key]; ok {
		r.put(key, size, v)
	}
	return v, ok
}

func (r *kept[K, V]) keep(key K, size int, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(key, size, v)
}

func (r *kept[K, V]) put(key K, size int, v V) {
	if r.bytes+size > r.most || r.young == nil {
		r.old, r.young, r.bytes = r.young, map[K]V{}, 0
	}
	r.young[key] = v
	r.bytes += size
}
