package typed

import (
	"regexp"
	"strings"
)

var (
	glued = regexp.MustCompile(`(?i)^(?:sev|p)([1-4])$`)
	step  = regexp.MustCompile(`(?i)^(?:(done|skip|open) (\d+(?:\s.*)?)|(\d+) (done))$`)
	again = regexp.MustCompile(`(?i)^(?:(?:it|all|everything|the \pL+) (?:works|is (?:back|up|fixed|ok))(?: again)?|works again|fixed|solved|repaired|back(?: up| online)?)[.!]?$`)
	// numbered is an incident by its number, otherwise than INC-7.
	numbered = regexp.MustCompile(`(?i)^(?:inc(?:ident)?\s+#?|#)(\d{1,12})(?:\s+|$)`)
)

// Numbered writes the incident that stands first as its name: inc 7 still is INC-7 still.
func Numbered(text string) string {
	text = strings.TrimFunc(text, unseen)
	if m := numbered.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace("INC-" + m[1] + " " + text[len(m[0]):])
	}
	return text
}

var behindVerb = regexp.MustCompile(`(?i)^(\S+)\s+inc-?\d{1,12}(?:\s+|$)`)

// Unnamed takes off a line the incident that stands behind its verb: it is asked which one it
// is, and its name is no part of what a client reads.
func Unnamed(line string) string { return strings.TrimSpace(behindVerb.ReplaceAllString(line, "$1 ")) }

// Glued is the command that is meant by a line without one: a severity in one word, sev1 acme
// checkout is down, which is a declaration, or in an incident what its severity is now; a step
// of the checklist, done 3; or that it works again. ok is false for any other word.
func Glued(word, rest string, inIncident bool) (verb, args string, ok bool) {
	m := glued.FindStringSubmatch(word)
	line := strings.TrimSpace(word + " " + rest)
	switch rest = strings.TrimSpace(rest); {
	case m != nil && rest != "" && !inIncident:
		return "declare", "sev" + m[1] + " " + rest, true
	case m != nil:
		return "sev", strings.TrimSpace(m[1] + " " + rest), true
	case again.MatchString(line):
		return "works", "", true
	}
	if m = step.FindStringSubmatch(line); m != nil {
		return "check", strings.ToLower(m[1]+m[4]) + " " + m[2] + m[3], true
	}
	return "", rest, false
}
