package phrase

import "testing"

// What counts as told is never told again: in doubt a sentence was not.
func TestTellsASentence(t *testing.T) {
	for _, tt := range []struct {
		text, sentence string
		tells          bool
	}{
		{"Shop: The search is down, too. We are reading the log.", "the search is down, too", true},
		{"Search is down too, and we restart it.", "The search is down, too.", true},
		{"Checkout is down. We are looking whether the search works.", "the search is down", false},
		{"The invoices of March are gone.", "the invoices of February are gone", false},
		{"212 mails were not sent.", "213 mails were not sent", false},
		{"The orders of today are not complete.", "the orders of today are complete", false},
		{"The orders of today are complete.", "the orders of today are not complete", false},
		{"The log is full. It was never rotated.", "it was never rotated. The log is full", true},
		{"It is on.", "it is on", true},
		{"It is off.", "it is on", false},
		{"Anything.", "", false},
	} {
		if got := Tells(tt.text, tt.sentence); got != tt.tells {
			t.Errorf("%q tells %q: %t", tt.text, tt.sentence, got)
		}
	}
}
