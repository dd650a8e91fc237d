package phrase

import (
	"regexp"
	"testing"
)

// The pattern finds each number that is read, whole.
func TestNumber(t *testing.T) {
	all := regexp.MustCompile(Numbers)
	for word, n := range numbers {
		if all.FindString(word) != word || Number(word) != n {
			t.Errorf("%q is found as %q and read as %d, want %d", word, all.FindString(word), Number(word), n)
		}
	}
	if n := Number("Forty five"); n != 45 {
		t.Errorf("Forty five is %d", n)
	}
}
