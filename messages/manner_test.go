package messages

import (
	"slices"
	"testing"

	"candor/incident/claimed"
	"candor/messages/lint"
)

// What is left out of the check of words that nobody typed are rules of it.
func TestWhatIsAboutMannerIsARuleOfTheCheck(t *testing.T) {
	for _, id := range claimed.OfManner() {
		if !slices.ContainsFunc(lint.Rules(), func(r lint.Rule) bool { return r.ID == id }) {
			t.Errorf("%s is no rule of the draft check: it has another name now", id)
		}
	}
}
