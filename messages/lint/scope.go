package lint

import (
	"slices"
	"strings"

	"candor/incident/plain"
)

// scoped says whether a find is harmless for where it stands: in a clause about
// what has been, in a text that announces work, in a title or a question.
func (k *checker) scoped(m *phrases, s *sentence, h hit) bool {
	return m.Told && k.tells(s, h) || (m.Past || m.Did && k.didWhat(s, h)) && k.alone() && k.tells(s, h) || m.Body && (k.isHeading(s) || k.opensList(s) || k.next(s, "list_follows")) ||
		m.Planned && len(k.finds("planned_work")) > 0 && k.says("planned_work") && !k.tells(s, h)
}

// timeAhead says whether the next sentence names a time that is still to come, or how
// long it will take.
func (k *checker) timeAhead(s *sentence) bool {
	return k.near(s, 0, 1, func(o *sentence) bool {
		return o.index > s.index && (k.namesTime(o) || slices.ContainsFunc(k.findsIn(o, "how_long"), func(h hit) bool { return !k.tells(o, h) }))
	})
}

// isTitle says whether the words of a find are the name of something, “Personal Data
// Project”: all of them have a capital, in a sentence in which not all have.
func (k *checker) isTitle(s *sentence, h hit) bool {
	plain := func(w word) bool { return !w.capital }
	return h.to-h.from > 1 && h.from > s.first && !slices.ContainsFunc(k.words[h.from:h.to], plain) && slices.ContainsFunc(k.words[s.first+1:h.from], plain)
}

// timedFor says whether a sentence names a time that may be that of a find: one in its
// clause or behind it, or before it in words without a verb, “by 15:30, …”.
func (k *checker) timedFor(s *sentence, h hit) bool {
	from, _ := k.clause(s, h)
	for from > s.first {
		before, to := k.clause(s, hit{from: from - 1, to: from})
		if past, open := k.tense(before, to); !open && (past || k.isPresent(before, to)) {
			break
		}
		from = before
	}
	part := *s
	part.first = from
	return k.namesTime(&part)
}

// namesTime says whether a sentence names a day or a clock time. The stamp before
// an entry of a log does not count, nor one in a clause that tells what has been.
func (k *checker) namesTime(s *sentence) bool {
	if !s.timed && !s.dated {
		return false
	}
	rest := k.afterStamp(s)
	for i := rest; i < s.last; i++ {
		if w := &k.words[i]; (w.kind == timeWord || w.day) && !k.tells(s, hit{from: i, to: i + 1}) {
			return true
		}
	}
	return false
}

// afterStamp is the first word of a sentence behind the time stamp that it begins
// with: “12 May, 10:15 UTC - We …”, “Update, 10:15: We …”.
func (k *checker) afterStamp(s *sentence) int {
	from := s.first
	if s.last-s.first > 2 && entryLabel[k.words[from].w] {
		from++
	}
	to := from
	for to < s.last && (k.inStamp(k.words[to]) || k.words[to].w == "at" && to > from && to+1 < s.last && k.words[to+1].kind == timeWord) {
		to++
	}
	switch {
	case to == from, to == s.last && from > s.first:
		return s.first
	case to == s.last, k.words[from].kind == numberWord && slices.ContainsFunc(k.words[from:to], func(w word) bool { return w.kind == timeWord }):
		return to // 2026-05-12 10:15 We …
	}
	if strings.ContainsAny(k.between(to), ":-|*])>\n") {
		return to
	}
	return s.first
}

func (k *checker) inStamp(w word) bool { return w.kind != plainWord || w.day || k.isZone(w) }

// between is what stands between a word and the one before it.
func (t *text) between(word int) string {
	return t.s[t.words[word-1].to:max(t.words[word-1].to, t.words[word].from)]
}

// entryLabel are words that stand before the stamp of an entry.
var entryLabel = plain.Set("update updated edit investigating identified monitoring resolved status")

// stampedTitle says whether a text begins with a title that has a time:
// “## Identified 2026-05-12 10:13”.
func (k *checker) stampedTitle() bool {
	return len(k.sents) > 0 && k.sents[0].timed && k.s[k.sents[0].from] == '#'
}

// olderEntries is the sentence with which the second stamped entry of a log begins: the
// newest stands first, and what is older says how it was then.
func (k *checker) olderEntries() int {
	n := 0
	for i := range k.sents {
		if s := &k.sents[i]; s.timed && k.afterStamp(s) > s.first {
			if n++; n > 1 {
				return i
			}
		}
	}
	return len(k.sents)
}

// tells says whether the clause in which a find stands tells what has happened:
// “we soon found”, but not “it will soon work”. A clause without a verb goes
// with what stands before it; one such as “Eventually,” with the rest of its sentence.
func (k *checker) tells(s *sentence, h hit) bool {
	from, to := k.clause(s, h)
	past, open := k.tense(from, to)
	for n := 0; n < nearest && from > s.first && !past && !open && !k.isPresent(from, to); n++ {
		to = from
		for from--; from > s.first && !k.parted(from); from-- {
		}
		past, open = k.tense(from, to)
	}
	if !past && !open && !k.isPresent(from, to) {
		past, open = k.tense(s.first, s.last)
	}
	return past && !open
}

