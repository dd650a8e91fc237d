package playbook

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"candor/incident/facts"
	"candor/incident/phrase"
)

// Signs show that somebody who types what happened means a kind of bad news: of each
// list one has to occur. nil: nothing shows it.
type Signs [][]Sign

// Sign is a word or several, as its parts, between which stand up to gap others. The zero value is no sign.
type Sign [][]string

// UnmarshalText reads a sign as a file writes it: words, and “…” where others may stand.
func (s *Sign) UnmarshalText(text []byte) error {
	*s = nil
	for part := range strings.SplitSeq(string(text), "…") {
		*s = append(*s, plainWords(part))
	}
	return nil
}

// gap is how many other words “…” may be.
const gap = 6

// ReadsLike is the kind whose signs a text has, the gravest of several; nil if there is
// none. It is a question to a person, never an answer: words can mean something else.
func ReadsLike(kinds map[string]*Playbook, text string) *Playbook {
	words := plainWords(text)
	list := slices.SortedFunc(maps.Values(kinds), func(a, b *Playbook) int {
		return cmp.Or(cmp.Compare(a.Floor, b.Floor), cmp.Compare(a.ID, b.ID))
	})
	for _, pb := range list {
		if pb.BadNews && pb.shows(words) {
			return pb
		}
	}
	return nil
}

// Suspected are the questions of harm of which a text reads as if there might be some, by the
// signs of the kinds that are a suspicion of it.
func Suspected(kinds map[string]*Playbook, text string) (list []facts.Question) {
	words := plainWords(text)
	for _, pb := range kinds {
		if q := pb.Suspects(); q != "" && !slices.Contains(list, q) && pb.shows(words) {
			list = append(list, q)
		}
	}
	return list
}

// shows says whether words show that it is this kind, by its signs or by one of its turns of phrase.
func (pb *Playbook) shows(words []string) bool {
	return pb.Signs.in(words) || Signs{pb.Says}.in(words)
}

// unsound says what has to be written into a file whose signs or turns of phrase are not sound; "" where they are.
func (pb *Playbook) unsound() string {
	switch {
	case !pb.Signs.sound(pb.BadNews):
		return "signs: write lists of words"
	case len(pb.Says) > 0 && !(Signs{pb.Says}).sound(pb.BadNews):
		return "says: write words"
	}
	return ""
}

// sound says whether they can be found at all, and are of a kind of bad news.
func (s Signs) sound(badNews bool) bool {
	return len(s) == 0 || badNews && !slices.ContainsFunc(s, func(list []Sign) bool { return len(list) == 0 || slices.ContainsFunc(list, Sign.empty) })
}

func (s Signs) in(words []string) bool {
	return len(s) > 0 && !slices.ContainsFunc(s, func(list []Sign) bool {
		return !slices.ContainsFunc(list, func(sign Sign) bool { return sign.occurs(words) })
	})
}

// empty says whether a part of it has no word: it would be everywhere, or nowhere.
func (s Sign) empty() bool {
	return len(s) == 0 || slices.ContainsFunc(s, func(part []string) bool { return len(part) == 0 })
}

// occurs says whether a sign stands in the words and is not denied just before.
func (s Sign) occurs(words []string) bool {
	for i := range words {
		if s.start(words[i:]) && !slices.ContainsFunc(words[max(0, i-2):i], phrase.Denies) {
			return true
		}
	}
	return false
}

// start says whether a sign is the start of the words.
func (s Sign) start(words []string) bool {
	first := s[0]
	if len(first) == 0 || len(first) > len(words) || !slices.Equal(first, words[:len(first)]) {
		return false
	}
	rest := words[len(first):]
	for n := range min(gap, len(rest)) + 1 {
		if len(s) == 1 || s[1:].start(rest[n:]) {
			return true
		}
	}
	return false
}

// plainWords are the words of a text without capital letters, whose it is and the s of the plural.
func plainWords(text string) (words []string) {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }) {
		if w = strings.Trim(strings.TrimSuffix(w, "'s"), "'"); len(w) > 3 {
			w = strings.TrimSuffix(w, "s")
		}
		words = append(words, w)
	}
	return words
}
