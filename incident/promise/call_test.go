package promise

import (
	"strings"
	"testing"
	"time"

	"candor/incident/outbox"
)

// A call that nobody made rings through its first hours, then once in the morning of
// each working day: never at night, and not for days on end.
func TestACallThatNobodyMadeDoesNotRingForDays(t *testing.T) {
	for start, want := range map[string]string{
		"13 15:30": "Fri 15:50, Fri 16:10, Fri 16:30, Fri 17:00, Fri 17:30, Fri 18:00, Fri 18:30, Fri 19:00, Fri 19:30, Tue 09:00, Wed 09:00, Thu 09:00", // Monday is a holiday
		"12 15:30": "Thu 15:50, Thu 16:10, Thu 16:30, Thu 17:00, Thu 17:30, Thu 18:00, Thu 18:30, Thu 19:00, Thu 19:30, Fri 09:00, Tue 09:00, Wed 09:00",
		"12 02:00": "Thu 02:20, Thu 02:40, Thu 03:00, Thu 03:30, Thu 04:00, Thu 04:30, Thu 05:00, Thu 05:30, Thu 06:00, Thu 09:00, Fri 09:00, Tue 09:00",
	} {
		at, err := time.Parse("2 15:04", start)
		if err != nil {
			t.Fatal(err)
		}
		if got := rings(time.Date(2026, 3, at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)); got != want {
			t.Errorf("due %s, it rang at\n%s\nwant\n%s", start, got, want)
		}
	}
}

// rings is when a call rings that nobody makes in the six days after its time.
func rings(due time.Time) string {
	p := &Promise{Kind: Meeting, MadeAt: due.Add(-time.Hour), DueAt: due, Usual: time.Hour, Zone: "UTC", Rung: outbox.TooLate}
	p.Observe([]string{"2026-03-16", "2027-01-01"})
	var rang []string
	for now := due; now.Before(due.AddDate(0, 0, 6)); now = now.Add(time.Minute) {
		if r := p.Reached(now); r > 0 {
			p.Climbed(r, now)
			rang = append(rang, now.Format("Mon 15:04"))
		}
	}
	return strings.Join(rang, ", ")
}
