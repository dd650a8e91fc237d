package byhand

import (
	"strconv"
	"sync"
	"testing"

	"candor/incident/facts"
)

// A text is read once, whoever asks, and of many texts none is kept for ever.
func TestATextIsReadOnce(t *testing.T) {
	read := map[string]int{}
	r := remembered{read: func(text string) Claims { read[text]++; return Claims{facts.DataLost: facts.Answer(text)} }}
	for range 3 {
		if got := r.of("yes")[facts.DataLost]; got != facts.Yes {
			t.Errorf("it says %q, want yes", got)
		}
	}
	if read["yes"] != 1 {
		t.Errorf("it was read %d times, want once", read["yes"])
	}
	for n := range 2 * manyTexts {
		r.of(strconv.Itoa(n))
		if len(r.known) > manyTexts {
			t.Fatalf("%d texts are kept, want %d at most", len(r.known), manyTexts)
		}
	}
}

// What somebody changes in what was read changes nothing for the next, also where several read at once.
func TestWhatWasReadIsTheirs(t *testing.T) {
	const text = "All of your orders are lost."
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { clear(ClaimsIn(text)) })
	}
	all.Wait()
	if len(ClaimsIn(text)) == 0 {
		t.Error("it says nothing any more")
	}
}
