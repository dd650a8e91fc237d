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
		"the same people cannot pay by card":  "the same people cannot pay by card",
		"“it works for none of our visitors”": "it works for none of our visitors",
	} {
		if got := c.Fallen(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
