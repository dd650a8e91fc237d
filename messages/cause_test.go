package messages

import "testing"

// A first notice that says why does not say that nobody knows why; one that only says what fails does.
func TestWhatSaysWhy(t *testing.T) {
	w := mustLoad(t, "")
	for text, says := range map[string]bool{
		"our deploy broke the checkout":                        true,
		"our release took the shop down":                       true,
		"the disk is full":                                     true,
		"our host has an outage":                               true,
		"a wrong DNS entry of ours makes the shop unreachable": true,
		"we deleted the product table":                         true,
		"checkout fails after our update":                      true,
		"checkout is down because our certificate expired":     true,
		"our certificate has expired":                          true,
		"the shop has been down since the import at 13:20":     true,
		"the new plugin blocks the checkout":                   true,
		"a clean-up job deleted all orders":                    true,
		"the server ran out of memory":                         true,
		"the data centre has a power cut":                      true,
		"it was our mistake, and orders are gone":              true,
		"checkout is down":                                     false,
		"the shop does not open":                               false,
		"orders are missing":                                   false,
		"the server does not answer":                           false,
		"the server has stopped":                               false,
		"the newsletter was not sent":                          false,
		"the update of prices does not arrive":                 false,
		"customers cannot change their address":                false,
		"no order confirmations are sent":                      false,
		"after the login the page stays empty":                 false,
		"mails are blocked":                                    false,
		"prices are wrong since this morning":                  false,
		"customers see a wrong price":                          false,
		"we cannot deploy":                                     false,
		"nobody can update the shop":                           false,
		"the clean-up job does not run":                        false,
		"a backup is missing":                                  false,
		"the shop shows an error":                              false,
	} {
		if got := w.badNews.First[ordinaryKind].NotKnown(w.badNews.Said, text, "") == ""; got != says {
			t.Errorf("%q says why: %v, want %v", text, got, says)
		}
	}
}
