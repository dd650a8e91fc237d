package service_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages"
	"candor/store/bolt"
	"candor/store/storetest"
)

// desk is a service with a real store, a clock that is moved by hand, and a
// worker that delivers everything at once.
type desk struct {
	*service.Service
	t    *testing.T
	now  time.Time
	sent []outbox.Delivery                 // client texts, in order
	told []outbox.Delivery                 // what went to the team
	fail map[string]outbox.DeliveryOutcome // by way

	refuse string // a destination that refuses everything
}

var people = map[string]incident.Actor{
	"ana":  {ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true},
	"ben":  {ID: "U0BEN", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true},
	"cleo": {ID: "U0CLEO", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true},
	"dana": {ID: "U0DANA", Team: "T0ACME", Home: "T0STUDIO"},
}

func newDesk(t *testing.T, c client.Client, crew ...string) *desk {
	t.Helper()
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Open(filepath.Join(storetest.MemoryDir(t), "candor.db"), bolt.Options{Twice: true})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, now: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), fail: map[string]outbox.DeliveryOutcome{}}
	d.Service = &service.Service{
		Firm: work.Firm{
			Words:     words,
			Log:       slog.New(slog.DiscardHandler),
			Company:   "Studio North",
			Command:   "/incident",
			Playbooks: words.Playbooks(),
		},
		Store: store,
		Now:   func() time.Time { return d.now },
	}
	r := team.Roster{Clients: []client.Client{c}}
	for _, name := range crew {
		r.People = append(r.People, team.Person{Slack: people[name].ID, Name: strings.ToUpper(name[:1]) + name[1:]})
	}
	d.provision(r)
	t.Cleanup(func() {
		if err := store.View(context.Background(), service.Audit); err != nil {
			t.Errorf("at the end the state is not sound: %v", err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (d *desk) provision(r team.Roster) {
	d.t.Helper()
	if _, err := d.Provision(d.t.Context(), r); err != nil {
		d.t.Fatal(err)
	}
}

// reconfigure changes what the config says while everything runs.
func (d *desk) reconfigure(fn func(*team.Roster)) {
	d.t.Helper()
	r := *d.Roster()
	r.Clients, r.People = slices.Clone(r.Clients), slices.Clone(r.People)
	fn(&r)
	d.provision(r)
}

// declare opens an incident of a kind that ana is in charge of, and its channel.
func (d *desk) declare(kind string) {
	d.t.Helper()
	_, err := d.Declare(d.t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: kind, Impact: "the shop does not open", Doing: "checking what happened", Severity: 1})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work()
}

// work ticks and delivers until nothing is ready.
func (d *desk) work() {
	d.t.Helper()
	if err := d.Tick(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	for {
		l, err := d.Claim(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if l == nil {
			return
		}
		if err := d.Settle(d.t.Context(), l, d.deliver(l)); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *desk) deliver(l *view.Lease) outbox.DeliveryOutcome {
	if o, ok := d.fail[l.Delivery.Via]; ok && l.Delivery.Kind == outbox.ClientText {
		return o
	}
	if d.refuse != "" && l.Delivery.To == d.refuse {
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "I am not in that channel"}
	}
	if l.Delivery.Kind == outbox.ClientText {
		d.sent = append(d.sent, l.Delivery)
	} else {
		d.told = append(d.told, l.Delivery)
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC", Name: "inc-1", TS: l.Delivery.ID}}
}

// pass moves the clock and does what is due on the way, second by second.
func (d *desk) pass(t time.Duration) {
	d.t.Helper()
	for end := d.now.Add(t); d.now.Before(end); {
		d.now = d.now.Add(time.Second)
		d.work()
	}
}

func (d *desk) acme() *incident.Affected {
	d.t.Helper()
	inc, err := d.Get(d.t.Context(), people["ana"], 1)
	if err != nil {
		d.t.Fatal(err)
	}
	return inc.Affected("acme")
}

// write makes the first notice and sends it as the person.
func (d *desk) write(who string, sure bool) *view.Draft {
	d.t.Helper()
	t, err := d.Write(d.t.Context(), people[who], 1, incident.Proposal{Kind: update.FirstNoticeUnknown})
	if err != nil {
		d.t.Fatal(err)
	}
	t, err = d.Send(d.t.Context(), people[who], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: t.Update.Hash(), Sure: sure})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work()
	return t
}

// count is how many messages of a kind the team has got.
func (d *desk) count(kind string) (n int) {
	for _, m := range d.told {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

// score is how many promises to a client were kept, and how many there were.
func (d *desk) score(aff *incident.Affected) (kept, of int) {
	t := aff.Score(d.now).Promises
	return t.Kept, t.Of
}
