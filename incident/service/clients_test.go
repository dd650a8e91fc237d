package service_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// book is a bench at an hour that stands still.
type book struct {
	*servicetest.Bench
	t *testing.T
}

var (
	ana   = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0STUDIO", Home: "T0STUDIO"}
	ben   = incident.Actor{ID: "U0BEN", Name: "Ben Okafor", Team: "T0STUDIO", Home: "T0STUDIO"}
	guest = incident.Actor{ID: "U0GUS", Team: "T0STUDIO", Home: "T0STUDIO", Guest: true}
)

func newBook(t *testing.T, provisioned ...client.Client) *book {
	t.Helper()
	return &book{servicetest.New(t, servicetest.Setup{Clients: provisioned}), t}
}

func (d *book) provision(list ...client.Client) team.Provisioning {
	d.t.Helper()
	return d.Configure(team.Roster{Clients: list})
}

func (d *book) must(err error) { d.t.Helper(); d.Must(err) }

// wants checks that an act is refused with a code and a sentence.
func (d *book) wants(err error, code fault.Code, words string) {
	d.t.Helper()
	if fault.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		d.t.Errorf("got %v with code %q, want %q with %q", err, fault.CodeOf(err), code, words)
	}
}

// form is what a form says of a client, and what it showed of it before.
func form(before client.Client, pairs ...string) client.ClientForm {
	f := client.ClientForm{Now: map[string]string{}, Shown: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		f.Now[pairs[i]], f.Shown[pairs[i]] = pairs[i+1], client.Mark(before.Field(pairs[i]))
	}
	return f
}

func (d *book) make(id string, pairs ...string) *client.Saved {
	d.t.Helper()
	saved, err := d.Clients().Make(d.t.Context(), ana, id, form(client.Client{}, pairs...))
	d.must(err)
	return saved
}

func (d *book) declare(client string) *incident.Incident {
	d.t.Helper()
	inc, err := d.Declare(d.t.Context(), ana, service.Declaration{Client: client, Kind: "outage", Impact: "checkout is down", Doing: "checking what happened", Severity: 1})
	d.must(err)
	return inc
}

func (d *book) ids() (ids []string) {
	d.t.Helper()
	list, err := d.Clients().All(d.t.Context())
	d.must(err)
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func (d *book) listed(id string) view.Listing {
	d.t.Helper()
	l, err := d.Clients().Listed(d.t.Context(), ana, id)
	d.must(err)
	return l
}

var acme = client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Aliases: []string{"ACME Ltd"}, Tags: []string{"web-3"}}

func TestAClientIsMadeAndEdited(t *testing.T) {
	d := newBook(t, acme)
	saved := d.make("", client.FieldName, " Globex Travel ", client.FieldContact, "Dana Fox", client.FieldPhone, "+49 30 1", client.FieldZone, "berlin", client.FieldWebhook, "https://globex.example/hook")
	c := saved.Client
	if c.ID != "globex-travel" || c.Name != "Globex Travel" || c.TimeZone != "Europe/Berlin" || c.Contacts[0] != (client.Contact{Name: "Dana Fox", Phone: "+49 30 1"}) {
		t.Errorf("made %+v", c)
	}
	if !strings.HasPrefix(saved.Secret.Reveal(), "whsec_") || len(saved.Secret) < 40 {
		t.Errorf("a new webhook has the secret %q", saved.Secret.Reveal())
	}

	saved, err := d.Clients().Edit(t.Context(), ben, c.ID, form(c, client.FieldPhone, "+49 30 2", client.FieldTags, "web-3", client.FieldWebhook, "https://globex.example/other"))
	d.must(err)
	if saved.Secret != "" || saved.Client.Webhook.Secret == "" || !saved.Changed {
		t.Errorf("a webhook that moved shows its secret again or lost it: %+v", saved)
	}
	l := d.listed(c.ID)
	if last := l.History[len(l.History)-1]; last.By != "U0BEN" || last.What != "phone: “+49 30 1” → “+49 30 2”; tags: nothing → “web-3”; webhook changed" {
		t.Errorf("the history says %+v", l.History)
	}
	if with, err := d.Clients().With(t.Context(), "Web-3"); err != nil || len(with) != 2 {
		t.Errorf("clients with the tag: %v, %v", with, err)
	}

	saved, err = d.Clients().Edit(t.Context(), ben, c.ID, form(l.Client, client.FieldPhone, "+49 30 2 "))
	d.must(err)
	if saved.Changed || len(d.listed(c.ID).History) != 2 {
		t.Error("saving what nobody touched is in the history")
	}
}

