package fault_test

import (
	"testing"
	"time"

	"candor/incident/fault"
)

func TestAMomentIsReadByTheReadersClock(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)
	tests := []struct{ said, slack, berlin string }{
		{"at " + fault.Clock(at) + ".", "at <!date^1773185400^{time}|23:30 UTC>.", "at 00:30 CET."},
		{"until " + fault.Moment(at), "until <!date^1773185400^{date_short_pretty} {time}|Tue 10 Mar 23:30 UTC>", "until Wed 11 Mar 00:30 CET"},
		{"nothing <@U0ANA> 12:00 UTC", "nothing <@U0ANA> 12:00 UTC", "nothing <@U0ANA> 12:00 UTC"},
		{"<!date^9999999999999^{time}|x>", "<!date^9999999999999^{time}|x>", "<!date^9999999999999^{time}|x>"},
	}
	for _, tt := range tests {
		if got := fault.ByClock(tt.said, berlin); tt.said != tt.slack || got != tt.berlin {
			t.Errorf("it says\n%s, want\n%s; in Berlin\n%s, want\n%s", tt.said, tt.slack, got, tt.berlin)
		}
	}
}

func TestAnInstantOfACommandLineIsReadByTheReadersClock(t *testing.T) {
	got := fault.ByReader("copied at 2026-03-10 23:30 UTC, on 2026-13-40 23:30 UTC")
	if want := "copied at <!date^1773185400^{date_short_pretty} {time}|Tue 10 Mar 23:30 UTC>, on 2026-13-40 23:30 UTC"; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}
