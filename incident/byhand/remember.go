package byhand

import "sync"

// remembered are the claims of the texts that were asked for last: with each text that follows the
// words of an incident are read again, and reading them takes longer than all that is decided by them.
// For use by several at once.
type remembered struct {
	read func(text string) Claims

	mu    sync.Mutex
	known map[string]Claims
}

// manyTexts is how many texts are remembered; of more all are forgotten, and read again.
const manyTexts = 256

// of are the claims of a text. Nobody changes them.
func (r *remembered) of(text string) Claims {
	r.mu.Lock()
	claims, known := r.known[text]
	r.mu.Unlock()
	if known {
		return claims
	}
	claims = r.read(text)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) >= manyTexts {
		r.known = map[string]Claims{}
	}
	r.known[text] = claims
	return claims
}
