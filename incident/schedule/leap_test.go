package schedule_test

import (
	"testing"
	"time"

	"candor/incident/schedule"
)

const slack = 90 * time.Second

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
		var l schedule.Leaps
		l, ahead := l.Follow(at(0), at(leapTo), slack)
		if ahead != 0 || len(l) != 1 {
			t.Errorf("%s: a leap itself corrects %s, and %d are noted", name, ahead, len(l))
		}
		after, got := l.Follow(at(leapTo), at(tt.back), slack)
		if got != tt.want {
			t.Errorf("%s: it was ahead by %s, want %s", name, got, tt.want)
		}
		if (len(after) == 0) != (tt.want > 0) {
			t.Errorf("%s: %d leaps are left", name, len(after))
		}
	}
}

// A leap that was noted before the program ended is the same one when it is noted again,
// and only so many are kept, the newest.
func TestALeapIsNotedOnce(t *testing.T) {
	at := func(hours int) time.Time { return time.Date(2026, 3, 10, hours, 0, 0, 0, time.UTC) }
	l, _ := schedule.Leaps(nil).Follow(at(0), at(5), slack)
	l, _ = l.Follow(at(0), at(6), slack)
	if len(l) != 1 || !l[0].To.Equal(at(6)) {
		t.Errorf("noted twice: %v", l)
	}
	for n := range 30 {
		l, _ = l.Follow(at(10+2*n), at(11+2*n), slack)
	}
	if len(l) != 16 || !l[15].From.Equal(at(68)) {
		t.Errorf("%d are kept, the last %v", len(l), l[len(l)-1])
	}
	if _, ahead := l.Follow(time.Time{}, at(0), slack); ahead != 0 {
		t.Error("a new store corrects something")
	}
}
