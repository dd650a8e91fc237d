package screen

import (
	"testing"

	"candor/incident/outbox"
)

// Each kind that has words has them here, and each of which a person hears when
// it is lost can be named to them.
func TestEveryKindHasItsWords(t *testing.T) {
	rows := 0
	for _, k := range outbox.Kinds() {
		_, has := internal[k.Name]
		if has != k.Words {
			t.Errorf("%s: Words is %t in the table of kinds, and there is a row in internal: %t", k.Name, k.Words, has)
		}
		_, told := failed[k.Name]
		switch k.Lost {
		case outbox.Told, outbox.ToldEach, outbox.ToldAnother, outbox.TakenTo:
			if !told {
				t.Errorf("%s: a person hears that it is lost, and failed has no words for that", k.Name)
			}
		default:
			if told {
				t.Errorf("%s: nobody hears that it is lost, and failed has words for that", k.Name)
			}
		}
		if has {
			rows++
		}
		if told {
			rows++
		}
	}
	if all := len(internal) + len(failed); rows != all {
		t.Errorf("%d of %d rows are for kinds that do not exist", all-rows, all)
	}
}
