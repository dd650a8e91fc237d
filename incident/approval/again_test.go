package approval

import (
	"slices"
	"testing"
)

// A need that is asked once more is met by nobody yet, and by nobody who could not before.
func TestANeedIsAskedAgain(t *testing.T) {
	for _, tt := range []struct {
		need Need
		want []string
	}{
		{Need{For: Other, People: []string{"U0ANA", "U0BEN"}, By: "U0BEN"}, []string{"U0BEN", "U0ANA"}},
		{Need{For: Other, Anyone: true, People: []string{"U0ANA"}, By: "U0BEN"}, []string{"U0BEN", "U0ANA"}},
		{Need{For: "privacy", People: []string{"U0CLEO"}}, []string{"U0CLEO"}},
	} {
		got := tt.need.Again("U0BEN")
		if got.By != "" || got.For != tt.need.For || got.Anyone != tt.need.Anyone || !slices.Equal(got.People, tt.want) {
			t.Errorf("%+v: %+v, want %v", tt.need, got, tt.want)
		}
	}
	own := Need{For: Other, Anyone: true, People: []string{"U0BEN"}} // its writer pressed, who gives no word
	if got := own.Again(""); !slices.Equal(got.People, own.People) {
		t.Errorf("asked: %v", got.People)
	}
}
