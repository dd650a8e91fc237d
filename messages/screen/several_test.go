package screen

import (
	"strings"
	"testing"
)

// What does not fit is counted, not left out in silence.
func TestUpToCounts(t *testing.T) {
	lines := strings.Split(strings.Repeat("0123456789,", 10), ",")[:10]
	if got := UpTo(1000, lines); got != "\n"+strings.Join(lines, "\n") {
		t.Errorf("upTo(1000) = %q", got)
	}
	if got := UpTo(60, lines); got != "\n0123456789\n0123456789\n0123456789\n… and 7 more" || len(got) > 60 {
		t.Errorf("upTo(60) = %q", got)
	}
}
