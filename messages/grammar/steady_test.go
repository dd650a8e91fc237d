package grammar_test

import (
	"testing"

	"candor/messages/grammar"
)

// What was slow, late or wrong and never stopped is told apart from what stopped.
func TestWhatKeptGoing(t *testing.T) {
	for _, tt := range []struct {
		clauses []string
		want    bool
	}{
		{[]string{"Checkout is slow"}, true},
		{[]string{"bookings arrive late"}, true},
		{[]string{"prices are wrong"}, true},
		{[]string{"orders are delayed"}, true},
		{[]string{"pages load slowly"}, true},
		{[]string{"visitors see an old price"}, true},
		{[]string{"a payment takes up to two minutes"}, true},
		{[]string{"your site or app is slow or fails now and then"}, true},
		{[]string{"checkout was slow", ""}, true},
		{[]string{"Checkout is slow and fails for some"}, false},
		{[]string{"Checkout is slow", "checkout is down"}, false},
		{[]string{"Checkout is down", "checkout is slow"}, false},
		{[]string{"pages load slowly or not at all"}, false},
		{[]string{"visitors wait and can't order"}, false},
		{[]string{"Checkout is down"}, false},
		{[]string{"your site or app does not open"}, false},
		{[]string{"strange sign-ins"}, false},
		{[]string{""}, false},
		{nil, false},
	} {
		if got := grammar.KeptGoing(tt.clauses...); got != tt.want {
			t.Errorf("%q: %t, want %t", tt.clauses, got, tt.want)
		}
	}
}

// That it is down again now is told apart from what was, may be or is not.
func TestWhatSaysThatItIsDownAgain(t *testing.T) {
	for text, want := range map[string]bool{
		"it is down again since 14:38, nobody can pay": true,
		"Checkout is slow again":                       true,
		"It’s down again":                              true,
		"search went down again":                       true,
		"nobody can pay again":                         true,
		"visitors can't order again":                   true,
		"the problem is back":                          true,
		"the shop does not open again":                 true,
		"payments are failing again":                   true,
		"orders fail again":                            true,
		"it was down again from 14:38 to 14:40":        false,
		"we look whether it is down again":             false,
		"tell us if it is down again":                  false,
		"it is not down again":                         false,
		"nobody has said that it is down":              false,
		"it works again":                               false,
		"we cannot say yet when it works again":        false,
		"you do not need to sign in again":             false,
		"all orders are back":                          false,
		"I called them again":                          false,
		"":                                             false,
	} {
		if got := grammar.DownAgain(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
