package messages

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/given"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
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

// What a text does not show is not found out for it: it is the same with all of it.
func TestATextStandsOnWhatItShows(t *testing.T) {
	some, err := read(builtInFiles(), &strictyaml.Mistakes{})
	if err != nil {
		t.Fatal(err)
	}
	all, _ := read(builtInFiles(), &strictyaml.Mistakes{})
	for name := range given.Facts {
		all.templates[lateLine].parts[emailPart].names[name] = true
	}
	for _, kind := range kinds {
		for _, everything := range []bool{true, false} {
			c, u := some.templates[kind].tried(everything)
			u.Texts = map[string]outbox.Text{client.ViaSlack: {}, client.ViaEmail: {}}
			got, err := some.RenderAll(&c.Incident, &c.Client, u, c.Client.Destinations())
			want, wrong := all.RenderAll(&c.Incident, &c.Client, u, c.Client.Destinations())
			if fmt.Sprint(err) != fmt.Sprint(wrong) || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, %v\nwant %v, %v", kind, got, err, want, wrong)
			}
			if got, want := some.Tells(&c.Incident, &c.Client, u), all.Tells(&c.Incident, &c.Client, u); !reflect.DeepEqual(got, want) {
				t.Errorf("%s tells %v, want %v", kind, got, want)
			}
		}
	}
}
