package lint

// shortestKey is the shortest word of which a slip of the finger is understood. In
// a shorter one it makes another word.
const shortestKey = 7

// keys finds the words on which rules turn although a letter of them is wrong, is
// missing, is one too many, or has changed its place. A key stands under itself and
// under what is left of it without one of its letters.
type keys map[string][]string

func (k keys) add(word string) {
	if len(word) < shortestKey {
		return
	}
	k[word] = append(k[word], word)
	for i := range len(word) {
		rest := word[:i] + word[i+1:]
		k[rest] = append(k[rest], word)
	}
}

// mend reads a word that no pattern knows as the key that was meant, if there is one.
func (p *pack) mend(w *word) {
	if len(w.w) > longestKey {
		return
	}
	meant := p.slips.near(w.w, w.w)
	for i := 0; meant == "" && i < len(w.w); i++ {
		meant = p.slips.near(w.w, w.w[:i]+w.w[i+1:])
	}
	if meant != "" {
		w.w, w.id = meant, p.vocabulary[meant]
	}
}

// longestKey bounds the work on a word that is none.
const longestKey = 20

func (k keys) near(w, stem string) string {
	for _, key := range k[stem] {
		if oneSlip(w, key) {
			return key
		}
	}
	return ""
}

// oneSlip says whether one slip makes one word of the other.
func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) == 2 && len(b) == 2:
		return a[0] == b[1] && a[1] == b[0]
	}
	return len(a) <= 1 && len(b) <= 1
}
