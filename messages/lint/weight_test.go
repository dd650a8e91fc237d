package lint

import (
	"slices"
	"strings"
	"testing"
)

// What breaks a rule in a text of whose incident nothing is known, and what does not, or is
// a hint at most: as companies write to their clients. What a text lacks is not asked here.
func TestWeights(t *testing.T) {
	eachCase(t, "testdata/weights.txt", func(at, rule string, breaks bool, text string, c Context) {
		if c.Kind == "" {
			c.Kind = "first_notice"
		}
		found := slices.DeleteFunc(Check(text, c), func(f Finding) bool { return f.Words == "" })
		broken, _ := Broken(slices.DeleteFunc(found, func(f Finding) bool { return rule == "anything" && f.Level == Hint }))
		if has := slices.Contains(broken, rule) || rule == "anything" && len(broken) > 0; has != breaks {
			t.Errorf("%s: %s: found %t, want %t\n  %.200q\n  found %v", at, rule, has, breaks, text, strings.Join(words(found), ", "))
		}
	})
}