func TestAMistakeSavesNothing(t *testing.T) {
	d := newBook(t, acme)
	tests := []struct {
		name, id string
		f        client.ClientForm
		field    string
	}{
		{"no name", "", form(client.Client{}), client.FieldName},
		{"the channel of another", "", form(client.Client{}, client.FieldName, "A", client.FieldSlack, "C0ACME"), client.FieldSlack},
		{"a word of the commands", "due", form(client.Client{}, client.FieldName, "A"), "id"},
		{"a word that is taken", "Acme", form(client.Client{}, client.FieldName, "A"), "id"},
		{"two mistakes", "", form(client.Client{}, client.FieldName, "A", client.FieldPhone, "112", client.FieldZone, "x"), client.FieldZone},
	}
	for _, tt := range tests {
		_, err := d.Clients().Make(t.Context(), ana, tt.id, tt.f)
		e, ok := err.(*fault.Error)
		if !ok || e.Code != fault.Invalid || e.Fields[tt.field] == "" {
			t.Errorf("%s: %v, want an error on %s", tt.name, err, tt.field)
		}
	}
	if ids := d.ids(); !slices.Equal(ids, []string{"acme"}) {
		t.Errorf("there are clients %q", ids)
	}
}

func TestWhoMayChangeClients(t *testing.T) {
	d := newBook(t)
	d.make("globex", client.FieldName, "Globex Travel")
	_, made := d.Clients().Make(t.Context(), guest, "", form(client.Client{}, client.FieldName, "A"))
	_, edited := d.Clients().Edit(t.Context(), guest, "globex", form(client.Client{}, client.FieldName, "A"))
	_, removed := d.Clients().Remove(t.Context(), guest, "globex")
	_, restored := d.Clients().Restore(t.Context(), guest, "globex")
	_, read := d.Clients().Book(t.Context(), guest)
	for what, err := range map[string]error{"make": made, "edit": edited, "remove": removed, "restore": restored, "read": read} {
		if fault.CodeOf(err) != fault.Denied {
			t.Errorf("a guest may %s: %v", what, err)
		}
	}
}

// Two people edit at once: what both wrote is kept, unless it is the same field.
func TestTwoWhoEditAtOnce(t *testing.T) {
	d := newBook(t)
	seen := d.make("globex", client.FieldName, "Globex Travel", client.FieldContact, "Dana", client.FieldPhone, "112").Client
	edit := func(a incident.Actor, pairs ...string) error {
		_, err := d.Clients().Edit(t.Context(), a, "globex", form(seen, pairs...))
		return err
	}
	d.must(edit(ben, client.FieldPhone, "113", client.FieldService, ""))
	d.must(edit(ana, client.FieldPhone, "112", client.FieldService, "booking site"))
	if c := d.listed("globex").Client; c.Contacts[0].Phone != "113" || c.Service != "booking site" {
		t.Errorf("together they wrote %+v", c)
	}

	err := edit(ana, client.FieldPhone, "114", client.FieldTags, "web-3")
	d.wants(err, fault.Clash, "Nothing was saved")
	if why := err.(*fault.Error).Fields; len(why) != 1 || !strings.Contains(why[client.FieldPhone], "wrote here: “113”") {
		t.Errorf("the clash is about %v", why)
	}
	if c := d.listed("globex").Client; c.Contacts[0].Phone != "113" || len(c.Tags) > 0 {
		t.Errorf("after the clash the client is %+v", c)
	}
	d.must(edit(ana, client.FieldPhone, "113")) // the same as the other wrote
}

