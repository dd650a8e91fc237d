package phrase

import "testing"

// What a client writes of harm waits for an answer, also where it asks nothing.
func TestHarm(t *testing.T) {
	for text, want := range map[string]bool{
		"Our orders since Monday are missing too.":                true,
		"And all orders of today are gone from the list!":         true,
		"Thanks. By the way, the invoices of March have vanished": true,
		"We lost all our bookings":                                true,
		"Half of them are gone":                                   true,
		"half of them, I mean the orders, are gone":               true,
		"Someone logged in as me from Russia.":                    true,
		"Someone ordered with my card!":                           true,
		"I think we were hacked":                                  true,
		"A customer sees other customers' orders":                 true,
		"They get someone else’s invoices":                        true,
		"Our customers were charged twice":                        true,
		"Everything is gone":                                      true,

		"Nothing is missing":                         false,
		"No orders are lost, thanks":                 false,
		"None of the orders is missing":              false,
		"We lose 500 pounds an hour!":                false,
		"We lose orders":                             false, // of now: nothing that they had
		"We are losing customers with each minute":   false,
		"But who pays the 3,000 we lost?":            false,
		"Still down here":                            false,
		"It works. Thanks!":                          false,
		"Someone from our side will test it.":        false,
		"Please send us the list of orders":          false,
		"Search is slow and customers complain":      false,
		"I saw the orders of today, all is well":     false,
		"We haven't lost any orders as far as I see": false,
	} {
		if got := Harm(text); (got != "") != want {
			t.Errorf("%q tells of harm: %q", text, got)
		}
	}
	if got, want := Harm("It works.\nThanks! But all orders of today are gone. When?"), "But all orders of today are gone"; got != want {
		t.Errorf("the sentence is %q, want %q", got, want)
	}
}
