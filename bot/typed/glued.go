package typed

import (
	"regexp"
	"strings"
)

var glued = regexp.MustCompile(`(?i)^sev([1-4])$`)

// Glued is the command that a severity written as one word begins, sev1 acme checkout is
// down: a declaration, or in an incident what its severity is now. ok is false for any
// other word.
func Glued(word, rest string, inIncident bool) (verb, args string, ok bool) {
	m := glued.FindStringSubmatch(word)
	switch rest = strings.TrimSpace(rest); {
	case m == nil:
		return "", rest, false
	case rest != "" && !inIncident:
		return "declare", word + " " + rest, true
	}
	return "sev", strings.TrimSpace(m[1] + " " + rest), true
}
