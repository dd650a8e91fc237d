package promise

import (
	"strings"
	"testing"
	"time"

	"candor/incident/outbox"
)

// What was promised and nobody keeps rings through its hours, then others are asked once in
// the morning of each working day: a final message did so hourly for a month.
func TestAFinalMessageIsNotAskedForHourlyForAMonth(t *testing.T) {
	due := time.Date(2026, 3, 12, 16, 0, 0, 0, time.UTC) // a Thursday
	evening, aDay := "Thu 20:00, Fri 09:00, Mon 09:00, Tue 09:00", "Fri 14:00, Fri 15:00, Fri 16:00, Mon 09:00, Tue 09:00"
	for _, tt := range []struct {
		kind  Kind
		works bool
		event *Event
		want  string
	}{
		{Final, false, nil, evening}, {Afterword, false, nil, evening}, {Update, false, nil, aDay},
		{Update, true, nil, evening}, // they know that it works
		{Update, true, &Event{At: due, DueAt: due}, aDay},
	} {
		kind, want := tt.kind, tt.want
		p := &Promise{Kind: kind, Works: tt.works, Event: tt.event, MadeAt: due.Add(-time.Hour), DueAt: due, Usual: time.Hour, Zone: "UTC", Rung: outbox.TooLate}
		var rang []string
		for now := due; now.Before(due.AddDate(0, 0, 5)); now = now.Add(time.Minute) {
			if r := p.Reached(now); r > 0 {
				p.Climbed(r, now)
				rang = append(rang, now.Format("Mon 15:04"))
			}
		}
		if got := strings.Join(rang, ", "); !strings.HasSuffix(got, want) {
			t.Errorf("%s, works %t, rang at\n%s\nwant at its end\n%s", kind, tt.works, got, want)
		}
	}
}

// Whom nobody has asked yet, since the program was away, is asked aloud first. What happened
// since rings for its own time.
func TestWhatWasNeverAskedForIsNotCold(t *testing.T) {
	due := time.Date(2026, 3, 12, 16, 0, 0, 0, time.UTC)
	month := due.AddDate(0, 1, 0)
	p := &Promise{Kind: Final, MadeAt: due.Add(-time.Hour), DueAt: due, Zone: "UTC", Rung: outbox.Due}
	if p.Cooled(month) || !p.InDays().IsZero() {
		t.Error("nobody was asked, and it stands in the morning alone")
	}
	p.Climbed(outbox.Everybody, month)
	if !p.Cooled(month) || !p.InDays().Equal(month) { // not from a morning that has been
		t.Errorf("it is owed in days from %s", p.InDays())
	}
	p.Event = &Event{At: month, DueAt: month.Add(TellWithin)}
	if p.Cooled(month.Add(time.Hour)) {
		t.Error("something happened an hour ago, and nobody is rung for it")
	}
}
