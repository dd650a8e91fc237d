package service_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/view"
)

// A place that one client has, in whatever list or incident, is given to no other
// on any path that gives one.
func TestAPlaceIsGivenToOneClientOnly(t *testing.T) {
	const there = "C0THERE"
	hook := "https://hooks.globex.example/in"
	oneOff := func(d *book, c client.Client) error {
		_, err := d.Declare(t.Context(), ana, service.Declaration{OneOff: &c, Kind: "outage", Impact: "it is down", Severity: 1})
		return err
	}
	typed := func(d *book) { d.must(oneOff(d, client.Client{Name: "Globex Travel", Slack: there})) }
	archived := func(d *book) {
		d.make("globex", client.FieldName, "Globex Travel", client.FieldSlack, there)
		d.declare("globex")
		if was, err := d.Clients().Remove(t.Context(), ana, "globex"); err != nil || !was {
			t.Fatalf("archived: %t, %v", was, err)
		}
	}
	stored := func(d *book) {
		d.make("globex", client.FieldName, "Globex Travel", client.FieldSlack, there, client.FieldWebhook, hook)
	}
	gone := func(d *book) {
		d.provision(acme, client.Client{ID: "globex", Name: "Globex Travel", Slack: there})
		d.declare("globex")
		d.provision(acme)
	}
	made := func(pairs ...string) func(*book) error {
		return func(d *book) error {
			_, err := d.Clients().Make(t.Context(), ana, "vans", form(client.Client{}, append(pairs, client.FieldName, "Vans")...))
			return err
		}
	}
	edited := func(d *book) error {
		d.make("vans", client.FieldName, "Vans")
		_, err := d.Clients().Edit(t.Context(), ana, "vans", form(d.listed("vans").Client, client.FieldSlack, there))
		return err
	}
	imported := func(d *book) error {
		_, err := d.Clients().Import(t.Context(), []client.Client{{ID: "vans", Name: "Vans", Slack: there}}, false)
		return err
	}
	another := func(d *book) error { return oneOff(d, client.Client{Name: "Vans", Slack: there}) }
	reloaded := func(c client.Client) func(*book) error {
		return func(d *book) error {
			_, err := d.Provision(t.Context(), team.Roster{Clients: []client.Client{acme, c}})
			if len(d.Roster().Clients) != 1 {
				t.Error("a config that gives one place to two clients is in force")
			}
			return err
		}
	}
	vans := client.Client{ID: "vans", Name: "Vans", Slack: there}
	kept := func(d *book) error {
		d.must(d.Store.Update(t.Context(), func(tx records.Tx) error { return tx.PutProfile(&client.Profile{Client: vans}) }))
		_, err := d.Clients().Keep(t.Context(), ana, 1, "globex-travel")
		return err
	}
	restored := func(d *book) error {
		_, err := d.Cancel(t.Context(), people["ana"], 1, "pressed by mistake")
		d.must(err)
		d.make("vans", client.FieldName, "Vans", client.FieldSlack, there)
		_, err = d.Clients().Restore(t.Context(), ana, "globex")
		return err
	}

	for _, tt := range []struct {
		name   string
		before func(*book)
		act    func(*book) error
	}{
		{"made, one-off", typed, made(client.FieldSlack, there)},
		{"made, archived", archived, made(client.FieldSlack, there)},
		{"made, gone from the config", gone, made(client.FieldSlack, there)},
		{"made, stored", stored, made(client.FieldSlack, there)},
		{"made, its webhook in capitals and with its port", stored, made(client.FieldWebhook, "https://HOOKS.Globex.example.:443/in/")},
		{"edited, one-off", typed, edited},
		{"edited, archived", archived, edited},
		{"imported, one-off", typed, imported},
		{"imported, archived", archived, imported},
		{"one-off, one-off", typed, another},
		{"one-off, archived", archived, another},
		{"one-off, gone from the config", gone, another},
		{"restored, made since", archived, restored},
		{"kept, made since", typed, kept},
		{"reloaded, stored", stored, reloaded(vans)},
		{"reloaded, one-off", typed, reloaded(vans)},
		{"reloaded, archived", archived, reloaded(vans)},
		{"reloaded, its webhook", stored, reloaded(client.Client{ID: "vans", Name: "Vans", Webhook: &client.Webhook{URL: hook + "#now", Secret: client.NewWebhookSecret()}})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newBook(t, acme)
			tt.before(d)
			err := tt.act(d)
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "Globex Travel") && !strings.Contains(err.Error(), "Vans") && !strings.Contains(err.Error(), "globex") {
				t.Errorf("two clients have one place: %v", err)
			}
		})
	}
}

// Whoever may not see an incident does not learn from a refusal whom it is about.
func TestAPlaceOfAPrivateIncidentIsRefusedWithoutItsName(t *testing.T) {
	d := newBook(t, acme)
	_, err := d.Declare(t.Context(), ana, service.Declaration{OneOff: &client.Client{Name: "Globex Travel", Slack: "C0THERE"}, Kind: "security", Impact: "somebody got in", Severity: 1, Private: true})
	d.must(err)
	_, err = d.Clients().Make(t.Context(), ben, "vans", form(client.Client{}, client.FieldName, "Vans", client.FieldSlack, "C0THERE"))
	d.wants(err, fault.Invalid, "Another client has this channel")
	if err != nil && (strings.Contains(err.Error(), "Globex") || strings.Contains(err.Error(), "INC-")) {
		t.Errorf("the refusal tells of it: %v", err)
	}
}

