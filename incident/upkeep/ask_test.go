package upkeep_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/service/servicetest"
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
