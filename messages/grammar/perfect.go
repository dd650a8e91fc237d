// Package grammar is the English that is made by rule.
package grammar

import (
	"regexp"
	"slices"
	"strings"
)

// Perfect puts what is so into the present perfect, which “since” asks for: “your
// shop is down” becomes “your shop has been down”. ok is false for a clause that
// it cannot turn without guessing; that one is not put beside “since”.
func Perfect(clause string) (turned string, ok bool) {
	clause = contractions.Replace(strings.TrimRight(strings.TrimSpace(clause), " .…,;"))
	m := presentVerb.FindStringSubmatchIndex(clause)
	if m == nil || strings.ContainsAny(clause, ",;:()–—\n") || manyClauses.MatchString(clause[m[1]:]) || relative.MatchString(clause[:m[0]]) {
		return "", false
	}
	subject, verb, rest := strings.TrimSpace(clause[:m[0]]), strings.ToLower(clause[m[2]:m[3]]), strings.TrimSpace(clause[m[1]:])
	have := haveOf(verb, subject)
	switch verb {
	case "is", "are":
		if no, found := strings.CutPrefix(rest, "not "); found {
			return subject + " " + have + " not been " + no, no != "" && !alreadyGoing.MatchString(no)
		}
		return subject + " " + have + " been " + rest, rest != "" && !alreadyGoing.MatchString(rest)
	case "can":
		return subject + " " + have + " been able to " + rest, rest != "" && !passive.MatchString(rest)
	case "cannot", "can not":
		return subject + " " + have + " not been able to " + rest, rest != "" && !passive.MatchString(rest)
	}
	word, more, _ := strings.Cut(rest, " ") // does not, do not
	if word == "" {
		return "", false
	}
	return strings.TrimSpace(subject + " " + have + " not been " + going(word) + " " + more), true
}

// Since puts what a clause says is so since a time into the present perfect: “orders are gone
// since 09:00” becomes “orders have been gone since 09:00”. What it cannot turn stays.
func Since(clause string) string {
	at := sinceTime.FindStringIndex(clause)
	if at == nil {
		return clause
	}
	if turned, ok := Perfect(clause[:at[0]]); ok {
		return turned + clause[at[0]:]
	}
	return clause
}

// Past puts what was so into the past, for “From 14:00 to 14:45 …”; "" for a clause
// that it cannot turn without guessing.
func Past(clause string) string {
	if _, ok := Perfect(clause); !ok {
		return ""
	}
	clause = contractions.Replace(strings.TrimRight(strings.TrimSpace(clause), " .…,;"))
	m := presentVerb.FindStringSubmatchIndex(clause)
	verbs := map[string]string{"is": "was", "are": "were", "can": "could", "cannot": "could not", "can not": "could not", "does not": "did not", "do not": "did not"}
	return clause[:m[2]] + verbs[strings.ToLower(clause[m[2]:m[3]])] + clause[m[3]:]
}

// Was is what was so between two times, whatever clause it is; "" for none.
func Was(clause string) string {
	clause = strings.TrimRight(strings.TrimSpace(clause), " .…,;")
	switch past := Past(clause); {
	case past != "" || clause == "":
		return past
	case Happened(clause):
		return clause
	}
	return "the problem was “" + clause + "”"
}

// Itself says “it” for what a headline begins with, where that stands before it already.
func Itself(s, name string) string {
	if rest, named := strings.CutPrefix(s, name+" "); named {
		return "it " + rest
	}
	return s
}

// Finite says whether a clause seems to have a verb of its own, so that it can follow
// “that”: visitors cannot order, and not strange sign-ins.
func Finite(clause string) bool {
	clause = contractions.Replace(clause)
	if at := whichOf.FindStringIndex(clause); at != nil {
		clause = clause[:at[0]]
	}
	return finite.MatchString(clause)
}

// haveOf is has or have, as the verb says or else the subject.
func haveOf(verb, subject string) string {
	if verb == "are" || strings.HasPrefix(verb, "do ") || verb != "is" && !strings.HasPrefix(verb, "does ") && plural(subject) {
		return "have"
	}
	return "has"
}

var (
	contractions = strings.NewReplacer("isn't", "is not", "isn’t", "is not", "aren't", "are not", "aren’t", "are not", "can't", "cannot", "can’t", "cannot",
		"doesn't", "does not", "doesn’t", "does not", "don't", "do not", "don’t", "do not", "it's", "it is", "it’s", "it is")
	presentVerb  = regexp.MustCompile(`(?i)\b(is|are|cannot|can not|can|does not|do not)\b`)
	manyClauses  = regexp.MustCompile(`(?i)\b(and|but|so|who|which|that|because|while|when|since|if|is|are|was|were|has|have|do|does|can|cannot|will)\b`)
	sinceTime    = regexp.MustCompile(`(?i) since (?:about |around |at |early |late |the )*(?:\d|yesterday|today|this |last |noon|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*\b|morning|evening|night|weekend)`)
	finite       = regexp.MustCompile(`(?i)\b(is|are|was|were|has|have|had|can|cannot|does|do|did|will|would|could|(?-i:may)|might|must|see|sees|get|gets|got)\b|^(somebody|someone|anybody|nobody|everybody|people|we|they|it|he|she)\b`)
	whichOf      = regexp.MustCompile(`(?i)\b(that|who|which|whose)\b`)
	relative     = regexp.MustCompile(`(?i)\b(and|or|but|who|which|that|because|while|when|since|if|was|were|has|have|did|will)\b`)
	passive      = regexp.MustCompile(`(?i)^be\b`) // “has been able to be opened” is no English
	alreadyGoing = regexp.MustCompile(`(?i)^(being|been|going to|about to)\b`)
	preposition  = regexp.MustCompile(` (of|in|on|for|with|at|from|to|by) `)
	vowelPair    = regexp.MustCompile(`[aeiou]{2}[bdgklmnprt]$`)
	shortWord    = regexp.MustCompile(`^[^aeiou]*[aeiou][bdglmnprt]$`)
)

// plural says whether a subject takes “have”: it is more than one, or speaks, or is
// spoken to. In “one of our pages” and “the list of orders” what stands before the
// preposition counts.
func plural(subject string) bool {
	subject = strings.ToLower(subject)
	if at := preposition.FindStringIndex(subject); at != nil {
		subject = subject[:at[0]]
	}
	words := strings.Fields(subject)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	switch {
	case slices.Contains([]string{"i", "you", "we", "they", "people", "men", "women", "children", "some", "most", "many", "all", "both"}, last):
		return true
	case slices.Contains([]string{"news", "series", "analytics"}, last):
		return false
	}
	return strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us") && !strings.HasSuffix(last, "is")
}

// going is the -ing form of a verb.
func going(verb string) string {
	switch {
	case strings.HasSuffix(verb, "ie"):
		return verb[:len(verb)-2] + "ying"
	case strings.HasSuffix(verb, "e") && !strings.HasSuffix(verb, "ee"):
		return verb[:len(verb)-1] + "ing"
	case shortWord.MatchString(verb) && !vowelPair.MatchString(verb):
		return verb + verb[len(verb)-1:] + "ing"
	}
	return verb + "ing"
}
