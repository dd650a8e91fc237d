package upkeep_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/upkeep"
)

// A week in which an incident is open uses up nobody's turn: what is asked once a week is
// asked when it is over.
func TestAWeekWithAnIncidentUsesUpNoTurn(t *testing.T) {
	friday := time.Date(2026, 3, 13, 10, 0, 0, 0, time.UTC)
	for _, open := range []bool{false, true} {
		b := restorable(t)
		if open {
			ana := incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0", Home: "T0"}
			if _, err := b.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: b.UsualKind(), Impact: "booking is slow", Severity: 3}); err != nil {
				t.Fatal(err)
			}
		}
		asked := asks(b, friday)
		if asked == open {
			t.Errorf("with an incident open %t: a turn was taken %t", open, asked)
		}
	}
}

// On a holiday of the company nobody is asked to put a copy back: the next Friday is.
func TestNobodyPutsACopyBackOnAHoliday(t *testing.T) {
	b := restorable(t)
	b.Reconfigure(func(r *team.Roster) { r.Holidays = []string{"2026-03-13"} })
	for _, friday := range []time.Time{time.Date(2026, 3, 13, 10, 0, 0, 0, time.UTC), time.Date(2026, 3, 20, 10, 0, 0, 0, time.UTC)} {
		asked := asks(b, friday)
		if asked != (friday.Day() == 20) {
			t.Errorf("on %s somebody is asked: %t", friday.Format("2 January"), asked)
		}
	}
}

// restorable is a bench with one client whose backups are ours.
func restorable(t *testing.T) *servicetest.Bench {
	t.Helper()
	return servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Backups: "ours"}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}},
	})
}

// asks says whether somebody is asked then for the week's restore.
func asks(b *servicetest.Bench, friday time.Time) (asked bool) {
	b.Must(b.Store.Update(context.Background(), func(tx records.Tx) error {
		if err := upkeep.Bring(&b.Firm, tx, friday); err != nil {
			return err
		}
		kept, err := tx.AllKept()
		asked = slices.ContainsFunc(kept, func(k *sheet.Kept) bool { return !reflect.DeepEqual(k.Proof, proof.Record{}) })
		return err
	}))
	return asked
}
