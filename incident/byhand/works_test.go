package byhand

import (
	"testing"
	"time"
)

func TestSinceWhenItWorksByWhatWasSaid(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 12, 30, 0, time.UTC)
	for text, want := range map[string]string{
		"it works again since 14:10":              "10 14:10",
		"works since 14.05, nothing lost, sorry":  "10 14:05",
		"the site opens again":                    "10 14:12",
		"we are back since 23:50":                 "09 23:50",
		"it is fixed as of 13:00":                 "10 13:00",
		"it does not work yet":                    "",
		"I will call when it works again":         "",
		"it isn't fixed":                          "",
		"the site is down, we look":               "",
		"we are working on it since 14:00, sorry": "",
	} {
		got := ""
		if since := WorksSince(text, at); !since.IsZero() {
			got = since.Format("02 15:04")
		}
		if got != want {
			t.Errorf("%q: since %q, want %q", text, got, want)
		}
	}
}
