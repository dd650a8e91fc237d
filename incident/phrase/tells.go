package phrase

import (
	"regexp"
	"slices"
	"strings"
)

var (
	stop    = regexp.MustCompile(`[.!?…]+(?:\s+|$)|\n+`)
	content = regexp.MustCompile(`[\p{L}'’]+|\d+`)
)

// Tells says whether a text tells a sentence: whether all of its words that say something stand
// in one sentence of the text, in any order, and nothing there denies it. In doubt it does not: then it is told again.
func Tells(text, sentence string) bool {
	in := stop.Split(strings.ToLower(text), -1)
	parts := slices.DeleteFunc(stop.Split(strings.ToLower(sentence), -1), func(s string) bool { return strings.TrimSpace(s) == "" })
	for _, part := range parts {
		words := slices.DeleteFunc(content.FindAllString(part, -1), func(w string) bool { return !telling(w) })
		if !slices.ContainsFunc(in, func(one string) bool { return says(one, part, words) }) {
			return false
		}
	}
	return len(parts) > 0
}

// says says whether one sentence has all of the words; where there are none, the whole part.
func says(one, part string, words []string) bool {
	if len(words) == 0 {
		return strings.Contains(one, strings.TrimSpace(part))
	}
	has := content.FindAllString(one, -1)
	denied := slices.ContainsFunc(has, func(w string) bool { return Denies(w) && !slices.Contains(words, w) })
	return !denied && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(has, w) })
}

// telling says whether a word says something: a figure, a denial, or four letters and more that
// do not only fill.
func telling(w string) bool {
	return w[0] >= '0' && w[0] <= '9' || Denies(w) || len([]rune(w)) >= 4 && !slices.Contains(filling, w)
}
