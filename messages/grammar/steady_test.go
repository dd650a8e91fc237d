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
