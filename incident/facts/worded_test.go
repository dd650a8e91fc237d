package facts

import (
	"maps"
	"slices"
	"testing"
)

// Behind are the words that clients read with an answer, and of what can come back only where data
// is lost.
func TestTheWordsBehindAnswers(t *testing.T) {
	given := func(a map[Question]Fact) *Facts { return &Facts{Given: a} }
	part := Fact{Answer: Partly, Words: "until noon"}
	for name, tt := range map[string]struct {
		f    *Facts
		want map[Question]string
	}{
		"of people":             {given(map[Question]Fact{Personal: {Answer: Yes, Words: "names"}}), map[Question]string{Personal: "names"}},
		"none":                  {given(map[Question]Fact{Personal: {Answer: Yes}}), nil},
		"that it is no harm":    {given(map[Question]Fact{Personal: {Answer: No, Words: "we looked"}}), nil},
		"a suspicion":           {given(map[Question]Fact{Intruder: {Answer: Suspected, Words: "a sign-in"}}), nil},
		"what is lost":          {given(map[Question]Fact{DataLost: {Answer: Yes, Words: "orders"}, Recoverable: part}), map[Question]string{Recoverable: "until noon"}},
		"what is lost no more":  {given(map[Question]Fact{DataLost: {Answer: No}, Recoverable: part}), nil},
		"a backup that is none": {given(map[Question]Fact{SpareCopy: {Answer: CopyFailed, Words: "half of it"}}), map[Question]string{SpareCopy: "half of it"}},
	} {
		if got := tt.f.Behind(); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// Words stay behind the answer of which they say something, and no other.
func TestWhichWordsStay(t *testing.T) {
	for name, tt := range map[string]struct {
		about    Question
		was, now Answer
		stay     bool
	}{
		"the same answer once more":       {SpareCopy, CopyTested, CopyTested, true},
		"the backup that is none":         {SpareCopy, CopyTested, NoCopy, false},
		"what can come back, and cannot":  {Recoverable, Partly, No, false},
		"what can come back, and is back": {Recoverable, Partly, PartBack, false},
		"how somebody got in, suspected":  {Intruder, Confirmed, Suspected, false},
		"which data is lost":              {DataLost, Yes, Yes, true},
		"which data was lost":             {DataLost, Yes, DontKnow, true},
	} {
		if got := (Fact{Answer: tt.was, Words: "from Monday"}).Stay(tt.about, tt.now); (got != "") != tt.stay {
			t.Errorf("%s: %q stays", name, got)
		}
	}
}

// Nobody reads what is well before what is not.
func TestTheWorstIsFirst(t *testing.T) {
	f := &Facts{Given: map[Question]Fact{DataLost: {Answer: Yes}, SpareCopy: {Answer: CopyTested}, Recoverable: {Answer: No}, Intruder: {Answer: No}, Personal: {Answer: Yes}}}
	if got, want := f.WorstFirst(), []Question{DataLost, Recoverable, Personal, SpareCopy, Intruder}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
