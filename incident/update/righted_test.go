package update

import (
	"testing"
	"time"
)

// What a correction puts right is what they notice, unless it is about something else.
func TestWhatACorrectionPutsRightIsWhatTheyNotice(t *testing.T) {
	for name, tt := range map[string]struct {
		u    Update
		want string
	}{
		"what they notice": {Update{Words: map[string]string{"wrong": "checkout is down", "right": "Only payments by card fail."}}, "Only payments by card fail"},
		"the reason":       {Update{Words: map[string]string{"wrong": "your plugin is the reason", "right": "A change of ours broke it."}}, ""},
		"when it began":    {Update{Words: map[string]string{"wrong": "checkout was down from 14:00", "right": "It began at 13:20."}, Times: map[string]time.Time{"from": time.Unix(1, 0)}}, ""},
		"when, and what":   {Update{Words: map[string]string{"wrong": "checkout was down from 14:00", "right": "It began at 13:20 GMT. Payments by card fail."}, Times: map[string]time.Time{"from": time.Unix(1, 0)}}, "Payments by card fail"},
		"when, and only":   {Update{Words: map[string]string{"wrong": "checkout is down, and that it began at 14:00 GMT", "right": "It began at 13:20 GMT and only payments by card fail."}, Times: map[string]time.Time{"from": time.Unix(1, 0)}}, "only payments by card fail"},
		"when, and why":    {Update{Words: map[string]string{"wrong": "it began at 14:00 GMT", "right": "It began at 13:20 GMT. We had not seen it."}, Times: map[string]time.Time{"from": time.Unix(1, 0)}}, ""},
		"an answer":        {Update{Words: map[string]string{"wrong": "checkout is down", "right": "We have lost all orders."}, Fixed: map[string]string{"right": "We have lost all orders."}}, ""},
		"beside an answer": {Update{Words: map[string]string{"wrong": "checkout is down", "right": "No data was lost. It worked all the time."}, Fixed: map[string]string{"right": "No data was lost."}}, "It worked all the time"},
		"of yesterday":     {Update{Words: map[string]string{"wrong": "all customers are affected", "right": "yesterday's orders are late"}}, "yesterday's orders are late"},
		"nothing is right": {Update{}, ""},
	} {
		if got := Righted(tt.u.RightImpact("checkout is down for all customers")); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// What stands beside when it began is the rest of the sentence, and of what follows.
func TestWhatStandsBesideWhenItBegan(t *testing.T) {
	for right, want := range map[string]string{
		"It began at 13:20.":                                      "",
		"It began at 13:20 GMT":                                   "",
		"It began yesterday at 13:20 GMT.":                        "",
		"It began at 9 pm yesterday.":                             "",
		"It began on Monday 9 March, 13:20 GMT.":                  "",
		"The trouble had started at 13:20 CET, and search failed": "search failed",
		"Search has been down since 13:20 GMT; login works.":      "login works.",
		"It began at 13:20. 14 orders failed.":                    "14 orders failed.",
		"Only payments by card fail.":                             "Only payments by card fail.",
	} {
		if got := BesideBegan(right); got != want {
			t.Errorf("%q: %q, want %q", right, got, want)
		}
	}
}
