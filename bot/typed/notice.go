package typed

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/client"
)

var (
	verbAhead  = regexp.MustCompile(`^(?:is|are|was|were|isn['’]t|aren['’]t|has|have|does|doesn['’]t|do|don['’]t|cannot|can['’]t|can|shows?|fails?|will)\b`)
	stateAlone = regexp.MustCompile(`(?i)^(?:(?:completely|totally|very|really|partly) )?(?:down|offline|slow|broken|unreachable|unavailable|empty|not working|hacked|defaced|blocked)$`)
	guessAhead = regexp.MustCompile(`(?i)^(?:i (?:think|believe|guess)|it seems|seems|(?:it )?looks like|apparently|(?:they|the client|a customer|customers?) (?:says?|said|reports?|writes?|wrote|tells? us)),? (?:that )?(\S.*)$`)
	inQuotes   = regexp.MustCompile(`^["“„«‘'](\S[^"“”„«»]*)["”“»’'][.!]*$`)
	saysAhead  = regexp.MustCompile(`^(\p{Lu}[\p{L}-]+) (?:says|said|reports|reported|writes|wrote|told us)(?: that|:|,)? (\S.*)$`)
)

// Notice is what somebody typed of what a client notices, as a sentence that the client may
// read: without the quotes around it, shouting, and who said it; about what we run for
// them where it is about nothing. c may be nil: whose it is nobody knows.
func Notice(text string, c *client.Client) string {
	text = strings.TrimSpace(text)
	if m := inQuotes.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if loud := strings.TrimRight(text, "!?. "); loud != "" && loud != strings.TrimRight(text, ". ") {
		text = loud
	}
	if m := guessAhead.FindStringSubmatch(text); m != nil {
		text = upper(m[1])
	}
	if m := saysAhead.FindStringSubmatch(text); m != nil && c != nil && slices.ContainsFunc(c.Contacts, func(p client.Contact) bool { return slices.Contains(strings.Fields(p.Name), m[1]) }) {
		text = upper(m[2])
	}
	switch {
	case c == nil:
	case verbAhead.MatchString(text):
		text = c.ServiceName() + " " + strings.ToLower(text[:1]) + text[1:]
	case stateAlone.MatchString(text):
		text = c.ServiceName() + " is " + strings.ToLower(text)
	}
	return text
}

// upper begins a sentence whose front was taken off.
func upper(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
