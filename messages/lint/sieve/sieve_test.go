package sieve

import "testing"

// What was added is never kept back, and of what was not most is.
func TestWhatWasAddedIsLetThrough(t *testing.T) {
	var odd, even Set
	for id := int32(1); id < 40; id += 2 {
		odd.Add(id)
		even.Add(id + 1)
	}
	through := 0
	for id := range int32(2000) {
		added := id < 40 && id%2 == 1
		if odd.Has(id) {
			through++
		} else if added {
			t.Errorf("%d is kept back", id)
		}
	}
	if through > 200 {
		t.Errorf("%d of 2000 are let through", through)
	}
	if odd.Meets(&even) || !odd.Meets(&odd) || !odd.In([]Set{odd, odd}) || odd.In([]Set{odd, even}) || !odd.In(nil) {
		t.Error("sets that have no word in common meet, or others do not")
	}
}
