package candor_test

import (
	"slices"
	"testing"

	"candor"
)

// What bad news calls an event comes before people as one.
func TestWhoAskedOrWasToldOtherwiseHearsNow(t *testing.T) {
	kinds := func(d *desk) []candor.EventKind {
		if e := d.acme().Owed(candor.UpdatePromise).Event; e != nil {
			return e.Kinds
		}
		return nil
	}
	d := newEstimate(t)
	if _, err := d.Asked(t.Context(), people["ana"], 1, "acme", "When is the shop back?"); err != nil {
		t.Fatal(err)
	}
	if e := d.acme().Owed(candor.UpdatePromise).Event; e == nil || !slices.Equal(e.Kinds, []candor.EventKind{candor.ClientAsked}) || !slices.Equal(e.Notes, []string{"When is the shop back?"}) {
		t.Fatalf("they asked: %+v", e)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, candor.ByHandReport{Client: "acme", How: candor.ByCall, Text: "In an hour, we think"}); err != nil {
		t.Fatal(err)
	}
	if got := kinds(d); got != nil {
		t.Fatalf("they were answered on the phone, and %v is open", got)
	}
	fact := func(a candor.FactAnswer) {
		t.Helper()
		if _, err := d.SetFacts(t.Context(), people["ana"], 1, a); err != nil {
			t.Fatal(err)
		}
	}
	fact(candor.FactAnswer{Question: candor.SpareCopy, Answer: candor.CopyTested})
	d.say(candor.Proposal{Kind: candor.Progress})
	fact(candor.FactAnswer{Question: candor.SpareCopy, Answer: candor.CopyFailed})
	if got := kinds(d); !slices.Equal(got, []candor.EventKind{candor.FactChanged}) {
		t.Errorf("what they were told turned out otherwise: %v", got)
	}

	d = newEstimate(t)
	fact(candor.FactAnswer{Question: candor.DataLost, Answer: candor.Yes, Words: "all orders"})
	if got := kinds(d); got != nil {
		t.Errorf("a confirmed loss has an hour and a ladder of its own, and %v is open", got)
	}
}
