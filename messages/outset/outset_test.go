package outset

import (
	"strings"
	"testing"
)

// A file of words that names a pattern that is not there, or loses the parts, is refused.
func TestWhatIsWrongWithTheWordsOfAFirstNotice(t *testing.T) {
	part := []Part{{What: "why", Unless: "why"}}
	for _, tt := range []struct {
		said  Said
		words Words
		want  string // "": nothing
	}{
		{Said{"why": "because"}, Words{Unknown: "We do not know {{open}}.", Open: part}, ""},
		{Said{"why": "(because"}, Words{}, `said: why: "(because" is not a pattern`},
		{Said{"how": "because"}, Words{Unknown: "We do not know {{open}}.", Open: part}, `first: outage: said has no "why"`},
		{Said{"why": "because"}, Words{Unknown: "We do not know why.", Open: part}, "first: outage: unknown has no {{open}}"},
		{nil, Words{Unknown: "We do not know why."}, ""},
	} {
		err := tt.said.Check(map[string]Words{"outage": tt.words})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, %v: %v, want %q", tt.said, tt.words, err, tt.want)
		}
	}
}

// A file of before has no parts.
func TestAFileOfBefore(t *testing.T) {
	w := Words{Unknown: "We do not know how many.", Counted: "We do not know why."}
	if got := w.NotKnown(nil, "orders are missing", ""); got != w.Unknown {
		t.Errorf("without a number: %q", got)
	}
	if got := w.NotKnown(nil, "12 orders are missing", ""); got != w.Counted {
		t.Errorf("with a number: %q", got)
	}
}
