package due

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
)

// What was promised in words stays promised in a text about something else, each with its time once, and
// what is late says so.
func TestGiven(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	for name, tt := range map[string]struct {
		words string
		due   int
		kind  string
		want  string
	}{
		"to come":          {"you get the list", 50, update.ResolvedUpdate, "you get the list, by 14:50"},
		"with its time":    {"you get the list by 14:50", 50, update.ResolvedUpdate, "you get the list, by 14:50"},
		"two at one time":  {"we send the invoice by 14:50; you get the list by 14:20.", 50, update.ResolvedUpdate, "we send the invoice; you get the list, by 14:50"},
		"late":             {"you get the list by 14:20", 20, update.ResolvedUpdate, "you get the list; we had said by 14:20, and we are sorry that it is late"},
		"in this minute":   {"you get the list by 14:40", 40, update.ResolvedUpdate, "you get the list, by 14:40"},
		"it is not theirs": {"you get the list by 14:20", 20, update.NotYours, "you get the list, by 14:20"},
	} {
		aff := &incident.Affected{Promises: []promise.Promise{{N: 1, Kind: promise.Afterword, Said: true, Words: tt.words, MadeAt: at(0), DueAt: at(tt.due)}}}
		got := Given(aff, update.Update{Kind: tt.kind, At: at(40)}, func(at time.Time) string { return at.Format("15:04") })
		if got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
