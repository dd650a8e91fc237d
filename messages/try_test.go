package messages

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/update"
	"candor/messages/given"
	"candor/messages/stencil"
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
		part.nodes = append(part.nodes, stencil.Node{Name: "service"})
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

// What nobody wants of a text is not found out for it, and the rest is the same with it.
func TestATextStandsOnWhatItShows(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range kinds {
		tpl := w.templates[kind]
		for _, everything := range []bool{true, false} {
			c, u := tpl.tried(everything)
			all := tpl.values(&c.Incident, &c.Client, u, func(string) bool { return true })
			for what, wanted := range map[string]func(string) bool{"shown": tpl.shown, "shown in Slack": tpl.parts[slackPart].shows, "told": fromFacts} {
				some := tpl.values(&c.Incident, &c.Client, u, wanted)
				for name := range all {
					if _, field := u.Words[name]; (wanted(name) || field || slices.Contains(given.Conditions, name)) && !reflect.DeepEqual(some[name], all[name]) {
						t.Errorf("%s, where only what is %s is wanted: %s is %+v, want %+v", kind, what, name, some[name], all[name])
					}
				}
			}
		}
	}
}
