package update

import (
	"slices"
	"strings"
)

// CatchUp puts what readers have missed in front of a text, behind its greeting. What
// the text says itself is not said twice.
func CatchUp(text string, missed ...string) string {
	missed = slices.DeleteFunc(missed, func(s string) bool { return s == "" || strings.Contains(text, s) })
	if len(missed) == 0 {
		return text
	}
	greeting, rest, mail := strings.Cut(text, "\n\n")
	if !mail || !strings.HasSuffix(greeting, ",") {
		return strings.Join(missed, " ") + "\n" + text
	}
	return greeting + "\n\n" + strings.Join(missed, " ") + "\n\n" + rest
}
