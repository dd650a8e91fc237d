package messages

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/view"
)

// whole is a client with something in every field.
func whole() client.Client {
	return client.Client{
		ID: "acme", Name: "Acme Shop & Sons", Service: "Acme online shop", TimeZone: "Europe/London", Slack: "C0ACME", Email: true,
		Contacts: []client.Contact{{Name: "Dana <Fox>", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}, {Name: "Dana Fox", Phone: "+44 20 7946 0009"}},
		Hours:    schedule.Hours{Days: []time.Weekday{1, 2, 3, 4}, Opens: 8 * time.Hour, Closes: 16 * time.Hour}, Holidays: []string{"2026-12-25"}, Night: client.NightWorst,
		Cadence:  map[client.Severity]client.Rhythm{1: {First: 10 * time.Minute, Every: schedule.Every(20 * time.Minute)}},
		Approval: client.Approval{Rule: client.ApprovalNamed, People: []string{"U0BEN", "U0CLEO"}}, Technical: true, Automatic: true,
		Tags: []string{"web-3", "eu"}, Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_never"}, Aliases: []string{"ACME Ltd"}, Domains: []string{"acme.example"},
	}
}

func listing(c client.Client) view.Listing {
	return view.Listing{Client: c, History: []client.Edit{
		{At: at("09:00"), By: "U0ANA", What: "Made."}, {At: at("10:00"), What: "tags: nothing → “<web-3>”"}, {At: at("11:00"), By: "U0BEN", What: "Slack channel: nothing → <#C0ACME>"},
	}}
}

func clientForms() []formCase {
	provisioned := whole()
	provisioned.Provisioned = true
	twice := view.Listing{Client: client.Client{ID: "globex", Name: "Globex Travel", Provisioned: true}, Twice: true}
	clash := ClientView{Listing: listing(whole()), Typed: map[string]string{client.FieldPhone: "+44 1"}, Clash: map[string]string{
		client.FieldPhone: "Meanwhile <@U0BEN> wrote here: “+44 <2>”", client.FieldSlack: "Meanwhile <@U0BEN> wrote here: <#C0ACME>"}}
	return []formCase{
		{"client/new", ClientForm(ClientView{Zone: "Europe/London"}), false},
		{"client/edit", ClientForm(ClientView{Listing: listing(whole())}), true},
		{"client/clash", ClientForm(clash), true},
		{"client/more", ClientMoreForm(ClientView{Listing: listing(whole())}), true},
		{"client/more-empty", ClientMoreForm(ClientView{Listing: view.Listing{Client: client.Client{ID: "globex", Name: "Globex Travel"}}}), true},
		{"client/in-the-config", ClientPage(view.Listing{Client: provisioned}), false},
		{"client/twice", ClientPage(twice), false},
		{"client/go-on", ClientGoOn(globex), true},
		{"client/made", ClientSaved(&client.Saved{Client: globex}, "/incident", true), true},
		{"client/secret", ClientSaved(&client.Saved{Client: globex, Secret: "whsec_once"}, "/incident", false), true},
		{"client/removed", ClientGone("Globex & Co", false), false},
		{"client/archived", ClientGone("Globex & Co", true), false},
	}
}

// worstClient is as long as anything in it may be.
func worstClient(typed string) ClientView {
	v := ClientView{Listing: listing(whole()), Typed: map[string]string{}, Clash: map[string]string{}}
	c := &v.Listing.Client
	c.ID, c.Name = strings.Repeat("c", 24), strings.Repeat("客", 75)
	for range 100 {
		c.Contacts = append(c.Contacts, client.Contact{Name: strings.Repeat("&", 75), Email: "dana@acme.example", Phone: strings.Repeat("9", 75)})
	}
	for range 20 {
		v.Listing.History = append(v.Listing.History, client.Edit{At: at("09:00"), By: "U0BEN", What: strings.Repeat("&<x>", 300)})
	}
	if typed == "" {
		return v
	}
	for _, q := range append(firstPage, secondPage...) {
		if q.field != client.FieldNight && q.field != client.FieldApproval && q.field != client.FieldSlack && q.field != client.FieldApprovers {
			v.Typed[q.field] = typed[:300]
		}
		v.Clash[q.field] = strings.Repeat("<&", 100)
	}
	return v
}