func TestARemovedClientIsGoneUnlessItIsNeeded(t *testing.T) {
	d := newBook(t)
	d.make("globex", client.FieldName, "Globex Travel")
	d.declare("globex")
	archived, err := d.Clients().Remove(t.Context(), ana, "globex")
	d.must(err)
	if !archived || len(d.ids()) != 0 || !d.listed("globex").Archived {
		t.Errorf("of an open incident it was removed: archived=%t, %q", archived, d.ids())
	}
	_, err = d.Declare(t.Context(), ana, service.Declaration{Client: "globex", Kind: "outage", Impact: "x", Severity: 1})
	d.wants(err, fault.Invalid, "Bring it back first")
	_, err = d.Clients().Edit(t.Context(), ana, "globex", form(client.Client{Name: "Globex Travel"}, client.FieldSlack, "C0GLOBEX"))
	d.must(err)
	inc, err := d.Get(t.Context(), ana, 1)
	d.must(err)
	if inc.Clients[0].Client.Slack != "C0GLOBEX" {
		t.Error("the incident of an archived client does not follow its profile")
	}
	_, err = d.Clients().Restore(t.Context(), ana, "globex")
	d.must(err)
	if !slices.Equal(d.ids(), []string{"globex"}) {
		t.Errorf("brought back, there are %q", d.ids())
	}

	_, err = d.Cancel(t.Context(), ana, 1, "a test")
	d.must(err)
	archived, err = d.Clients().Remove(t.Context(), ana, "globex")
	d.must(err)
	_, err = d.Clients().Listed(t.Context(), ana, "globex")
	d.wants(err, fault.NotFound, "There is no client")
	if archived {
		t.Error("a client without an open incident was archived")
	}
	for _, err := range []error{removeErr(d, "globex"), removeErr(d, "")} {
		d.wants(err, fault.NotFound, "There is no client")
	}
}

func removeErr(d *book, id string) error {
	_, err := d.Clients().Remove(d.t.Context(), ana, id)
	return err
}

func TestTheConfigIsReadOnlyAndWins(t *testing.T) {
	d := newBook(t, acme)
	_, err := d.Clients().Edit(t.Context(), ana, "acme", form(acme, client.FieldName, "Acme"))
	d.wants(err, fault.Conflict, "is set in the config file")
	d.wants(removeErr(d, "acme"), fault.Conflict, "is set in the config file")

	d.make("globex", client.FieldName, "Globex of Slack")
	p := d.provision(acme, client.Client{ID: "globex", Name: "Globex of the config"})
	if !slices.Equal(p.Twice, []string{"globex"}) || !slices.Equal(p.Added, []string{"globex"}) {
		t.Errorf("the config changed %+v", p)
	}
	if l := d.listed("globex"); l.Client.Name != "Globex of the config" || !l.Twice || !l.Client.Provisioned || len(l.History) != 1 {
		t.Errorf("listed as %+v", l)
	}
	if ids := d.ids(); !slices.Equal(ids, []string{"acme", "globex"}) {
		t.Errorf("there are %q", ids)
	}
	d.must(removeErr(d, "globex"))
	if d.listed("globex").Twice {
		t.Error("the one in the store was not forgotten")
	}
}

