package lint

import (
	"slices"
	"strings"

	"candor/incident/plain"
	"candor/incident/secret"
)

// gaps are the hints about what a reader will ask: since when, how many, and what
// is new.
func (k *checker) gaps() {
	if !k.hasNumber() {
		k.eachOf("who_unsaid", "missing-who", nil)
	}
	switch k.kind {
	case firstNotice:
		if len(k.times) == 0 && !k.says("span") && !k.dated() {
			k.miss("missing-when")
		}
	case holding, progress:
		if countWords(k.s) <= emptyWords && k.saysNothing() {
			k.miss("empty-update")
		}
	}
}

// emptyWords are the most words of an update that may say nothing.
const emptyWords = 14

// saysNothing says whether each sentence of a text only says that somebody works
// on it, or that more is to come.
func (k *checker) saysNothing() bool {
	for i := range k.sents {
		s := &k.sents[i]
		if !k.has(s, "generic_work") && !k.has(s, "next_sure") && !k.has(s, "next_maybe") && !k.has(s, "news_sometime") && !k.has(s, "closing") {
			return false
		}
	}
	return len(k.sents) > 0 && !k.hasNumber()
}

// hasNumber says whether a figure stands in the text that is no time.
func (k *checker) hasNumber() bool {
	return slices.ContainsFunc(k.words, func(w word) bool { return w.kind == numberWord && !w.day })
}

func (k *checker) dated() bool {
	return slices.ContainsFunc(k.sents, func(s sentence) bool { return s.dated })
}

// dates finds days that readers take for different ones: 9/6, and in a text that
// is read much later, Friday.
func (k *checker) dates() {
	review := k.kind == reviewDocument || k.kind == postmortem
	for i := range k.sents {
		s := &k.sents[i]
		past, open := k.tense(s.first, s.last)
		for j := s.first; j < s.last; j++ {
			switch {
			case k.ambiguous(s, j):
				k.add("unclear-date", k.wordsIn(j, j+2), "")
				j++
			case review && past && !open && fullWeekday[k.words[j].w] && !k.dayBeside(s, j):
				k.add("unclear-date", k.words[j].span, "")
			}
		}
	}
}

var fullWeekday = plain.Set("monday tuesday wednesday thursday friday saturday sunday")

// ambiguous says whether a date in figures has two readings.
func (k *checker) ambiguous(s *sentence, i int) bool {
	if i+1 >= s.last || !k.words[i].day || k.words[i].kind != numberWord || k.words[i+1].kind != numberWord || k.s[k.words[i].to:k.words[i+1].from] != "/" {
		return false
	}
	a, b := small(k.words[i].w), small(k.words[i+1].w)
	return a >= 1 && a <= 12 && b >= 1 && b <= 12 && a != b
}

// small reads the figures of a short number, -1 for anything else.
func small(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) || i > 4 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// dayBeside says whether a weekday stands beside its date: Friday 9 May, Friday, May 9.
func (k *checker) dayBeside(s *sentence, i int) bool {
	for j := max(s.first, i-3); j < min(s.last, i+4); j++ {
		if k.words[j].kind == numberWord && k.words[j].day || months[strings.ToLower(k.words[j].w)] && k.words[j].day {
			return true
		}
	}
	return k.words[i].joined
}

// details finds what says more of our insides than a client needs: public
// addresses, accounts, buckets, channels, bank accounts, commands.
func (k *checker) details() {
	for from := 0; from < len(k.s); {
		to := from + strings.IndexAny(k.s[from:], " \n") // of the run that begins here
		if to < from {
			to = len(k.s)
		}
		at := trimmed(k.s, span{from, to})
		if at.to > at.from && at.to-at.from <= longestName && secret.IsDetail(k.s[at.from:at.to]) && (!k.masked(at.from) || secret.IsBucket(k.s[at.from:at.to])) {
			k.add("leak-detail", at, "")
		}
		if n := secret.InGroups(k.s[from:]); n > 0 && !k.masked(from) {
			k.add("leak-detail", span{from, from + n}, "")
		}
		from = to + 1
	}
	for _, name := range lines("any/commands.txt") {
		if i := strings.Index(k.s, name+" "); i >= 0 && (i == 0 || !isWordByte(k.s[i-1])) && !k.masked(i) {
			k.add("leak-detail", span{i, i + len(name)}, "")
		}
	}
}

// trimmed is a run without the signs around it.
func trimmed(s string, at span) span {
	for at.from < at.to && strings.IndexByte("(\"'`*_<[", s[at.from]) >= 0 {
		at.from++
	}
	for at.to > at.from && strings.IndexByte(")\"'`*_>].,;:!?", s[at.to-1]) >= 0 {
		at.to--
	}
	return at
}
