package facts

import (
	"maps"
	"testing"
)

// An older update that turns out to be there takes back nothing that a newer
// one told.
func TestWhatANewerUpdateToldStays(t *testing.T) {
	heard, of := Learned(nil, nil, map[Question]Answer{DataLost: Yes}, 3)
	heard, of = Learned(heard, of, map[Question]Answer{DataLost: DontKnow, Personal: No}, 2)
	if want := (map[Question]Answer{DataLost: Yes, Personal: No}); !maps.Equal(heard, want) {
		t.Errorf("the client has heard %v, want %v", heard, want)
	}
	if want := (map[Question]int{DataLost: 3, Personal: 2}); !maps.Equal(of, want) {
		t.Errorf("of updates %v, want %v", of, want)
	}
}

// That more comes back than was said was no mistake. That nothing can come back was one, as
// soon as anything does.
func TestThatNothingComesBackWasWrongOnceAnythingDoes(t *testing.T) {
	for _, tt := range []struct {
		was, now Answer
		wrong    bool
	}{{No, Restored, true}, {No, Partly, true}, {No, Yes, true}, {Partly, Restored, false}, {Partly, No, true}, {Yes, Restored, false}, {DontKnow, Restored, false}} {
		if got := WasWrong(tt.was, tt.now); got != tt.wrong {
			t.Errorf("%s, and it is %s: wrong %t, want %t", tt.was, tt.now, got, tt.wrong)
		}
	}
}

// What was told and is so still was not wrong.
func TestWhatIsStillSoWasNotWrong(t *testing.T) {
	for q, answers := range Answers {
		for _, a := range answers {
			if WasWrong(a, a) {
				t.Errorf("%s: %s was wrong, and is so", q, a)
			}
		}
	}
}
