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
// list one has to occur. A sign may be several words. nil: nothing shows it.
type Signs [][]string

// ReadsLike is the kind whose signs a text has, the gravest of several; nil if there is
// none. It is a question to a person, never an answer: words can mean something else.
func ReadsLike(kinds map[string]*Playbook, text string) *Playbook {
	words := plainWords(text)
	list := slices.SortedFunc(maps.Values(kinds), func(a, b *Playbook) int {
		return cmp.Or(cmp.Compare(a.Floor, b.Floor), cmp.Compare(a.ID, b.ID))
	})
	for _, pb := range list {
		if pb.BadNews && pb.Signs.in(words) {
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
		if q := pb.Suspects(); q != "" && !slices.Contains(list, q) && pb.Signs.in(words) {
			list = append(list, q)
		}
	}
	return list
}

// sound says whether they can be found at all, and are of a kind of bad news.
func (s Signs) sound(badNews bool) bool {
	return len(s) == 0 || badNews && !slices.ContainsFunc(s, func(list []string) bool { return len(list) == 0 || slices.Contains(list, "") })
}

func (s Signs) in(words []string) bool {
	return len(s) > 0 && !slices.ContainsFunc(s, func(list []string) bool {
		return !slices.ContainsFunc(list, func(sign string) bool { return occurs(plainWords(sign), words) })
	})
}

// occurs says whether a sign stands in the words and is not denied just before.
func occurs(sign, words []string) bool {
	for i := range words {
		if len(sign) > 0 && len(words)-i >= len(sign) && slices.Equal(sign, words[i:i+len(sign)]) && !slices.ContainsFunc(words[max(0, i-2):i], phrase.Denies) {
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
