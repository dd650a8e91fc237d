package playbook

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// Two steps that somebody adds never share an id: what is ticked of one would be ticked of the other.
func TestAddedStepsHaveTheirOwnIDs(t *testing.T) {
	list := []Item{{ID: "outage.01"}, {ID: AddedPrefix + "17"}}
	seen := map[string]bool{}
	for range 30 {
		it := NewAdded(list, "call the host", "assess")
		if list = append(list, it); seen[it.ID] || it.ID == AddedPrefix+"17" {
			t.Fatalf("%s is the id of two steps", it.ID)
		}
		seen[it.ID] = true
	}
}

// A step that comes with another kind is as far as it was: done, if what it says had
// happened before it came, and no sooner due than it was.
func TestStepsOfAnotherKindKnowWhatHasHappened(t *testing.T) {
	p := Proven(nil).With(MeansResolved, "U0ANA", noon)
	before := []Item{
		{ID: "a", NotTill: noon, Brought: true, Found: "nothing"},
		{ID: "b", Means: MeansReview, Mark: Mark{State: ItemDone, By: "U0BEN"}},
		{ID: "d", Means: MeansResolved}, // somebody has opened it again
	}
	list := []Item{{ID: "a"}, {ID: "b", Mark: Mark{State: ItemDone, By: "U0BEN"}}, {ID: "c", Means: MeansResolved}, {ID: "d", Means: MeansResolved}, {ID: "e"}, {ID: "f", Means: MeansReview}}
	Keep(list, before, p)
	if it := list[0]; !it.NotTill.Equal(noon) || !it.Brought || it.Found != "nothing" {
		t.Errorf("what waits for the morning, and was brought up, is %+v", it)
	}
	if list[1].By != "U0BEN" || list[2].State != ItemDone || list[2].By != "U0ANA" || !list[2].At.Equal(noon) {
		t.Errorf("what was shown is %+v", list)
	}
	for _, i := range []int{3, 4, 5} {
		if list[i].State != ItemOpen {
			t.Errorf("nobody has shown that %s is done", list[i].ID)
		}
	}
}

// That it is down again proves nothing any more of what said that it works.
func TestDownAgainProvesLess(t *testing.T) {
	p := Proven(nil).With(MeansResolved, "U0ANA", noon).With(MeansFirstNotice, "U0ANA", noon)
	list := []Item{{ID: "a", Means: MeansResolved, Mark: Mark{State: ItemDone}}, {ID: "b", Means: MeansFirstNotice, Mark: Mark{State: ItemDone}}, {ID: "c", NotTill: noon},
		{ID: "d", Due: "T+10m", Brought: true, NotTill: noon.Add(-time.Hour)}, {ID: "e", Due: "R+5bd", NotTill: noon}}
	left := Redo(list, p, noon)
	if _, ok := left[MeansResolved]; ok || len(left) != 1 || len(p) != 2 {
		t.Errorf("proven are %v, and before %v", left, p)
	}
	if list[0].State != ItemOpen || list[1].State != ItemDone || !list[2].NotTill.IsZero() || !list[4].NotTill.IsZero() {
		t.Errorf("the list is %+v", list)
	}
	if it := list[3]; !it.NotTill.Equal(noon.Add(10*time.Minute)) || it.Brought {
		t.Errorf("what was due ten minutes after it began is %+v: nobody is late with it as it is down again", it)
	}
}

// Whoever pressed “It is down again” by mistake gets the list back, with what was done and
// added meanwhile.
func TestTakenBackKeepsWhatPeopleDid(t *testing.T) {
	before := []Item{{ID: "a"}, {ID: "b", Mark: Mark{State: ItemDone, By: "U0ANA", At: noon.Add(-time.Hour)}}, {ID: "c"}}
	now := []Item{{ID: "a", Mark: Mark{State: ItemDone, By: "U0BEN", At: noon.Add(time.Minute)}}, {ID: "b"}, {ID: "c"}, {ID: AddedPrefix + "4"}}
	got := Back(before, now, noon)
	if ids(got) != "a b c added.4" || got[0].By != "U0BEN" || got[1].By != "U0ANA" || got[2].State != ItemOpen {
		t.Errorf("Back = %+v", got)
	}
}
