package grammar_test

import (
	"testing"

	"candor/messages/grammar"
)

func TestWhatOneCanBeSaidToHave(t *testing.T) {
	for words, want := range map[string]string{
		"A lasting repair in place of the temporary fix": "a lasting repair in place of the temporary fix",
		"Test every payment method":                      "the change “test every payment method”",
		"new alarm for missing orders":                   "new alarm for missing orders",
		"CI tests each change":                           "the change “CI tests each change”",
		"Backups":                                        "the change “backups”",
		"":                                               "",
	} {
		if got := grammar.Thing(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
