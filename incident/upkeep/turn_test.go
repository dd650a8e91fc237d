package upkeep_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/upkeep"
)

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0", Home: "T0"}

// two is a bench with two people, and two clients whose backups are ours.
func two(t *testing.T) *servicetest.Bench {
	t.Helper()
	return servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{
			{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Backups: "ours"},
			{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", TimeZone: "Europe/Berlin", Backups: "ours"},
		},
		People:     []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
		EscalateTo: []string{"U0ANA", "U0BEN"},
	})
}

// Of two people one is asked to put a copy back on one Friday, and the other on the next.
func TestPeopleTakeTurns(t *testing.T) {
	b := two(t)
	var asked []string
	for week := range 4 {
		friday, of := time.Date(2026, 3, 13+7*week, 10, 0, 0, 0, time.UTC), ""
		b.Must(b.Store.Update(context.Background(), func(tx records.Tx) error {
			if err := upkeep.Bring(&b.Firm, tx, friday); err != nil {
				return err
			}
			kept, err := tx.AllKept()
			for _, k := range kept {
				if k.Proof.AskedAt.Equal(friday) {
					of = k.Proof.AskedOf
				}
			}
			return err
		}))
		asked = append(asked, of)
	}
	if want := []string{"U0ANA", "U0BEN", "U0ANA", "U0BEN"}; !slices.Equal(asked, want) {
		t.Errorf("asked were %v, want %v", asked, want)
	}
}

// Somebody else hears that a copy could not be put back, once, and that it works again, once.
func TestWhoHearsOfATry(t *testing.T) {
	b := two(t)
	d := &upkeep.Desk{Firm: &b.Firm, Desk: b.Desk()}
	var hear []string
	for i, step := range []struct {
		try  proof.Try
		want []string
	}{
		{proof.Try{Minutes: 14}, nil},
		{proof.Try{Failed: true}, []string{"U0BEN"}},
		{proof.Try{Failed: true}, []string{"U0BEN"}},
		{proof.Try{Minutes: 14}, []string{"U0BEN", "U0BEN"}},
		{proof.Try{Minutes: 14}, []string{"U0BEN", "U0BEN"}},
	} {
		b.Move(time.Minute)
		if _, err := d.Restored(t.Context(), ana, "acme", step.try); err != nil {
			t.Fatal(err)
		}
		leases, err := b.Service.Claim(t.Context(), func() outbox.Room { return everywhere{} })
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range leases {
			if l.Delivery.Kind == outbox.Trial {
				hear = append(hear, l.Delivery.To)
			}
		}
		if !slices.Equal(hear, step.want) {
			t.Errorf("after try %d %v hear of it, want %v", i, hear, step.want)
		}
	}
}

// A client for whom a lawyer writes is asked nothing by itself.
func TestALawyersClientIsNotAsked(t *testing.T) {
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Manner: client.Lawyer}}})
	d := &upkeep.Desk{Firm: &b.Firm, Desk: b.Desk()}
	if _, err := d.Asking(t.Context(), ana, "acme"); err == nil || !strings.Contains(err.Error(), "Their lawyer writes for them.") {
		t.Errorf("they can be asked: %v", err)
	}
}
