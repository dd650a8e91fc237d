package messages

import (
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/update"
)

// A text may work in the sample and not for a client: here their long name makes
// it too long, on a way on which they are reached.
func TestTryFindsATextThatDoesNotWorkForAClient(t *testing.T) {
	w := mustLoad(t, "")
	c := client.Client{ID: "acme", Name: "Acme", Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}, Slack: "C0ACME", Email: true}
	if wrong := w.Try(&c); len(wrong) > 0 {
		t.Fatalf("the built-in texts do not work: %v", wrong)
	}
	part := w.templates[update.Holding].parts[slackPart]
	for range 60 {
		part.nodes = append(part.nodes, node{name: "service"})
	}
	if wrong := w.Try(&c); len(wrong) > 0 {
		t.Errorf("a short name: %v", wrong)
	}
	c.Service = strings.Repeat("long ", 12)
	wrong := w.Try(&c)
	if len(wrong) != 1 || !strings.HasPrefix(wrong[0].Error(), "holding by slack: ") {
		t.Errorf("a long name: %v", wrong)
	}
	c.Slack = ""
	if wrong := w.Try(&c); len(wrong) > 0 {
		t.Errorf("the part for Slack does not matter to who is reached by mail: %v", wrong)
	}
	c.Email = false
	if wrong := w.Try(&c); len(wrong) != 1 {
		t.Errorf("told by hand, from the text for Slack: %v", wrong)
	}
}
