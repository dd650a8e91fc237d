package client

import (
	"strings"
	"unicode"
)

// Severity is how badly the client is hurt, 1 (worst) to 4. It is the client's
// view, never the system's.
type Severity int

const (
	BusinessStopped Severity = 1 // their business stands still, or data is lost or exposed
	ImportantBroken Severity = 2 // an important part is unusable
	Small           Severity = 3 // there is a way around
	NearMiss        Severity = 4 // nobody outside noticed; nothing is owed
)

// Valid says whether the severity is one of the four.
func (s Severity) Valid() bool { return s >= BusinessStopped && s <= NearMiss }

// Slug makes of a name what channels and commands take: Zoë's Café → zoe-s-cafe.
func Slug(name string) string {
	apart := func(r rune) rune {
		if unicode.Is(unicode.Mn, r) { // an accent that stands behind its letter
			return -1
		}
		return unicode.ToLower(r)
	}
	return strings.Trim(notInNames.ReplaceAllString(plainLetters.Replace(strings.Map(apart, name)), "-"), "-")
}
