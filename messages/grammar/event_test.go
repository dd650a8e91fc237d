package grammar_test

import (
	"testing"

	"candor/messages/grammar"
)

// What happened at moments is told apart from what was so for a while.
func TestWhatHappenedIsNoState(t *testing.T) {
	for clause, want := range map[string]bool{
		"212 customers were charged twice":                               true,
		"Customers were wrongly billed":                                  true,
		"a newsletter was sent to the wrong list":                        true,
		"an e-mail with names went to 40 people on another list":         true,
		"some of your data went to people it was not meant for":          true,
		"some charges or invoices went out wrong":                        true,
		"we sent some invoices to the wrong people":                      true,
		"we lost the orders of one hour":                                 true,
		"your start page was replaced by somebody else's":                true,
		"orders disappeared":                                             true,
		"some customers got two invoices":                                true,
		"checkout was down":                                              false,
		"your shop was closed":                                           false,
		"some visitors were affected":                                    false,
		"visitors could not pay":                                         false,
		"orders were delayed":                                            false,
		"visitors could not see what was sent":                           false,
		"mails were not sent":                                            false,
		"you were without all orders of 10 March":                        false,
		"checkout is down":                                               false,
		"customers are charged twice":                                    false,
		"some of your data was with people it was not meant for":         false,
		"visitors saw an error page, and some orders were charged twice": false,
		"your site or app was slow or failed now and then":               false,
		"there was no working backup of your data":                       false,
		"we saw activity that we could not explain":                      false,
		"": false,
	} {
		if got := grammar.Happened(clause); got != want {
			t.Errorf("%q: %t, want %t", clause, got, want)
		}
	}
}
