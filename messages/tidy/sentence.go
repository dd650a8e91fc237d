package tidy

import (
	"strings"
	"unicode/utf8"
)

// Opens says whether what follows the text stands first in a sentence.
func Opens(before string) bool {
	before = strings.TrimRight(before, Omitted+" *_(“\"")
	return before == "" || strings.HasSuffix(before, "\n") || Ends(before)
}

// Ends says whether the text ends with a stop, perhaps inside a quote.
func Ends(s string) bool {
	s = strings.TrimRight(s, Omitted+" ”\"’')")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".?!…", r) && r != utf8.RuneError
}
