package upkeep_test

import (
	"testing"
	"time"

	"candor/incident/upkeep"
)

// Every client and every incident are read when there is something to ask, and otherwise
// now and then.
func TestNobodyLooksAllTheTime(t *testing.T) {
	at := func(minutes int) time.Time { return time.Date(2026, 3, 10, 8, minutes, 0, 0, time.UTC) }
	var p upkeep.Pace
	looks := 0
	next := func(minutes int) time.Time {
		t.Helper()
		got, err := p.Next(at(minutes), func() (time.Time, error) { looks++; return at(50), nil })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if !p.Due(at(0)) {
		t.Error("a start asks nothing")
	}
	p.Brought(at(0))
	for _, tt := range []struct {
		minutes, looks int
		due            bool
	}{{0, 1, false}, {10, 1, false}, {14, 1, false}, {15, 2, true}, {20, 2, true}, {5, 3, false}, {49, 4, true}, {50, 5, true}, {51, 6, true}} {
		if got := next(tt.minutes); !got.Equal(at(50)) || looks != tt.looks {
			t.Errorf("minute %d: %s after %d looks, want %d", tt.minutes, got, looks, tt.looks)
		}
		if got := p.Due(at(tt.minutes)); got != tt.due {
			t.Errorf("minute %d: due %t, want %t", tt.minutes, got, tt.due)
		}
	}
	p.Brought(at(49))
	next(49)
	if p.Due(at(49)) || !p.Due(at(50)) {
		t.Error("it is not due when it is")
	}
}
