package service_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/view"
)

// night is an incident of Acme's that Ana runs alone, told at 14:00 and with the
// next word promised for 14:30, and whoever carries out what leaves.
type night struct {
	*servicetest.Bench
	roster team.Roster
	t      *testing.T
	now    time.Time
	rings  []string                                         // "14:35 U0BEN", in order
	made   []madeCall                                       // the calls that arrived, when exactly
	ring   func(user string) outbox.DeliveryOutcome         // nil: the phone rings
	quiet  map[string]team.DoNotDisturb                     // what Slack says
	last   map[string]view.Lease                            // the newest lease of each kind
	leave  func(*view.Lease) (outbox.DeliveryOutcome, bool) // goes before all of that; nil: never
	asked  int                                              // how often Slack was asked about Do Not Disturb
}

// madeCall is a call that arrived.
type madeCall struct {
	user string
	at   time.Time
}

// reachable is a person with a wake address.
func reachable(id, name string) team.Person {
	return team.Person{Slack: id, Name: name, Wake: client.Secret("https://wake.example/" + id)}
}

func clockTime(text string) time.Time {
	at, err := time.Parse("2006-01-02 15:04:05", "2026-03-10 "+text+":00")
	if err != nil {
		panic(err)
	}
	return at
}

func newNight(t *testing.T, escalateTo ...string) *night {
	t.Helper()
	n := &night{t: t, last: map[string]view.Lease{}}
	n.roster = team.Roster{
		Clients:    []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, {ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"}},
		People:     []team.Person{reachable("U0ANA", "Ana Ruiz"), reachable("U0BEN", "Ben Okafor"), reachable("U0CLEO", "Cleo Lindqvist")},
		EscalateTo: escalateTo,
	}
	n.Bench = servicetest.New(t, servicetest.Setup{Clients: n.roster.Clients, People: n.roster.People, EscalateTo: escalateTo, Clock: &n.now, Does: n.outcome})
	n.must(n.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "checkout is down", Doing: "checking what happened", Severity: 1}))
	n.work()
	n.must(n.Told(t.Context(), ana, 1, byhand.Report{Text: "we look into it", NextAt: clockTime("14:30")}))
	n.until("14:00")
	return n
}

// people makes the config name these.
func (n *night) people(list ...team.Person) {
	n.t.Helper()
	n.roster.People = list
	n.Configure(n.roster)
}

func (n *night) must(_ any, err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

// work carries out what is ready now.
func (n *night) work() { n.t.Helper(); n.Carry(n.outcome) }

func (n *night) outcome(l *view.Lease) outbox.DeliveryOutcome {
	n.last[l.Delivery.Kind] = *l
	if n.leave != nil {
		if o, ok := n.leave(l); ok {
			return o
		}
	}
	d := l.Delivery
	o := outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: d.To, TS: "1.000001"}}
	switch d.Kind {
	case outbox.OpenChannel:
		o.Receipt = outbox.Receipt{Channel: "C0INC1", Name: "inc-1"}
	case outbox.AskQuiet:
		n.asked++
		o.Quiet = n.quiet
	case outbox.WakeCall:
		n.rings = append(n.rings, n.now.Format("15:04")+" "+d.To)
		if n.ring != nil {
			o = n.ring(d.To)
		}
		if o.Verdict == outbox.Sent {
			n.made = append(n.made, madeCall{d.To, n.now})
		}
	}
	return o
}

// until moves time on, stopping wherever something is due.
func (n *night) until(clock string) { n.t.Helper(); n.Until(clockTime(clock)) }

func (n *night) wantRings(want ...string) {
	n.t.Helper()
	if !slices.Equal(n.rings, want) {
		n.t.Errorf("the phones rang %q, want %q", n.rings, want)
	}
}

// told records that Ana rang Acme herself.
func (n *night) told(next string) {
	n.t.Helper()
	n.must(n.Told(n.t.Context(), ana, 1, byhand.Report{Text: "rang them", NextAt: clockTime(next), Asks: byhand.Asks{Sure: true}}))
}

// notices are the direct messages about what could not be done: who got one, about whom.
func (n *night) notices() (list []string) {
	n.t.Helper()
	n.must(nil, n.Store.View(n.t.Context(), func(tx records.Tx) error {
		list = nil
		for _, user := range []string{"U0ANA", "U0BEN", "U0CLEO"} {
			d, err := tx.Delivery("INC-1/notice/ring/acme/2/" + user)
			switch {
			case err == nil:
				list = append(list, fmt.Sprintf("%s: %s", d.To, user))
			case fault.CodeOf(err) != fault.NotFound:
				return err
			}
		}
		return nil
	}))
	return list
}

func (n *night) reach(user string) (r team.Reach) {
	n.t.Helper()
	n.must(nil, n.Store.View(n.t.Context(), func(tx records.Tx) (err error) { r, err = tx.Reach(user); return err }))
	return r
}

// card is whom the newest card names as hard to wake.
func (n *night) card() (list []string) {
	for _, s := range n.last[outbox.Card].View.Sleepers {
		list = append(list, s.Person.Slack)
	}
	return list
}