// didWhat says whether the clause of a find names what was done then, and is no passive nor
// of the past up to now: “we put in a second alarm to prevent that”, but not “we have taken
// steps to prevent that”.
func (k *checker) didWhat(s *sentence, h hit) bool {
	from, to := k.clause(s, h)
	named, _ := k.namesIn(from, to)
	return named > 0 && !slices.ContainsFunc(k.words[from:to], func(w word) bool { return upToNow[w.w] })
}

var upToNow = plain.Set("have has 've was were")

// isPresent says whether words have a verb of the present.
func (k *checker) isPresent(from, to int) bool {
	return slices.ContainsFunc(k.words[from:to], func(w word) bool { return present[w.w] })
}

var present = plain.Set("is are am has have does do")

// clause returns the words around a find up to the next comma, colon or dash, or
// to a word that begins another thought.
func (k *checker) clause(s *sentence, h hit) (from, to int) {
	from, to = h.from, h.to
	for from > s.first && !k.parted(from) {
		from--
	}
	for to < s.last && !k.parted(to) {
		to++
	}
	return from, to
}

// reach is the clause of a find with those that govern it or hang on it: “we hope that
// …”, “if …, …”. One without more words than the find, such as “Eventually,”, is one
// with its sentence.
func (k *checker) reach(s *sentence, h hit) (from, to int) {
	from, to = k.clause(s, h)
	for from > s.first {
		before, _ := k.clause(s, hit{from: from - 1, to: from})
		if !governed[k.words[from].w] && !conditions[k.words[before].w] && k.words[s.first].w != "if" {
			break
		}
		from = before
	}
	for to < s.last && governed[k.words[to].w] {
		_, to = k.clause(s, hit{from: to, to: to + 1})
	}
	if to-from <= h.to-h.from {
		return s.first, s.last
	}
	return from, to
}

var (
	governed   = plain.Set("that whether")
	conditions = plain.Set("if unless provided")
)

// parted says whether a clause begins with a word.
func (k *checker) parted(word int) bool {
	w := k.words[word].w
	return joins[w] && !(w == "so" && word > 0 && does[k.words[word-1].w]) || strings.ContainsAny(k.between(word), ",:()\n") || strings.Contains(k.between(word), " -")
}

// does are what “so” stands for a deed behind: “please do so as soon as possible”.
var does = plain.Set("do does did doing done")

var joins = plain.Set("and but so because which who that while although though when whether whilst")

// tense says whether words speak of what has been, and of what is still open.
func (k *checker) tense(from, to int) (past, open bool) {
	for i := from; i < to; i++ {
		w := k.words[i].w
		switch {
		case stillOpen[w] || w == "going" && i+1 < to && k.words[i+1].w == "to":
			open = true
		case wasOnce[w], (participle[w] || strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed")) && !k.isPassive(from, i):
			past = true
		}
	}
	return past, open
}

// isPassive says whether a participle goes with what is or is to be, not with
// what was: “is being fixed”, “to be expected”, or a bare “expected”.
func (k *checker) isPassive(from, at int) bool {
	for i := at - 1; i >= max(from, at-3); i-- {
		switch w := k.words[i].w; {
		case beside[w]:
			return true
		case wasOnce[w] || w == "has" || w == "have" || w == "we" || w == "it" || w == "they":
			return false
		}
	}
	return at == from
}

var (
	wasOnce    = plain.Set("was were had did took began came went saw gave ran knew fell became got rose grew hung wrote spent drew chose spoke")
	participle = plain.Set("found made said kept thought lost broke felt led sent told held built understood brought")
	beside     = plain.Set("is are be being am to get getting remain remains stay stays") // make a participle of what is not past
	stillOpen  = plain.Set("will shall should would may might can must hope expect plan aim try want intend am are promised hoping expecting planning aiming trying")
)

// opensList says whether a sentence only announces what its lines say, “We will
// take these steps:”, or asks what they answer.
func (k *checker) opensList(s *sentence) bool {
	line := strings.TrimRight(k.s[s.from:s.to], " \n*")
	return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "?")
}

// next says whether the sentence after one has a find of the set.
func (k *checker) next(s *sentence, name string) bool {
	return s.index+1 < len(k.sents) && k.has(&k.sents[s.index+1], name)
}

// isHeading says whether a sentence is a title: a short line without a stop, with
// nothing in it that could be a statement.
func (k *checker) isHeading(s *sentence) bool {
	line := strings.TrimSpace(k.s[s.from:s.to])
	return s.heading && len(k.sents) > 1 && (strings.HasPrefix(line, "#") || s.last-s.first <= headingWords && line != "" && !k.hasVerb(s))
}

// headingWords are the most words of a title.
const headingWords = 7

func (k *checker) hasVerb(s *sentence) bool {
	past, open := k.tense(s.first, s.last)
	for i := s.first; i < s.last && !past && !open; i++ {
		past = k.words[i].w == "is" || k.words[i].w == "we"
	}
	return past || open
}
