package grammar

import (
	"slices"
	"strings"
)

// Thing makes of what somebody promised, in their words, what one can be said to have: “a
// lasting repair” stays, and “Test every payment” becomes a change of those words.
func Thing(words string) string {
	first, _, _ := strings.Cut(strings.ToLower(words), " ")
	if words == "" || slices.Contains([]string{"a", "an", "the", "our", "your", "one", "two", "three", "more", "new", "another"}, first) {
		return lowerFirst(words)
	}
	return "the change “" + lowerFirst(words) + "”"
}

// lowerFirst lowers the first letter of an ordinary word, and leaves that of a name of
// capitals.
func lowerFirst(s string) string {
	word, rest, _ := strings.Cut(s, " ")
	if word == "" || strings.ToLower(word[1:]) != word[1:] {
		return s
	}
	return strings.TrimSuffix(strings.ToLower(word)+" "+rest, " ")
}
