package phrase

import (
	"regexp"
	"slices"
	"strings"
)

// askers begin a question whose writer left the mark out.
var askers = []string{"when", "what", "why", "how", "who", "whose", "where", "which", "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should", "have", "has", "any"}

// requests begin what somebody wants of us: “Call me now.”, “We need the orders by noon.”
var requests = regexp.MustCompile(`(?i)^\W*(please |(can|could) you )?(call|ring|phone|text|tell|send|explain|confirm|get back to|speak to|let) (me|us|my|our|back)\b|^\W*(I|we) (need|want|expect|demand|would like|insist)\b|\b(call|ring|phone) me\b`)

// newsOnly are requests that every text of ours keeps: to be told when there is news.
var newsOnly = regexp.MustCompile(`(?i)\b(keep (me|us) (posted|updated|informed|in the loop)|let (me|us) know (when|once|as soon as|if)|tell (me|us) (when|once|as soon as))\b`)

// Asks says whether a text waits for an answer: it has a question mark, or a
// sentence of it begins as questions do, or wants something of us.
func Asks(text string) bool {
	if strings.ContainsAny(text, "?？؟") {
		return true
	}
	for _, sentence := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(".!\n", c) }) {
		if words := strings.Fields(sentence); len(words) > 1 && slices.Contains(askers, strings.ToLower(strings.Trim(words[0], "\"'“‘(,"))) {
			return true
		}
		if requests.MatchString(strings.TrimSpace(sentence)) && !newsOnly.MatchString(sentence) {
			return true
		}
	}
	return false
}

// byPhone is how a question is written down that came by phone.
var byPhone = regexp.MustCompile(`(?i)^call(ed)?\s*:\s*`)

// ByPhone takes “call:” off a question, which says that they asked by phone.
func ByPhone(text string) (question string, called bool) {
	text = strings.TrimSpace(text)
	question = byPhone.ReplaceAllString(text, "")
	return question, question != text
}
