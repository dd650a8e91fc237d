package owns

import (
	"cmp"
	"strings"

	"candor/messages/grammar"
)

// NotYours are the words for who was told of what is another's, by name.
type NotYours map[string]string

// So is what is so for them: that nothing of theirs was down says something to who read that it was.
func (n NotYours) So(harm bool) string {
	if harm {
		return cmp.Or(n["so_harm"], n["so"])
	}
	return n["so"]
}

// Told is what they were told, in words that follow “we told you that”.
func (n NotYours) Told(what string) string {
	if what == "" || what == n["wrong"] || grammar.Finite(what) || n["noted"] == "" {
		return what
	}
	return strings.ReplaceAll(n["noted"], "{{what}}", what)
}