// What the store of before has twice, and what a config says at a start, is no
// reason not to begin; nothing leaves for such a place until it is one client's.
func TestNothingLeavesForAPlaceThatTwoClientsHave(t *testing.T) {
	for name, other := range map[string]client.Client{
		"a channel": {ID: "globex", Name: "Globex Travel", Slack: "C0ACME"},
		"a webhook": {ID: "globex", Name: "Globex Travel", Webhook: &client.Webhook{URL: "https://hooks.acme.example:443/in"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := withChannel
			if other.Webhook != nil {
				c.Slack, c.Webhook = "", &client.Webhook{URL: "https://hooks.acme.example/in", Secret: client.NewWebhookSecret()}
			}
			d := newDesk(t, c, "ana")
			d.declare("outage")
			r := d.Roster().Said()
			r.Clients = append(slices.Clone(r.Clients), other)
			d.SetRoster(&r) // as at a start
			d.write("ana", false)
			d.pass(20 * time.Second)
			if len(d.sent) != 0 {
				t.Errorf("a text of Acme's left for %s, where Globex Travel reads", d.sent[0].To)
			}
			why := ""
			for _, m := range d.told {
				if m.Kind == outbox.Problem {
					why = m.Key
				}
			}
			if why == "" {
				t.Error("nobody is told that it did not leave")
			}
			d.reconfigure(func(r *team.Roster) { r.Clients = r.Clients[:1] })
			d.write("ana", false)
			d.pass(20 * time.Second)
			if len(d.sent) != 1 {
				t.Errorf("%d texts have left once it is Acme's alone", len(d.sent))
			}
		})
	}
}

// What is written in a channel that two clients have, since before that was
// refused, is brought to the one who was told last, and to the other with a press;
// never to an incident that the person may not change.
func TestWhatIsWrittenWhereTwoClientsReadCanBeBroughtToEither(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.reconfigure(func(r *team.Roster) {
		r.Clients = append(r.Clients, client.Client{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"})
	})
	for _, private := range []bool{false, true} {
		_, err := d.Declare(t.Context(), people["ana"], service.Declaration{Client: "globex", Kind: "outage", Impact: "booking is slow", Severity: 2, Private: private})
		if err != nil {
			t.Fatal(err)
		}
	}
	r := d.Roster().Said()
	r.Clients = slices.Clone(r.Clients)
	r.Clients[1].Slack = "C0ACME"
	d.SetRoster(&r) // as at a start
	for n := int64(1); n <= 3; n++ {
		if _, err := d.Note(t.Context(), people["ana"], n, service.Note{Text: "looked"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Replied(t.Context(), people["dana"], "C0ACME/", outbox.Reply{TS: "1.1", User: "U0DANA", Text: "Where are we?"}); err != nil {
		t.Fatal(err)
	}
	d.work()
	i := slices.IndexFunc(d.told, func(m outbox.Delivery) bool { return m.Kind == outbox.Copy })
	if i < 0 {
		t.Fatal("it was brought to nobody")
	}
	said := d.told[i]
	if len(strings.Fields(said.Data.Nearby)) != 2 {
		t.Errorf("it may be about %q, too; want both of the others", said.Data.Nearby)
	}
	ref := view.Ref{Number: said.Incident, Client: said.Client, Key: said.Key}
	outside := incident.Actor{ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO"}
	for n := int64(1); n <= 3; n++ {
		if _, err := d.NotAbout(t.Context(), people["ana"], ref, service.Elsewhere{Number: n, Who: outside}); n != said.Incident && fault.CodeOf(err) != fault.Denied {
			t.Errorf("what a client wrote was brought to INC-%d by somebody who may not change that: %v", n, err)
		}
	}
	to := int64(2)
	if said.Incident == 2 {
		to = 1
	}
	if _, err := d.NotAbout(t.Context(), people["ana"], ref, service.Elsewhere{Number: to, Who: people["ana"]}); err != nil {
		t.Fatal(err)
	}
	inc, err := d.Get(t.Context(), people["ana"], to)
	if err != nil || len(inc.Clients[0].Asked) != 1 {
		t.Errorf("INC-%d waits with %+v, %v", to, inc.Clients[0].Asked, err)
	}
}

// Two clients may have one person: whoever saves it is told, and nothing is refused.
// Of somebody who is typed it is asked whether they are that client.
func TestAPersonOfTwoClientsIsToldOf(t *testing.T) {
	d := newBook(t, acme)
	d.make("globex", client.FieldName, "Globex Travel", client.FieldContact, "Dana Fox", client.FieldEmail, "dana@fox.example", client.FieldPhone, "+44 20 7946 0009")
	saved := d.make("vans", client.FieldName, "Vans", client.FieldContact, "Dana Fox", client.FieldEmail, "Dana@Fox.example", client.FieldPhone, "+44 (0)20 79460009")
	if len(saved.Shared) != 2 || saved.Shared[0].Other.Client.ID != "globex" {
		t.Errorf("told of %+v, want the address and the phone of Globex", saved.Shared)
	}
	if same, err := d.Clients().Edit(t.Context(), ana, "vans", form(saved.Client, client.FieldName, "Vans")); err != nil || len(same.Shared) != 0 {
		t.Errorf("told again, although nothing changed: %+v, %v", same, err)
	}
	d.declare("acme")
	_, err := d.Declare(t.Context(), ana, service.Declaration{OneOff: &client.Client{Name: "Lorries", Contacts: []client.Contact{{Name: "Dana", Email: "DANA@fox.example"}}}, Kind: "outage", Impact: "it is down", Severity: 1})
	d.wants(err, fault.Invalid, "Globex Travel has this mail address. Leave it out, or choose Globex Travel above.")
}
