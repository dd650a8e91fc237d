package promise

import (
	"testing"
	"time"

	"candor/incident/schedule/scheduletest"
)

// People read times to the minute: what came within the minute that was named came in time, on
// every screen; what has a grace has it to the minute as well.
func TestInTime(t *testing.T) {
	for _, tt := range []struct {
		name string
		late time.Duration
		kept bool
	}{
		{"a minute early", -time.Minute, true},
		{"on the second", 0, true},
		{"three seconds", 3 * time.Second, true},
		{"the last second of the minute", 59 * time.Second, true},
		{"the minute after", time.Minute, false},
	} {
		due := scheduletest.At(60)
		if got := InTime(due.Add(tt.late), due); got != tt.kept {
			t.Errorf("%s: in time %t", tt.name, got)
		}
		for _, kind := range []Kind{Update, Checkin24} {
			p := Promise{Kind: kind, MadeAt: due.Add(-40 * time.Second), DueAt: due} // as in a drill
			p.Settle(1, due.Add(Of(kind).Grace+tt.late))
			if p.Said, p.Outcome = true, Pending; tt.kept && !p.LateFor(due.Add(tt.late)).IsZero() {
				t.Errorf("%s: a text would own that %s is late", tt.name, kind)
			}
			p.Settle(1, p.SettledAt)
			if kept, late := p.Outcome == Kept, p.LateBy() > 0; kept != tt.kept || late == tt.kept {
				t.Errorf("%s past the grace of %s: kept %t, late by %s", tt.name, kind, kept, p.LateBy())
			}
		}
	}
}

// How late something is fits the two times beside it, also in the last second of a minute.
func TestPast(t *testing.T) {
	due := scheduletest.At(60)
	for late, want := range map[time.Duration]time.Duration{
		-90 * time.Second:               -90 * time.Second,
		40 * time.Second:                40 * time.Second,
		21*time.Minute + 59*time.Second: 21 * time.Minute,
	} {
		if got := Past(due.Add(late), due); got != want {
			t.Errorf("%s after its time it is past by %s, want %s", late, got, want)
		}
	}
	p := Promise{Kind: Update, DueAt: due, SettledAt: due.Add(21*time.Minute + 59*time.Second)}
	if got := p.LateBy(); got != 21*time.Minute {
		t.Errorf("it is late by %s", got)
	}
}
