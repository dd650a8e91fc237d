package work

import (
	"log/slog"
	"slices"
	"testing"

	"candor/incident"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/schedule/scheduletest"
	"candor/incident/team"
)

// What the table of kinds announces is there, and nothing else is.
func TestEveryKindHasItsSteps(t *testing.T) {
	steps := 0
	for _, k := range outbox.Kinds() {
		for _, tt := range []struct {
			table    string
			has      bool
			announce bool
		}{
			{"landings", landings[k.Name] != nil, k.Lands},
			{"losses", losses[k.Name] != nil, k.Lost == outbox.ItsOwn},
			{"inPerson", inPerson[k.Name] != nil, k.Shut == outbox.InPerson},
		} {
			if tt.has != tt.announce {
				t.Errorf("%s: a step in %s: %t, its row announces one: %t", k.Name, tt.table, tt.has, tt.announce)
			}
			if tt.has {
				steps++
			}
		}
		if k.Lost == outbox.TakenTo && inPerson[k.Name] == nil {
			t.Errorf("%s is taken to people when it is lost, and inPerson has no step for it", k.Name)
		}
	}
	if all := len(landings) + len(losses) + len(inPerson); steps != all {
		t.Errorf("%d of %d steps are for kinds that do not exist", all-steps, all)
	}
}

// queued is a transaction that takes deliveries and knows nothing else.
type queued struct {
	records.Tx
	list []*outbox.Delivery
}

func (q *queued) Enqueue(d *outbox.Delivery) (bool, error) {
	q.list = append(q.list, d)
	return true, nil
}

func (*queued) Reach(user string) (team.Reach, error) { return team.Reach{User: user}, nil }

// Who hears that two deliveries of a kind are lost, and how often.
func TestWhoHearsOfWhatIsLost(t *testing.T) {
	nobody := []string{outbox.Answered, outbox.Remove, outbox.Retold, outbox.Recopy, outbox.Notice, outbox.Farewell, outbox.GuestSaid, outbox.Morning, outbox.Relisted, outbox.Damaged, outbox.AskQuiet, outbox.StepDue, outbox.GoodNight, outbox.HandedOver, outbox.AllLeft, outbox.Muted, outbox.RoleGap, outbox.DrillBegun, outbox.DrillScore, outbox.ClockDue, outbox.Digest, outbox.Sheet, outbox.PinSheet, outbox.Trial, outbox.TrialSaid, outbox.AskClient, outbox.SheetAnswer}
	each := []string{outbox.OpenChannel, outbox.Invite, outbox.Kick}
	another := []string{outbox.Direct, outbox.AskGuest, outbox.Passed, outbox.TakeOver}
	for _, k := range outbox.Kinds() {
		if k.Lost == outbox.ItsOwn {
			continue
		}
		f := &firm.Firm{Log: slog.New(slog.DiscardHandler)}
		f.SetRoster(&team.Roster{EscalateTo: []string{"U0BEN"}})
		q := &queued{}
		w := Begin(f, q, &incident.Incident{Number: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Channel: incident.Channel{ID: "C0INC1"}}, scheduletest.Start)
		for _, key := range []string{"INC-1/one", "INC-1/two"} {
			if err := w.lost(&outbox.Delivery{Key: key, Kind: k.Name, To: "U0ANA"}); err != nil {
				t.Fatal(err)
			}
		}
		keys, to := map[string]bool{}, "U0ANA"
		for _, d := range q.list {
			keys[d.Key] = true
			if slices.Contains(another, k.Name) {
				to = "U0BEN"
			}
			if d.Kind != outbox.Notice || d.To != to {
				t.Errorf("of a lost %s %s hears by a %s, want %s by a notice", k.Name, d.To, d.Kind, to)
			}
		}
		want := 1
		switch {
		case slices.Contains(nobody, k.Name):
			want = 0
		case slices.Contains(each, k.Name):
			want = 2
		}
		if len(keys) != want {
			t.Errorf("two lost deliveries of kind %s: %d notices, want %d", k.Name, len(keys), want)
		}
	}
}
