package facts

import (
	"strings"
	"testing"
	"time"
)

// Each word of a proposal is made plain as its place in our sentences asks for it.
func TestWordsAsSentencesTakeThem(t *testing.T) {
	said := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	got := Plainly(map[string]string{
		"action_now": "We are restoring the copy", "impact": "we are slow", "window_from": "today", "cause": "don't know", "data_what": "the orders of yesterday",
	}, said, strings.ToUpper)
	for name, want := range map[string]string{
		"action_now": "RESTORING THE COPY", "impact": "WE ARE SLOW", "cause": "", "window_from": strings.ToUpper(Dated("today", said)), "data_what": strings.ToUpper(Dated("the orders of yesterday", said)),
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	if got["window_from"] == "TODAY" {
		t.Error("a day that later texts say again is not named")
	}
}
