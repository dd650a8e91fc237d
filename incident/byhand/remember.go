package byhand

import "sync"

// remembered is what was read in the texts that were asked for last: with each text that follows the
// words of an incident are read again, and reading them takes longer than all that is decided by them.
// For use by several at once.
type remembered[T any] struct {
	read func(text string) T

	mu    sync.Mutex
	known map[string]T
}

// manyTexts is how many texts are remembered; of more all are forgotten, and read again.
const manyTexts = 256

// of is what a text says. Nobody changes it.
func (r *remembered[T]) of(text string) T {
	r.mu.Lock()
	said, known := r.known[text]
	r.mu.Unlock()
	if known {
		return said
	}
	said = r.read(text)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) >= manyTexts {
		r.known = map[string]T{}
	}
	r.known[text] = said
	return said
}
