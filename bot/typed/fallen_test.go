package typed

import (
	"testing"
	"time"
)

func TestWhatWasTypedOfWhatIsDownAgain(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC}
	for text, want := range map[string]string{
		"it fails again":                      "",
		"It's down again!":                    "",
		"it fell over again":                  "",
		"still down":                          "",
		"again":                               "",
		"same problem as before":              "",
		"down again since 14:50":              "",
		"Search shows the wrong prices":       "Search shows the wrong prices",
		"checkout is down again.":             "checkout is down",
		"nobody can pay again since 14:50":    "nobody can pay",
		"it is slow again":                    "it is slow",
		"it does not open again":              "it does not open",
		"Orders are missing from 13:00":       "Orders are missing from 13:00",
		"orders since Monday are gone":        "orders since Monday are gone",
		"search has been slow for a week":     "search has been slow for a week",
		"the same people cannot pay by card":  "the same people cannot pay by card",
		"“it works for none of our visitors”": "it works for none of our visitors",
	} {
		if got, _, err := c.Fallen("INC-1", text); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}

// Since when it is down again is kept, and asked for where it is no time.
func TestSinceWhenItIsDownAgain(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC}
	for text, want := range map[string]string{"nobody can pay since 14:50": "14:50", "it fails again, since 20 min": "14:40", "down again": "00:00"} {
		if _, since, err := c.Fallen("INC-1", text); err != nil || since.Format("15:04") != want {
			t.Errorf("%q: %v, %v, want %s", text, since, err, want)
		}
	}
	for _, text := range []string{"it fails since this morning", "it fails since Monday"} {
		if notice, _, err := c.Fallen("INC-1", text); err == nil {
			t.Errorf("%q reads %q, and nobody is asked", text, notice)
		}
	}
}
