package grammar

import (
	"regexp"
	"strings"
)

// Named is how a clause is made of what somebody only named, asked what works or what does not:
// One of one thing, More of several. Both take {{what}}.
type Named struct {
	One  string `yaml:"one"`
	More string `yaml:"more"`
}

// Clauses are such patterns by the names of the fields in which people are asked.
type Clauses map[string]Named

// Whole makes clauses of the words of a text that only name something: “search and
// login” work again. What they notice since a time is said so ([Since]); all other words stay as they are.
func Whole(words map[string]string, by Clauses) map[string]string {
	for _, name := range []string{"impact", "impact_now"} {
		if text := words[name]; text != "" {
			words[name] = Since(text)
		}
	}
	for name, say := range by {
		text := strings.TrimRight(strings.TrimSpace(words[name]), " .")
		if !names(text) {
			continue
		}
		pattern := say.One
		if several.MatchString(text) || !whole.MatchString(text) && plural(text) {
			pattern = say.More
		}
		if strings.Contains(pattern, "{{what}}") {
			words[name] = strings.Replace(pattern, "{{what}}", text, 1)
		}
	}
	return words
}

// names says whether words surely name something, and say nothing of it.
func names(text string) bool {
	return text != "" && len(strings.Fields(text)) <= mostNamed && plainWords.MatchString(text) && !Finite(text) && !says.MatchString(text) && !empty.MatchString(text)
}

// mostNamed is how many words a name has at most: in more of them a verb hides.
const mostNamed = 8

var (
	plainWords = regexp.MustCompile(`^[\p{L}\d ,'’&/-]+$`)
	several    = regexp.MustCompile(`(?i),| and | & `)
	whole      = regexp.MustCompile(`(?i)^(everything|anything|all but)\b`)
	empty      = regexp.MustCompile(`(?i)^(nothing|none|nowhere|no|not|yes|unknown|maybe|perhaps|probably|still|only if|to|how|when|until|because|as)\b`)
	says       = regexp.MustCompile(`(?i)\b(again|works?|opens?|loads?|runs?|answers?|responds?|starts?|stops?|fails?|shows?|goes|go|comes?|arrives?|sends|accepts?|takes?|needs?|keeps?|stays?|remains?|seems?|looks?|lasts?|times out|slow(er|ly)?|down|up|back|fine|ok|okay|good|off|out|available|missing|limited|broken|gone|wrong|late|empty|normal|normally|partly|partially|temporarily|manually|yet|so far|for now|\p{L}+ed)\b|n't\b|n’t\b|^(customers|visitors|users|shoppers|guests|members|clients|buyers|editors|admins|your \p{L}+) \p{L}+`)
)
