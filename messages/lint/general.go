package lint

import (
	"strings"

	"candor/incident/plain"
)

// A promise is as good as what it names: a thing, a number, a day. Words that stand in
// any promise name nothing, and there are not many of them; each that is not among them
// says something.

// namesIn says how many words of a stretch say something, and how many there are beside
// the smallest.
func (k *checker) namesIn(from, to int) (named, all int) {
	for i := from; i < to; i++ {
		w := &k.words[i]
		switch {
		case w.kind == numberWord || w.kind == maskWord || w.kind == timeWord || w.day:
			named++
			all++
		case len(w.w) > 3 || w.capital && i > from && w.w != "i":
			all++
			if !k.general[stem(w.w)] {
				named++
			}
		}
	}
	return named, all
}

// saysWhat says whether the clause of a find names what it speaks of: one word in four does.
func (k *checker) saysWhat(s *sentence, h hit) bool {
	from, to := k.reach(s, h)
	switch {
	case from == s.first && k.words[from].w == "to": // to mend that, we …
		to = s.last
	case hangsOn[k.words[from].w]: // we mend that, which …
		from = s.first
	}
	named, all := k.namesIn(from, to)
	return named > 1 && named*4 > all || named == 1 && all < 3
}

// hangsOn are words that begin what is said of the clause before.
var hangsOn = plain.Set("so which that thus")

// stem is a word without its ending, for comparison: improving, improves, improved.
func stem(w string) string {
	w = strings.TrimSuffix(w, "'s")
	for _, end := range [...]string{"ing", "ed", "es", "s", "ly"} {
		if cut, ok := strings.CutSuffix(w, end); ok && len(cut) > 2 {
			w = cut
			break
		}
	}
	w = strings.TrimSuffix(w, "e")
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	if cut, ok := strings.CutSuffix(w, "i"); ok && len(cut) > 2 {
		w = cut + "y"
	}
	return w
}
