package facts

import (
	"maps"
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
