package playbook

import (
	"testing"
	"time"
)

// Once it works again nobody is late with what is moot, and it is to be done again when it is down
// again: but for what somebody did or skipped.
func TestWhatIsMootClosesAndOpensAgain(t *testing.T) {
	list := []Item{
		{Moot: MootWorksAgain, Mark: Mark{State: ItemOpen}},
		{Moot: MootWorksAgain, Mark: Mark{State: ItemDone, By: "U0ANA"}},
		{Moot: MootWorksAgain, Mark: Mark{State: ItemSkipped, By: "U0ANA", Reason: reasons[MootWorksAgain]}},
		{Mark: Mark{State: ItemOpen}},
	}
	states := func() (s [4]ItemState) {
		for i, it := range list {
			s[i] = it.State
		}
		return s
	}
	before := states()
	if changed := CloseMoot(list, MootWorksAgain, true, time.Time{}); len(changed) != 1 || list[0].State != ItemSkipped || list[0].By != "" {
		t.Errorf("it works again: %v of %+v", changed, list)
	}
	if changed := CloseMoot(list, MootWorksAgain, true, time.Time{}); len(changed) != 0 {
		t.Errorf("closed twice: %v", changed)
	}
	if changed := CloseMoot(list, MootWorksAgain, false, time.Time{}); len(changed) != 1 || states() != before {
		t.Errorf("it is down again: %v of %+v", changed, list)
	}
}
