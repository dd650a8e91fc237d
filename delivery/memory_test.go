package delivery

import (
	"strconv"
	"testing"
	"time"
)

// A program that runs for a year meets more channels than it has to remember, and
// never forgets what it found out just now.
func TestWhatIsRememberedOfChannelsEnds(t *testing.T) {
	a := &audience{now: time.Now, internal: map[string]readers{}, people: map[string]knownUser{}}
	for i := range 3 * most {
		channel := "C" + strconv.Itoa(i)
		a.created(channel)
		if _, ok, _ := a.known(channel); !ok {
			t.Fatalf("%s is forgotten at once", channel)
		}
	}
	if n := len(a.internal); n > most {
		t.Errorf("%d channels are remembered, want at most %d", n, most)
	}
	known := map[string]int{}
	for i := range most {
		remember(known, strconv.Itoa(i), i)
	}
	if remember(known, "7", 8); len(known) != most || known["7"] != 8 {
		t.Errorf("what is known already empties a full memory: %d are left", len(known))
	}
}
