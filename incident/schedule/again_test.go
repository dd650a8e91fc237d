package schedule

import (
	"testing"
	"time"
)

// What goes on is said again after a week, in the hours in which somebody can mend it.
func TestSaysAgain(t *testing.T) {
	said := time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC) // a Tuesday
	for at, want := range map[time.Time]bool{
		said.AddDate(0, 0, 6).Add(8 * time.Hour):  false,
		said.AddDate(0, 0, 7):                     false,
		said.AddDate(0, 0, 7).Add(6 * time.Hour):  true,
		said.AddDate(0, 0, 7).Add(14 * time.Hour): false,
		said.AddDate(0, 0, 11).Add(8 * time.Hour): false, // a Saturday
		said.AddDate(0, 0, 13).Add(8 * time.Hour): true,
	} {
		if got := SaysAgain(said, at, time.UTC); got != want {
			t.Errorf("%s: %t", at.Format("Mon 15:04"), got)
		}
	}
	if !SaysAgain(time.Time{}, said.Add(8*time.Hour), time.UTC) {
		t.Error("nobody knows when it was said")
	}
}