// A form that comes back untouched changes nothing; what is emptied is emptied.
func TestAFormOfAClientReadsWhatItShows(t *testing.T) {
	c := whole()
	for name, view := range map[string]slack.ModalViewRequest{"first": ClientForm(ClientView{Listing: listing(c)}), "second": ClientMoreForm(ClientView{Listing: listing(c)})} {
		ref, err := ParseRef(view.PrivateMetadata)
		if err != nil || ref.Client != "acme" {
			t.Fatalf("%s: %+v, %v", name, ref, err)
		}
		f := ReadClient(ref, shownIn(view))
		for field, now := range f.Now {
			if now != c.Field(field) || client.Mark(now) != f.Shown[field] {
				t.Errorf("%s page: %s reads %q, want %q", name, field, now, c.Field(field))
			}
		}
		if f := ReadClient(ref, Values{}); len(f.Now) != len(f.Shown) || f.Now[client.FieldPhone] != "" || f.Now[client.FieldNight] != "" {
			t.Errorf("%s page, emptied: %v", name, f.Now)
		}
	}
	ref, _ := ParseRef(ClientForm(ClientView{}).PrivateMetadata)
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

// Each field of a profile can be changed on one of the two pages.
func TestNoFieldOfAClientIsForgotten(t *testing.T) {
	asked := map[string]bool{}
	for _, q := range append(firstPage, secondPage...) {
		if asked[q.field] {
			t.Errorf("%s is asked for twice", q.field)
		}
		asked[q.field] = true
	}
	for _, f := range client.ClientFields() {
		if !asked[f] {
			t.Errorf("%s is on no page", f)
		}
	}
}

func TestASecretIsNeverShownAgain(t *testing.T) {
	l := listing(whole())
	for name, v := range map[string]any{"first page": ClientForm(ClientView{Listing: l}), "second page": ClientMoreForm(ClientView{Listing: l}), "read": ClientPage(l)} {
		if s := readableJSON(t, v); strings.Contains(s, "whsec_never") {
			t.Errorf("the %s shows the secret", name)
		}
	}
}

func TestClientList(t *testing.T) {
	complete, bare := whole(), client.Client{ID: "globex", Name: "Globex <Travel>"}
	provisioned := whole()
	provisioned.ID, provisioned.Provisioned = "hotels", true
	list := []ClientLine{
		{Listing: view.Listing{Client: provisioned, Twice: true}, Outside: true}, {Listing: view.Listing{Client: complete}},
		{Listing: view.Listing{Client: bare}}, {Listing: view.Listing{Client: client.Client{ID: "old", Name: "Old"}, Archived: true}},
	}
	var many []ClientLine
	for i := range 250 {
		many = append(many, ClientLine{Listing: view.Listing{Client: client.Client{ID: fmt.Sprint("c", i), Name: strings.Repeat("客&", 40)}}})
	}
	for _, c := range []struct {
		name string
		post Post
	}{
		{"clients/list", ClientList(list, "/incident", "")}, {"clients/none", ClientList(nil, "/incident", "")}, {"clients/no-such", ClientList(nil, "/incident", "hot`els")},
	} {
		fitBlocks(t, c.post.Blocks, limits(t))
		golden(t, "answer/"+c.name, readableJSON(t, c.post))
	}
	post := ClientList(many, "/incident", "")
	fitBlocks(t, post.Blocks, limits(t))
	limits(t)("text", post.Text, maxPlain)
	if len(post.Blocks) > 50 {
		t.Errorf("%d blocks; Slack takes 50", len(post.Blocks))
	}
	if s := readableJSON(t, post); !strings.Contains(s, "and 210 more") {
		t.Error("the list does not say that there are more")
	}
}
