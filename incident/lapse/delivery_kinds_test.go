package lapse

import (
	"testing"

	"candor/incident/outbox"
)

func TestEveryKindThatLapsesHasARule(t *testing.T) {
	for _, k := range outbox.Kinds() {
		if has := lapsed[k.Name] != nil; has != k.Lapses {
			t.Errorf("%s: Lapses is %t in the table of kinds, and there is a rule in lapsed: %t", k.Name, k.Lapses, has)
		}
	}
	for name := range lapsed {
		if outbox.KindOf(name).Name == "" {
			t.Errorf("lapsed has a rule for %s, which is no kind", name)
		}
	}
}
