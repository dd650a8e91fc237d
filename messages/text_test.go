package messages

import (
	"testing"
	"time"
)

func TestCutCountsCharacters(t *testing.T) {
	tests := []struct {
		in   string
		most int
		want string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"漢字漢字", 4, "漢字漢字"},
		{"漢字漢字漢", 4, "漢字漢…"},
		{"😀😀", 4, "😀😀"}, // two units each
		{"😀😀😀", 4, "😀…"},
		{"a\xffb", 3, "a\xffb"},
		{"", 3, ""},
	}
	for _, tt := range tests {
		if got := Cut(tt.in, tt.most); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.in, tt.most, got, tt.want)
		}
	}
}

// A span never says 60 of anything.
func TestSpansAreRoundedBeforeTheyAreNamed(t *testing.T) {
	for d, want := range map[time.Duration]string{
		59*time.Second + 600*time.Millisecond: "1 min", 59*time.Minute + 57*time.Second: "1 h", 59 * time.Minute: "59 min", 40 * time.Second: "40 s", -time.Hour: "1 h", 80 * time.Minute: "1 h 20 min",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%s) = %q, want %q", d, got, want)
		}
	}
}
