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