func TestAReloadChangesTheWholeOrNothing(t *testing.T) {
	d := newBook(t, acme, client.Client{ID: "globex", Name: "Globex Travel"})
	d.declare("globex")
	d.declare("acme")
	moved := acme
	moved.Slack = "C0NEW"
	p := d.provision(moved, client.Client{ID: "hotels", Name: "Globex Hotels"})
	want := team.Provisioning{Added: []string{"hotels"}, Changed: []string{"acme"}, Gone: []string{"globex"}}
	if !reflect.DeepEqual(p, want) || p.String() != "clients added: hotels; clients changed: acme; clients gone: globex" {
		t.Errorf("the reload changed %+v (%s)", p, p)
	}
	for number, channel := range map[int64]string{1: "", 2: "C0NEW"} {
		inc, err := d.Note(t.Context(), ana, number, service.Note{Text: "looked"})
		d.must(err)
		if c := inc.Clients[0].Client; c.Slack != channel || c.Name == "" {
			t.Errorf("INC-%d goes on with %+v, want the channel %q", number, c, channel)
		}
	}
	if p := d.provision(moved, client.Client{ID: "hotels", Name: "Globex Hotels"}); !p.Same() || p.String() != "nothing changed" {
		t.Errorf("the same config again changed %s", p)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Provision(ctx, team.Roster{People: []team.Person{{Slack: "U0ANA"}}}); err == nil {
		t.Error("a store that cannot be asked is no error")
	}
	if len(d.Roster().People) > 0 || len(d.Roster().Clients) != 2 {
		t.Errorf("after an error the roster is %+v", d.Roster())
	}
}

// The race detector watches this one.
func TestReloadingWhileEverythingRuns(t *testing.T) {
	d := newBook(t, acme)
	d.declare("acme")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				if _, err := d.Note(t.Context(), ana, 1, service.Note{Text: "looked"}); err != nil {
					t.Error(err)
				}
				d.Person("U0ANA")
			}
		})
	}
	for range 50 {
		d.provision(acme)
		d.provision(acme, client.Client{ID: "globex", Name: "Globex Travel"})
	}
	wg.Wait()
}

func TestNamesThatAreNotForThisClient(t *testing.T) {
	d := newBook(t, acme, client.Client{ID: "acme-uk", Name: "Acme UK", Aliases: []string{"acme ltd", " "}})
	d.make("globex", client.FieldName, "Globex Travel", client.FieldAliases, "Globex, GT")
	got, err := d.Clients().OtherNames(t.Context(), "acme")
	d.must(err)
	if want := []string{"Acme UK", "Globex Travel", "Globex", "GT"}; !slices.Equal(got, want) {
		t.Errorf("OtherNames(acme) = %q, want %q", got, want)
	}
}

func TestAOneOffClient(t *testing.T) {
	d := newBook(t, acme)
	declare := func(c client.Client) (*incident.Incident, error) {
		return d.Declare(t.Context(), ana, service.Declaration{OneOff: &c, Kind: "outage", Impact: "it is down", Severity: 1})
	}
	inc, err := declare(client.Client{Name: " Globex Travel ", TimeZone: "Europe/Berlin"})
	d.must(err)
	aff := inc.Clients[0]
	if !aff.OneOff || aff.Client.ID != "globex-travel" || aff.Client.Name != "Globex Travel" || len(d.ids()) != 1 {
		t.Errorf("declared for %+v; clients %q", aff, d.ids())
	}
	same, err := declare(client.Client{Name: "acme ltd"})
	d.must(err)
	if same.Clients[0].OneOff || same.Clients[0].Client.ID != "acme" {
		t.Errorf("another name of Acme became %+v", same.Clients[0])
	}
	_, err = declare(client.Client{Name: "  "})
	d.wants(err, fault.Invalid, "Nothing was opened yet. Write how the client is called")
	_, err = declare(client.Client{Name: "Globex Hotels", Slack: "C0ACME"})
	d.wants(err, fault.Invalid, "Acme Shop has this channel")
	_, err = declare(client.Client{Name: "Globex Hotels", Slack: "U0DANA"})
	d.wants(err, fault.Invalid, "Choose the channel that you share with them, not a person.")

	// A client that comes into the config under the same word is somebody else.
	d.provision(acme, client.Client{ID: "globex-travel", Name: "Globex of the config", Slack: "C0OTHER"})
	inc, err = d.Note(t.Context(), ana, 1, service.Note{Text: "looked"})
	d.must(err)
	if inc.Clients[0].Client.Slack != "" {
		t.Error("a one-off client took over somebody else's channel")
	}
	_, err = d.Clients().Keep(t.Context(), ana, 1, "globex-travel")
	d.wants(err, fault.Conflict, "was *not* kept")

	d.provision(acme)
	saved, err := d.Clients().Keep(t.Context(), ben, 1, "globex-travel")
	d.must(err)
	if saved.Client.TimeZone != "Europe/Berlin" || !slices.Equal(d.ids(), []string{"acme", "globex-travel"}) {
		t.Errorf("kept %+v; clients %q", saved.Client, d.ids())
	}
	if what := d.listed("globex-travel").History[0]; what.By != "U0BEN" || what.What != "Kept from INC-1." {
		t.Errorf("its history begins with %+v", what)
	}
	_, err = d.Clients().Keep(t.Context(), ben, 1, "globex-travel")
	d.wants(err, fault.Conflict, "already")
	if inc, err := d.Get(t.Context(), ana, 1); err != nil || inc.Clients[0].OneOff {
		t.Errorf("the incident still calls it one-off, %v", err)
	}
}

