package plain

// ShortestKey is the shortest word of which a slip of the finger is understood. In
// a shorter one it makes another word.
const ShortestKey = 7

// Slips finds words that are known although a letter of them is wrong, is missing,
// is one too many, or has changed its place. A word stands under itself and under
// what is left of it without one of its letters.
type Slips map[string][]string

// Add makes a word known. One shorter than [ShortestKey] stays unknown.
func (k Slips) Add(word string) {
	if len(word) < ShortestKey {
		return
	}
	k[word] = append(k[word], word)
	for i := range len(word) {
		rest := word[:i] + word[i+1:]
		k[rest] = append(k[rest], word)
	}
}

// Meant returns the known word that one slip makes of a word; "" if there is none.
func (k Slips) Meant(w string) string {
	if len(w) < ShortestKey-1 || len(w) > longestKey {
		return ""
	}
	meant := k.near(w, w)
	for i := 0; meant == "" && i < len(w); i++ {
		meant = k.near(w, w[:i]+w[i+1:])
	}
	return meant
}

// longestKey bounds the work on a word that is none.
const longestKey = 20

func (k Slips) near(w, stem string) string {
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
