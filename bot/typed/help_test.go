package typed

import "testing"

// A command is asked about as other programs have it; what is a sentence stays one.
func TestWhoAsksForHelp(t *testing.T) {
	for _, tt := range []struct {
		word, rest, about string
		asks              bool
	}{
		{"?", "", "", true},
		{"-h", "", "", true},
		{"--HELP", "facts", "facts", true},
		{"/help", "", "", true},
		{"commands", "", "", true},
		{"help", "?", "", true},
		{"help", "help", "", false},
		{"still", "?", "still", true},
		{"Told", " help ", "told", true},
		{"help", "facts", "", false}, // the command itself answers
		{"help", "", "", false},
		{"still", "", "", false},
		{"still", "we help them to find the page", "", false},
		{"asked", "when?", "", false},
		{"commands", "are slow", "", false},
	} {
		if about, asks := AsksHelp(tt.word, tt.rest); about != tt.about || asks != tt.asks {
			t.Errorf("%s %s: asks %t about %q, want %t, %q", tt.word, tt.rest, asks, about, tt.asks, tt.about)
		}
	}
}
