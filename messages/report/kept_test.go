package report

import (
	"strings"
	"testing"
	"time"
)

// What was slow and never stopped does not work again in the month, either.
func TestTheMonthSaysHowItHasBeenSince(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for impact, want := range map[string]string{
		"checkout is slow": "it has run normally again since Tue 10 Mar 2026 15:00",
		"checkout is down": "it has worked again since Tue 10 Mar 2026 15:00",
	} {
		got := Client{Zone: time.UTC}.times(Told{Name: "INC-1", Impact: impact, Since: at, Works: at.Add(time.Hour)})
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", impact, got, want)
		}
		got = Client{Zone: time.UTC}.times(Told{Name: "INC-1", Impact: impact, Since: at, Watched: at.Add(time.Hour)})
		if !strings.Contains(got, want+", and we are watching it.") {
			t.Errorf("%s: while we watch it, %q", impact, got)
		}
	}
}
