package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/score"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// desk is a bench whose deliveries arrive, or fail as a test says.
type desk struct {
	*servicetest.Bench
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
	d := &desk{t: t, fail: map[string]outbox.DeliveryOutcome{}}
	s := servicetest.Setup{Clients: []client.Client{c}, Clock: &d.now, Does: d.deliver}
	for _, name := range crew {
		s.People = append(s.People, team.Person{Slack: people[name].ID, Name: strings.ToUpper(name[:1]) + name[1:]})
	}
	d.Bench = servicetest.New(t, s)
	return d
}

// reconfigure changes what the config says while everything runs.
func (d *desk) reconfigure(fn func(*team.Roster)) { d.t.Helper(); d.Reconfigure(fn) }

// declare opens an incident of a kind that ana is in charge of, and its channel.
func (d *desk) declare(kind string) {
	d.t.Helper()
	_, err := d.Declare(d.t.Context(), people["ana"], service.Declaration{Client: "acme", Kind: kind, Impact: "the shop does not open", Doing: "checking what happened", Severity: 1})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work()
}

// work does what is due and delivers until nothing is ready.
func (d *desk) work() { d.t.Helper(); d.Work() }

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
	return servicetest.Arrives(l)
}

// pass moves the clock and does what is due on the way, second by second.
func (d *desk) pass(t time.Duration) { d.t.Helper(); d.Steps(time.Second, t) }

// skip is the same minute by minute.
func (d *desk) skip(t time.Duration) { d.t.Helper(); d.Steps(time.Minute, t) }

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
	t := score.Of(aff, d.now).Promises
	return t.Kept, t.Of
}
