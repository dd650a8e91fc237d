package fault

import "strings"

// Closest returns the word that was probably meant, "" if none is near. Forgiven
// says how many letters may be wrong where a word was meant: that depends on
// what a wrong guess costs. Capitals and small letters are the same; the words
// are in small letters. Of two that are as near it is the first.
func Closest(typed string, words []string, forgiven func(meant string) int) string {
	typed = strings.ToLower(typed)
	closest, least := "", -1
	for _, w := range words {
		most := forgiven(w)
		if max(len(typed)-len(w), len(w)-len(typed)) > most { // so many are wrong at least
			continue
		}
		if wrong := wrongLetters(typed, w); wrong <= most && (least < 0 || wrong < least) {
			closest, least = w, wrong
		}
	}
	return closest
}

// wrongLetters is the number of letters to change, add, drop or swap with a
// neighbour to make one word of the other.
func wrongLetters(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
