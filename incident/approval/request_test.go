package approval

import (
	"testing"
	"time"
)

// A word that was given is nobody else's: who says yes after it meets only what is open.
func TestAWordThatWasGivenStays(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	r := Request{Needs: []Need{{For: Other, Anyone: true}, {For: "privacy", People: []string{"U0CLEO"}}}}
	if !r.Meet("U0BEN", at) || r.Meet("U0BEN", at.Add(time.Minute)) {
		t.Error("a second word of the same person counts, or the first did not")
	}
	if len(r.Open()) != 1 || r.Open()[0].For != "privacy" {
		t.Errorf("open: %+v", r.Open())
	}
	if !r.Meet("U0CLEO", at.Add(2*time.Minute)) {
		t.Error("the word that is missing does not count")
	}
	if n := r.Needs[0]; n.By != "U0BEN" || !n.At.Equal(at) {
		t.Errorf("the first word is %s's of %s by now", n.By, n.At)
	}
	if len(r.Open()) != 0 || r.Decider(Approved) != "U0CLEO" {
		t.Errorf("open: %+v; the last word was %s's", r.Open(), r.Decider(Approved))
	}
}