// Whoever is not in the config signs with a name, never with an id: also what
// Candor drafts for them by itself.
func TestNobodySignsWithAnID(t *testing.T) {
	d := newBook(t, acme)
	d.declare("acme")
	tell, err := d.Write(t.Context(), ana, 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	d.must(err)
	if tell.Update.Sender.Name != "Ana Ruiz" {
		t.Errorf("a text is signed by %+v", tell.Update.Sender)
	}
	inc, err := d.Edit(t.Context(), ana, 1, incident.Details{Roles: map[playbook.Role]string{playbook.Comms: "U0CLEO"}, Names: map[string]string{"U0CLEO": "Cleo Lindqvist"}})
	d.must(err)
	if inc.Names["U0CLEO"] != "Cleo Lindqvist" {
		t.Errorf("known names: %v", inc.Names)
	}
	later := inc.Clients[0].Owed(promise.Update).DueAt
	d.Now = func() time.Time { return later }
	d.must(d.Tick(t.Context()))
	inc, err = d.Get(t.Context(), ana, 1)
	d.must(err)
	if draft := inc.Clients[0].Owed(promise.Update).Draft; draft == nil || draft.Sender.Name != "Cleo Lindqvist" {
		t.Errorf("the draft of the reminder is %+v", draft)
	}
	if _, err := d.Provision(t.Context(), team.Roster{Clients: []client.Client{acme}, People: []team.Person{{Slack: "U0CLEO", Name: "Cleo L.", Role: "Account manager"}}}); err != nil {
		t.Fatal(err)
	}
	cleo := incident.Actor{ID: "U0CLEO", Name: "Cleo Lindqvist", Team: "T0STUDIO", Home: "T0STUDIO"}
	tell, err = d.Write(t.Context(), cleo, 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	d.must(err)
	if tell.Update.Sender.Name != "Cleo L." || tell.Update.Sender.Role != "Account manager" {
		t.Errorf("the config's name does not count: %+v", tell.Update.Sender)
	}
}

func TestAnImportIsWholeOrNothing(t *testing.T) {
	d := newBook(t, acme)
	globex := client.Client{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", Webhook: &client.Webhook{URL: "https://globex.example/hook"}}
	cars := client.Client{ID: "cars", Name: "Globex Cars", Slack: "C0CARS"}
	take := func(trial bool, list ...client.Client) view.Imported {
		t.Helper()
		sum, err := d.Clients().Import(t.Context(), list, trial)
		d.must(err)
		return sum
	}
	if sum := take(true, globex, cars); !reflect.DeepEqual(sum, view.Imported{Added: []string{"globex", "cars"}, Secrets: []string{"globex"}}) || len(d.ids()) != 1 {
		t.Errorf("a trial says %+v and left %q", sum, d.ids())
	}
	take(false, globex, cars)
	secret := d.listed("globex").Client.Webhook.Secret
	if sum := take(false, globex, cars); len(sum.Same) != 2 || len(sum.Secrets) != 0 || secret == "" || d.listed("globex").Client.Webhook.Secret != secret || globex.Webhook.Secret != "" {
		t.Errorf("again: %+v", sum)
	}

	swapped, other := globex, cars
	swapped.Slack, other.Slack = cars.Slack, globex.Slack
	if sum := take(false, swapped, other); len(sum.Changed) != 2 {
		t.Errorf("two that change places: %+v", sum)
	}
	if last := d.listed("cars").History; last[len(last)-1].What != "Imported: Slack channel: <#C0CARS> → <#C0GLOBEX>" {
		t.Errorf("the history says %+v", last)
	}
	d.declare("cars")
	_, err := d.Clients().Remove(t.Context(), ana, "cars")
	d.must(err)
	if sum := take(false, other); len(sum.Changed) != 1 || d.listed("cars").Archived {
		t.Errorf("one that was archived: %+v", sum)
	}

	for _, tt := range []struct {
		name, want string
		list       []client.Client
	}{
		{"in the config", "acme: It is set in the config", []client.Client{{ID: "vans", Name: "New"}, acme}},
		{"a word of the commands", `due: The id “due” is a word`, []client.Client{{ID: "due", Name: "Due"}}},
		{"no name", "vans: Write how the client is called", []client.Client{{ID: "vans"}}},
		{"a channel of another", "vans: globex has its channel C0CARS", []client.Client{{ID: "vans", Name: "New", Slack: "C0CARS"}}},
		{"the webhook of another", "vans: lorries has its address. Give", []client.Client{
			{ID: "vans", Name: "New", Webhook: &client.Webhook{URL: "https://cars.example/hook"}}, {ID: "lorries", Name: "Newer", Webhook: &client.Webhook{URL: "https://cars.example/hook"}}}},
		{"the channel of the config's", "vans: acme has its channel C0ACME", []client.Client{{ID: "vans", Name: "New", Slack: "C0ACME"}}},
	} {
		_, err := d.Clients().Import(t.Context(), append([]client.Client{{ID: "fine", Name: "Fine"}}, tt.list...), false)
		if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "Nothing was imported.\n"+tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if ids := d.ids(); !slices.Equal(ids, []string{"acme", "cars", "globex"}) {
		t.Errorf("after what was refused there are %q", ids)
	}
	if list, err := d.Clients().Stored(t.Context()); err != nil || len(list) != 2 || list[0].ID != "cars" {
		t.Errorf("stored are %v, %v", list, err)
	}
}

// An address of the web is a client's own, and may be called, before it is stored;
// one that is stored stays where it is.
func TestAnAddressIsJudgedWhenItIsWritten(t *testing.T) {
	d := newBook(t)
	d.make("cars", client.FieldName, "Cars", client.FieldWebhook, "https://hooks.example/x")
	_, err := d.Clients().Make(t.Context(), ana, "vans", form(client.Client{}, client.FieldName, "Vans", client.FieldWebhook, "https://hooks.example/x"))
	d.wants(err, fault.Invalid, "Cars has this address. Give each client one of its own")

	d.Callable = func(string) error { return errors.New("leads nowhere. Write another one") }
	_, err = d.Clients().Make(t.Context(), ana, "vans", form(client.Client{}, client.FieldName, "Vans", client.FieldWebhook, "https://10.1.2.3/x"))
	d.wants(err, fault.Invalid, "It leads nowhere. Write another one.")
	_, err = d.Clients().Edit(t.Context(), ana, "cars", form(d.listed("cars").Client, client.FieldService, "the lot"))
	d.must(err)
}
