package messages

import "testing"

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
