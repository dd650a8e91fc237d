package typed

import (
	"testing"
	"time"
)

func TestLeadingTakesATimeThatHasBeen(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	c := Clock{Now: time.Date(2026, 3, 10, 14, 10, 0, 0, time.UTC), Zone: london}
	for _, tt := range []struct{ text, at, words string }{
		{"13:50 the alarm rang", "10 13:50", "the alarm rang"},
		{"at 13.50: the alarm rang", "10 13:50", "the alarm rang"},
		{"1:50 pm, the alarm rang", "10 13:50", "the alarm rang"},
		{"14:10 it is back", "10 14:10", "it is back"},
		{"yesterday 23:50 the disk was full", "09 23:50", "the disk was full"},
		{"23:50 yesterday the disk was full", "09 23:50", "the disk was full"},
		{"2026-03-09 08:00 deployed", "09 08:00", "deployed"},
		{"1pm the alarm rang", "10 13:00", "the alarm rang"},
		{"14h the alarm rang", "10 14:00", "the alarm rang"},
		{"13h50: the alarm rang", "10 13:50", "the alarm rang"},
		{"9 March 18:00 Ben changed the disk", "09 18:00", "Ben changed the disk"},
		{"on March 9th at 6pm Ben changed the disk", "09 18:00", "Ben changed the disk"},
		{"Monday 18:00, Ben changed the disk", "09 18:00", "Ben changed the disk"},
		{"11 March 18:00 we meet the host", "", "11 March 18:00 we meet the host"},
		{"3 pm we meet the host", "", "3 pm we meet the host"},
		{"12h of work went into it", "", "12h of work went into it"},
		{"12 may fail", "", "12 may fail"},
		{"15:00 we meet the host", "", "15:00 we meet the host"}, // still to come: it is what the note says
		{"12 orders are missing", "", "12 orders are missing"},
		{"3.14 is the version", "", "3.14 is the version"},
		{"25:70 is no time", "", "25:70 is no time"},
		{"13:50", "", "13:50"},
		{"restarted web-2 at 13:50", "", "restarted web-2 at 13:50"},
	} {
		at, words := c.Leading(tt.text)
		got := ""
		if !at.IsZero() {
			got = at.In(london).Format("02 15:04")
		}
		if got != tt.at || words != tt.words {
			t.Errorf("%q: at %q %q, want at %q %q", tt.text, got, words, tt.at, tt.words)
		}
	}
}
