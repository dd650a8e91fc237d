package promise_test

import (
	"testing"

	"candor/incident/promise"
	"candor/incident/update"
)

// Each row has an owner, a figure, and what closing does with it. That each kind has
// one is asked in cmd/candor, where the source is read.
func TestTheRowsOfPromisesAreWhole(t *testing.T) {
	for _, r := range promise.Table {
		if r.Kind == "" || r.Owner == "" || r.Score == 0 || r.Close == 0 {
			t.Errorf("the row of %q is not whole: %+v", r.Kind, r)
		}
		if r.Draft != "" && update.KindOf(r.Draft).Proves == "" && !update.KindOf(r.Draft).Afterward {
			t.Errorf("the draft of %q, %q, is no text for afterwards", r.Kind, r.Draft)
		}
	}
}

// Phones ring for news, the final message and a call, and for nothing that is due
// in days.
func TestWhichPromisesRing(t *testing.T) {
	want := map[promise.Kind]bool{promise.Update: true, promise.Final: true, promise.Afterword: true, promise.Meeting: true}
	for _, r := range promise.Table {
		if r.Kind.Rings() != want[r.Kind] {
			t.Errorf("%q rings: %t", r.Kind, r.Kind.Rings())
		}
	}
	if promise.Kind("one that nobody knows").Rings() {
		t.Error("what nobody knows rings")
	}
}
