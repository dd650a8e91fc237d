package grammar_test

import (
	"testing"

	"candor/messages/grammar"
)

func TestWhatOneCanBeSaidToHave(t *testing.T) {
	for words, want := range map[string]string{
		"A lasting repair in place of the temporary fix": "a lasting repair in place of the temporary fix",
		"Test every payment method":                      "the change “test every payment method”",
		"new alarm for missing orders":                   "the change “new alarm for missing orders”",
		"Two people look at each list":                   "the change “two people look at each list”",
		"A second person looks at each list":             "the change “a second person looks at each list”",
		"CI tests each change":                           "the change “CI tests each change”",
		"Backups":                                        "the change “backups”",
		"":                                               "",
	} {
		if got := grammar.Thing(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestWhatIsMissing(t *testing.T) {
	for clause, want := range map[string]string{
		"120 orders of 9 March are missing because a script deleted them": "120 orders of 9 March",
		"All orders are gone":             "all orders",
		"the photos of June were deleted": "the photos of June",
		"some of your data is missing":    "",
		"orders are missing":              "",
		"all data is lost":                "",
		"your data is gone":               "",
		"everything is gone":              "",
		"visitors see that it is gone":    "",
		"Checkout is down":                "",
		"":                                "",
	} {
		if got := grammar.Missing(clause); got != want {
			t.Errorf("%q: %q, want %q", clause, got, want)
		}
	}
}
