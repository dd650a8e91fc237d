package facts

import "testing"

// What nobody knows at the end is left open; what is gone for good, or was never in doubt, is not.
func TestWhatNobodyKnowsAtTheEndIsLeftOpen(t *testing.T) {
	all := func(lost, recoverable, intruder, personal, copied Answer) *Facts {
		f := &Facts{Given: map[Question]Fact{}}
		for q, a := range map[Question]Answer{DataLost: lost, Recoverable: recoverable, Intruder: intruder, Personal: personal, SpareCopy: copied} {
			if a != "" {
				f.Given[q] = Fact{Answer: a}
			}
		}
		return f
	}
	for name, tt := range map[string]struct {
		f    *Facts
		lost bool
		want bool
	}{
		"nobody was asked":             {all("", "", "", "", ""), false, false},
		"nothing was lost":             {all(No, "", No, No, CopyTested), false, false},
		"whether data is lost":         {all(DontKnow, "", No, No, ""), false, true},
		"a suspicion":                  {all(No, "", Suspected, No, ""), false, true},
		"who got in is known":          {all(No, "", Confirmed, Yes, ""), false, false},
		"whether people are affected":  {all(No, "", No, DontKnow, ""), false, true},
		"a backup, and no loss":        {all(No, "", No, No, DontKnow), false, false},
		"gone for good":                {all(Yes, No, No, No, NoCopy), true, false},
		"part comes back":              {all(Yes, Partly, No, No, NoCopy), true, true},
		"part came back, they read it": {all(Yes, Partly, No, No, NoCopy), false, false},
		"how much comes back":          {all(Yes, DontKnow, No, No, NoCopy), false, true},
		"all comes back, not yet":      {all(Yes, Yes, No, No, CopyTested), true, true},
		"all is back":                  {all(Yes, Restored, No, No, CopyTested), true, false},
		"gone, and nobody asked":       {all(Yes, No, "", No, NoCopy), true, true},
		"gone, and the backup":         {all(Yes, No, No, No, DontKnow), true, true},
	} {
		if got := tt.f.LeftOpen(tt.lost); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
	if all(No, "", Suspected, No, "").LeftOpen(false, Intruder) {
		t.Error("they read elsewhere by when they hear of a break-in, and it is said twice")
	}
}
