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
