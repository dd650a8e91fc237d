package typed

import (
	"testing"

	"candor/incident/client"
)

// What the client reads first is a sentence about something, and nobody's shouting, guess or
// hearsay.
func TestWhatTheyNoticeIsASentence(t *testing.T) {
	acme := &client.Client{ID: "acme", Name: "Acme Shop", Service: "Acme online shop", Contacts: []client.Contact{{Name: "Dana Fox"}}}
	for text, want := range map[string]string{
		"is down!!":            "Acme online shop is down",
		"isn't working":        "Acme online shop isn't working",
		"down":                 "Acme online shop is down",
		"Slow":                 "Acme online shop is slow",
		"Completely down!":     "Acme online shop is completely down",
		"Hacked":               "Acme online shop is hacked",
		"“Checkout is slow”":   "Checkout is slow",
		"\"Checkout is slow\"": "Checkout is slow",
		"“Shop” is slow, and so is “Search”": "“Shop” is slow, and so is “Search”",
		"Site is down???":                       "Site is down",
		"Checkout is down.":                     "Checkout is down.",
		"Dana says checkout is broken":          "Checkout is broken",
		"Ben says checkout is broken":           "Ben says checkout is broken",
		"I think the checkout is down":          "The checkout is down",
		"They say that login fails":             "Login fails",
		"customers see other customers' orders": "customers see other customers' orders",
		"Emails are not being sent":             "Emails are not being sent",
		"Downloads are slow":                    "Downloads are slow",
		"Can Tho orders are missing":            "Can Tho orders are missing",
	} {
		if got := Notice(text, acme); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := Notice("is down!!", nil); got != "is down" {
		t.Errorf("of nobody known: %q", got)
	}
}
