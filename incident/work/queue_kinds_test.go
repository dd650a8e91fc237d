package work

import (
	"testing"

	"candor/incident/outbox"
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
