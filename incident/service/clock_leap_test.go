package service

import (
	"testing"
	"time"
)

// A clock that goes back behind a leap was ahead since then; one that goes back to before
// it was wrong before, too, and nobody knows by how much.
func TestByHowMuchAClockWasAhead(t *testing.T) {
	at := func(minutes int) time.Time { return time.Date(2026, 3, 10, 14, minutes, 0, 0, time.UTC) }
	const leapTo = 600
	for name, tt := range map[string]struct {
		back int // where it stands when it has gone back
		want time.Duration
	}{
		"to the moment of the leap":   {0, leapTo * time.Minute},
		"to a moment within it":       {30, (leapTo - 30) * time.Minute},
		"to before it":                {-1, 0},
		"to a day before it":          {-1440, 0},
		"to the moment before it was": {leapTo - 1, 0}, // that is a second hand that is late, not a clock that was ahead
	} {
		var l leaps
		if ahead := l.ahead(at(0), at(leapTo)); ahead != 0 {
			t.Errorf("%s: a leap itself corrects %s", name, ahead)
		}
		if got := l.ahead(at(leapTo), at(tt.back)); got != tt.want {
			t.Errorf("%s: it was ahead by %s, want %s", name, got, tt.want)
		}
	}
}
