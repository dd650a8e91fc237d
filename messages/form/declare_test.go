package form

import (
	"slices"
	"testing"
	"time"

	"candor/incident/facts"
	"candor/incident/view"
)

// What a form knows of the message from which it was opened comes back with it.
func TestAFormKnowsTheMessageItIsOpenedFrom(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 2, 0, 0, time.UTC)
	for _, begun := range []Begun{{}, {NoticedAt: at}, {NoticedAt: at, Hints: []facts.Question{facts.DataLost}}, {NoticedAt: at, Hints: []facts.Question{facts.DataLost, facts.Intruder}}} {
		if when, hints := Message(view.Ref{Key: begun.key()}); !when.Equal(begun.NoticedAt) || !slices.Equal(hints, begun.Hints) {
			t.Errorf("%+v comes back as %v, %v", begun, when, hints)
		}
	}
	if at, hints := Message(view.Ref{Key: "soon data_lost"}); !at.IsZero() || hints != nil {
		t.Errorf("what is no time is %v, %v", at, hints)
	}
}
