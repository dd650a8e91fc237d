package phrase

import "testing"

func TestNoMay(t *testing.T) {
	for text, want := range map[string]string{
		"all orders of May are lost": "all orders of that month are lost", "lost from 3 May to May 12": "lost from 3 that month to that month 12",
		"Since May the backups failed": "Since that month the backups failed", "orders may be lost": "orders may be lost", "May we call you?": "May we call you?",
		"We may have lost the orders of May": "We may have lost the orders of that month",
	} {
		if got := NoMay(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
