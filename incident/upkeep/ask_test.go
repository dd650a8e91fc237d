package upkeep_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/upkeep"
)

type everywhere struct{}

func (everywhere) Free(string) bool { return true }
func (everywhere) Take(string)      {}

// A program that dies while it asks a client does not ask again before it has looked
// whether the question is there.
func TestAQuestionIsNotAskedTwiceAfterACrash(t *testing.T) {
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}}})
	d := &upkeep.Desk{Firm: &b.Firm, Desk: b.Desk()}
	ana := incident.Actor{ID: "U0ANA", Team: "T0", Home: "T0"}
	if _, err := d.Ask(t.Context(), ana, "acme", upkeep.Read{Text: outbox.Text{Body: "How shall we tell you?"}}); err != nil {
		t.Fatal(err)
	}
	room := func() outbox.Room { return everywhere{} }
	leases, err := b.Service.Claim(t.Context(), room)
	if err != nil || len(leases) != 1 || leases[0].Delivery.Looking {
		t.Fatalf("%v, %v", leases, err)
	}
	b.Move(time.Hour) // nobody settles it
	looked := false
	for range 5 {
		if leases, err = b.Service.Claim(t.Context(), room); err != nil {
			t.Fatal(err)
		}
		for _, l := range leases {
			if !l.Delivery.Looking {
				t.Fatal("it is sent again, and nobody has looked")
			}
			looked = true
		}
		b.Move(time.Minute)
	}
	if !looked {
		t.Error("nobody looks whether it is there")
	}
}

// A question that was put off until the client opens leaves then and not before, though a clock that
// went back lets nothing wait; and not to a place at which they are not reached any more.
func TestAQuestionLeavesWhileTheyAreOpen(t *testing.T) {
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London"}}})
	d := &upkeep.Desk{Firm: &b.Firm, Desk: b.Desk()}
	ana := incident.Actor{ID: "U0ANA", Team: "T0", Home: "T0"}
	b.Move(8 * time.Hour) // 22:00
	q, err := d.Ask(t.Context(), ana, "acme", upkeep.Read{Text: outbox.Text{Body: "How shall we tell you?"}})
	if err != nil {
		t.Fatal(err)
	}
	key := q.Sheet.Kept.Question.Key
	now := func(change func(*outbox.Delivery)) (asked *outbox.Delivery) {
		t.Helper()
		b.Must(b.Store.Update(t.Context(), func(tx records.Tx) (err error) {
			if asked, err = tx.Delivery(key); err == nil {
				change(asked)
				err = tx.PutDelivery(asked)
			}
			return err
		}))
		return asked
	}
	claim := func() int {
		t.Helper()
		leases, err := b.Service.Claim(t.Context(), func() outbox.Room { return everywhere{} })
		b.Must(err)
		return len(leases)
	}
	now(func(d *outbox.Delivery) { d.NotTill = b.Now() })
	if claim() != 0 {
		t.Error("it leaves at 22:00")
	}
	if at := now(func(*outbox.Delivery) {}).NotTill; at.Sub(b.Now()) != 11*time.Hour {
		t.Errorf("it waits until %s", at)
	}
	b.Move(11 * time.Hour)
	if _, err := b.Provision(t.Context(), team.Roster{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0OTHER", TimeZone: "Europe/London"}}}); err != nil {
		t.Fatal(err)
	}
	if claim() != 0 {
		t.Error("it leaves to their old place")
	}
	if d := now(func(*outbox.Delivery) {}); d.State != outbox.Recalled || d.Reason != "they were not reached there any more" {
		t.Errorf("it is %v: %s", d.State, d.Reason)
	}
}
