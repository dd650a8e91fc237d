package night

import (
	"testing"
	"time"
)

// Who is up comes before who sleeps and is up when asked; who sleeps on is not proposed.
func TestWhoIsProposedForTheNight(t *testing.T) {
	now := time.Date(2026, 3, 10, 23, 0, 0, 0, time.UTC)
	at := func(h int) time.Time { return now.Add(time.Duration(h) * time.Hour) }
	got := ""
	for _, m := range Proposed([]Mate{
		{Person: "sleeps on ", AskAt: at(9), Until: at(10)},
		{Person: "sleeps until then ", AskAt: at(9), Until: at(9)},
		{Person: "is up ", AskAt: at(9)},
		{Person: "got up ", AskAt: now, Until: at(-1)},
		{Person: "sleeps now ", AskAt: now, Until: at(1)},
	}, now) {
		got += m.Person
	}
	if want := "is up got up sleeps until then "; got != want {
		t.Errorf("proposed: %s\nwant:     %s", got, want)
	}
}
