package owns

import "testing"

// What was found follows “we told you that” as what it is, and nobody who read of no outage reads that
// there was none.
func TestNotYours(t *testing.T) {
	n := NotYours{"wrong": "this is about you", "noted": "we had found this: {{what}}", "so": "The shop was not down.", "so_harm": "Nothing of yours is affected."}
	for what, want := range map[string]string{
		"strange logins on the server": "we had found this: strange logins on the server",
		"the shop does not open":       "the shop does not open",
		"this is about you":            "this is about you",
		"":                             "",
	} {
		if got := n.Told(what); got != want {
			t.Errorf("%q is %q", what, got)
		}
	}
	if n.So(true) == n.So(false) || (NotYours{"so": "So."}).So(true) != "So." {
		t.Error("what is so")
	}
}
