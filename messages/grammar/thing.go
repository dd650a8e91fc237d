package grammar

import (
	"regexp"
	"strings"
)

// ours begins the words that Candor gives a temporary fix itself. In those of people a
// sentence may hide behind any first word: “a second person looks at each list”.
const ours = "a lasting repair"

// Thing makes of what somebody promised, in their words, what one can be said to have: “a
// lasting repair” stays, and “Test every payment” becomes a change of those words.
func Thing(words string) string {
	if words == "" || strings.HasPrefix(strings.ToLower(words), ours) {
		return lowerFirst(words)
	}
	return "the change “" + lowerFirst(words) + "”"
}

// Missing is what a clause says is missing, in its own words: “120 orders of 9 March are gone”
// says which; "" where it does not, as “orders are missing”.
func Missing(clause string) string {
	m := missing.FindStringSubmatch(clause)
	if m == nil || !strings.Contains(m[1], " ") || vague.MatchString(m[1]) || verb.MatchString(m[1]) {
		return ""
	}
	return lowerFirst(m[1])
}

var (
	missing = regexp.MustCompile(`(?i)^([^,;:()]+?) (?:is|are|was|were|has been|have been) (?:all )?(?:missing|lost|gone|deleted|overwritten|wiped)\b`)
	vague   = regexp.MustCompile(`(?i)^(?:it|they|all|everything|something|some|(?:some|part|most|all)? ?(?:of )?(?:your|our|the|their)? ?data)$`)
)

// lowerFirst lowers the first letter of an ordinary word, and leaves that of a name of
// capitals.
func lowerFirst(s string) string {
	word, rest, _ := strings.Cut(s, " ")
	if word == "" || strings.ToLower(word[1:]) != word[1:] {
		return s
	}
	return strings.TrimSuffix(strings.ToLower(word)+" "+rest, " ")
}
