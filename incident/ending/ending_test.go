package ending_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/ending"
	"candor/incident/morning"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0HOME", Home: "T0HOME", InChannel: true}

// What is said before an incident is closed comes true: what stays is brought up on some
// morning, what is skipped is answered, and of what is dropped nobody hears any more.
func TestWhatIsSaidOfClosingComesTrue(t *testing.T) {
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}}, People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}}})
	inc, err := b.Declare(t.Context(), ana, service.Declaration{Kind: "outage", Client: "acme", Severity: 1, Impact: "checkout is down", Since: scheduletest.At(0)})
	if err != nil {
		t.Fatal(err)
	}
	now := b.Now()
	change(t, b, inc.Number, func(inc *incident.Incident) {
		aff := inc.Affected("acme")
		aff.Promises = nil
		for _, row := range promise.Table {
			if row.Close == promise.Keeps {
				aff.Promises = append(aff.Promises, promise.Promise{N: len(aff.Promises) + 1, Kind: row.Kind, MadeAt: now, DueAt: now.Add(48 * time.Hour)})
			}
		}
		inc.State, inc.ResolvedAt, inc.Chosen = incident.Resolved, now, incident.Full
		inc.Checklist[9].NotTill = now.Add(18 * time.Hour) // as the morning after it was resolved
		if _, err := inc.Add("write to the bank", "learn"); err != nil {
			t.Fatal(err)
		}
		inc.Changes = review.Changes{{N: 1, Text: "rotate the keys", Owner: "U0BEN", At: now, DueAt: now.Add(70 * time.Hour)}}
	})
	before, err := b.Get(t.Context(), ana, inc.Number)
	if err != nil {
		t.Fatal(err)
	}
	said := ending.Of(before, now)
	after, err := b.Close(t.Context(), ana, inc.Number, service.Closing{Reason: "small team"})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[ending.Fate]int{}
	for _, thing := range said {
		seen[thing.Fate]++
		if what := describe(thing); thing.Fate != became(after, thing) {
			t.Errorf("%s: it was to be %d, and is %d", what, thing.Fate, became(after, thing))
		}
	}
	for _, fate := range []ending.Fate{ending.Stays, ending.Skipped, ending.Dropped} {
		if seen[fate] == 0 {
			t.Errorf("nothing had the fate %d", fate)
		}
	}
	if kept := len(after.Affected("acme").Pending()); kept != len(before.Affected("acme").Pending()) || kept < 8 {
		t.Errorf("%d promises are pending", kept)
	}
	for _, thing := range ending.Of(after, now) {
		if thing.Fate == ending.Skipped {
			t.Errorf("once it is closed %s is still to be skipped", describe(thing))
		}
	}
}

// became is what closing has done with a thing.
func became(inc *incident.Incident, thing ending.Thing) ending.Fate {
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; thing.Step != nil && it.ID == thing.Step.ID && it.State == playbook.ItemSkipped && it.By == ana.ID {
			return ending.Skipped
		}
	}
	for _, t := range inc.InDays() {
		if same(t, thing) {
			return ending.Stays
		}
	}
	if thing.Promise != nil && thing.Promise.Rings() && inc.Affected("acme").PromiseN(thing.Promise.N).Outcome == promise.Pending {
		return ending.Stays // it has a ladder of its own
	}
	return ending.Dropped
}

func same(t morning.Thing, thing ending.Thing) bool {
	switch {
	case thing.Promise != nil:
		return t.Promise == thing.Promise.N && t.Owner == thing.Owner && t.Due.Equal(thing.Due)
	case thing.Step != nil:
		return t.Step == thing.Step.ID && t.Owner == thing.Owner && t.Due.Equal(thing.Due)
	case thing.Change != nil:
		return t.Change == thing.Change.N && t.Owner == thing.Owner && t.Due.Equal(thing.Due)
	}
	return false
}

func describe(thing ending.Thing) string {
	switch {
	case thing.Promise != nil:
		return string(thing.Promise.Kind)
	case thing.Step != nil:
		return thing.Step.Text
	}
	return "something else"
}

func change(t *testing.T, b *servicetest.Bench, number int64, fn func(*incident.Incident)) {
	t.Helper()
	err := b.Store.Update(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		fn(inc)
		return tx.PutIncident(inc)
	})
	if err != nil {
		t.Fatal(err)
	}
}
