package client

import "testing"

// While their lawyer writes, texts go to one address and two people read each.
func TestWhatFollowsFromALawyer(t *testing.T) {
	c := Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Email: true, Webhook: &Webhook{URL: "https://acme.example/hook"},
		Contacts: []Contact{{Name: "Dana Fox", Email: "dana@acme.example"}, {Name: "Eve", Email: "eve@acme.example"}}}
	if n := len(c.Destinations()); n != 4 {
		t.Fatalf("as usual there are %d destinations", n)
	}
	c.Manner = Lawyer
	for letters, want := range map[string]string{"": "dana@acme.example", "legal@acme.example": "legal@acme.example"} {
		c.Letters = letters
		if list := c.Destinations(); len(list) != 1 || list[0].Via != ViaEmail || list[0].To != want {
			t.Errorf("with the address %q texts go to %+v", letters, list)
		}
	}
	if got := c.Approving().Rule; got != ApprovalOther {
		t.Errorf("what they read is approved by %q", got)
	}
	if c.Approval.Rule = ApprovalCommander; c.Approving().Rule != ApprovalCommander {
		t.Error("their own rule is lost")
	}
	c = Client{ID: "acme", Manner: Lawyer, Slack: "C0ACME"}
	if list := c.Destinations(); len(list) != 0 {
		t.Errorf("without an address texts go to %+v", list)
	}
}
