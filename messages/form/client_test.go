package form

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/view"
	"candor/messages/scene"
)

func listing(c client.Client) view.Listing {
	return view.Listing{Client: c, History: []client.Edit{
		{At: scene.At("09:00"), By: "U0ANA", What: "Made."}, {At: scene.At("10:00"), What: "tags: nothing → “<web-3>”"}, {At: scene.At("11:00"), By: "U0BEN", What: "Slack channel: nothing → <#C0ACME>"},
	}}
}

func clientForms() []formCase {
	provisioned := scene.Whole()
	provisioned.Provisioned = true
	twice := view.Listing{Client: client.Client{ID: "globex", Name: "Globex Travel", Provisioned: true}, Twice: true}
	clash := ClientView{Listing: listing(scene.Whole()), Typed: map[string]string{client.FieldPhone: "+44 1"}, Clash: map[string]string{
		client.FieldPhone: "Meanwhile <@U0BEN> wrote here: “+44 <2>”", client.FieldSlack: "Meanwhile <@U0BEN> wrote here: <#C0ACME>"}}
	return []formCase{
		{"client/new", Client(ClientView{Zone: "Europe/London"}), false},
		{"client/edit", Client(ClientView{Listing: listing(scene.Whole())}), true},
		{"client/clash", Client(clash), true},
		{"client/more", ClientMore(ClientView{Listing: listing(scene.Whole())}), true},
		{"client/more-empty", ClientMore(ClientView{Listing: view.Listing{Client: client.Client{ID: "globex", Name: "Globex Travel"}}}), true},
		{"client/in-the-config", ClientPage(view.Listing{Client: provisioned}), false},
		{"client/twice", ClientPage(twice), false},
		{"client/go-on", ClientGoOn(scene.Globex), true},
		{"client/paste", PasteClients(), false},
		{"client/pasted", ClientsPasted(Pasted{Added: []string{"acme", "initech"}, Known: []string{"Globex Travel"}, Left: []string{"Line 3, Hooli: It has no name."}, Ignored: []string{"Since"}}, "/incident"), true},
		{"client/pasted-nothing", ClientsPasted(Pasted{Known: []string{"Globex Travel"}}, "/incident"), true},
		{"client/made", ClientSaved(&client.Saved{Client: scene.Globex}, "/incident", true), true},
		{"client/shared", ClientSaved(&client.Saved{Client: scene.Globex, Shared: []client.Shared{
			{Destination: client.Destination{Via: client.ViaEmail, To: "dana@acme.example"}, Other: client.Holder{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}}, "/incident", false), true},
		{"client/secret", ClientSaved(&client.Saved{Client: scene.Globex, Secret: "whsec_once"}, "/incident", false), true},
		{"client/removed", ClientGone("Globex & Co", false), false},
		{"client/archived", ClientGone("Globex & Co", true), false},
	}
}

// worstClient is as long as anything in it may be.
func worstClient(typed string) ClientView {
	v := ClientView{Listing: listing(scene.Whole()), Typed: map[string]string{}, Clash: map[string]string{}}
	c := &v.Listing.Client
	c.ID, c.Name = strings.Repeat("c", 24), strings.Repeat("客", 75)
	for range 100 {
		c.Contacts = append(c.Contacts, client.Contact{Name: strings.Repeat("&", 75), Email: "dana@acme.example", Phone: strings.Repeat("9", 75)})
	}
	for range 20 {
		v.Listing.History = append(v.Listing.History, client.Edit{At: scene.At("09:00"), By: "U0BEN", What: strings.Repeat("&<x>", 300)})
	}
	if typed == "" {
		return v
	}
	for _, f := range client.Fields {
		if f.Ask.Page == client.Unasked || f.Ask.Page == client.OfNew {
			continue
		}
		if f.Ask.Input <= client.Tick {
			v.Typed[f.Name] = typed[:300]
		}
		v.Clash[f.Name] = strings.Repeat("<&", 100)
	}
	return v
}

// A form that comes back untouched changes nothing; what is emptied is emptied.
func TestAFormOfAClientReadsWhatItShows(t *testing.T) {
	c := scene.Whole()
	for name, modal := range map[string]slack.ModalViewRequest{"first": Client(ClientView{Listing: listing(c)}), "second": ClientMore(ClientView{Listing: listing(c)})} {
		ref, err := view.ParseRef(modal.PrivateMetadata)
		if err != nil || ref.Client != "acme" {
			t.Fatalf("%s: %+v, %v", name, ref, err)
		}
		f := ReadClient(ref, shownIn(modal))
		for field, now := range f.Now {
			if now != c.Field(field) || client.Mark(now) != f.Shown[field] {
				t.Errorf("%s page: %s reads %q, want %q", name, field, now, c.Field(field))
			}
		}
		if f := ReadClient(ref, Values{}); len(f.Now) != len(f.Shown) || f.Now[client.FieldPhone] != "" || f.Now[client.FieldNight] != "" {
			t.Errorf("%s page, emptied: %v", name, f.Now)
		}
	}
	ref, _ := view.ParseRef(Client(ClientView{}).PrivateMetadata)
	if f := ReadClient(ref, Values{client.FieldName: {"Acme"}}); f.Shown != nil || f.Now[client.FieldName] != "Acme" {
		t.Errorf("a new client reads %+v", f)
	}
}

// shownIn is what Slack sends of a form that nobody touched.
func shownIn(view slack.ModalViewRequest) Values {
	v := Values{}
	for _, b := range view.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		switch el := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			v[in.BlockID] = []string{el.InitialValue}
		case *slack.CheckboxGroupsBlockElement:
			for _, o := range el.InitialOptions {
				v[in.BlockID] = append(v[in.BlockID], o.Value)
			}
		case *slack.MultiSelectBlockElement:
			v[in.BlockID] = el.InitialUsers
		case *slack.SelectBlockElement:
			v[in.BlockID] = []string{el.InitialConversation}
			if el.InitialOption != nil {
				v[in.BlockID] = []string{el.InitialOption.Value}
			}
		}
	}
	return v
}

func TestASecretIsNeverShownAgain(t *testing.T) {
	l := listing(scene.Whole())
	for name, v := range map[string]any{"first page": Client(ClientView{Listing: l}), "second page": ClientMore(ClientView{Listing: l}), "read": ClientPage(l)} {
		if s := scene.ReadableJSON(t, v); strings.Contains(s, "whsec_never") {
			t.Errorf("the %s shows the secret", name)
		}
	}
}
