package plain

import (
	_ "embed" // the lists
	"strings"
	"sync"
)

//go:embed function-words.txt
var functionWordLines string

// functionWords are the small words of some languages, each with those that have it.
var functionWords = sync.OnceValue(func() map[string][]string {
	list := map[string][]string{}
	for _, line := range Lines(functionWordLines) {
		language, words, _ := strings.Cut(line, " ")
		for w := range strings.FieldsSeq(words) {
			list[w] = append(list[w], language)
		}
	}
	return list
})

// Fewest small words of another language that tell, and the words of a text that
// are looked at.
const (
	fewestForeign = 2
	mostLooked    = 400
)

// IsForeign says whether a text is written in a language other than English: in
// other letters, or with more of the small words of another language.
func IsForeign(text string) bool {
	if !isLatin(text) && strings.ContainsFunc(text, func(r rune) bool { return r > 0x2af }) {
		return true
	}
	count := smallWords(text)
	for language, found := range count {
		if language != english && found >= fewestForeign && found > 2*count[english] {
			return true
		}
	}
	return false
}

const english = "en"

// smallWords counts the small words of each language in a text.
func smallWords(text string) map[string]int {
	count, n := map[string]int{}, 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == ',' || r == '.' || r == ':' || r == '!' || r == '?'
	}) {
		if n++; n > mostLooked {
			break
		}
		if len(w) < 2 {
			continue
		}
		for _, language := range functionWords()[strings.ToLower(w)] {
			count[language]++
		}
	}
	return count
}
