package service_test

import (
	"slices"
	"testing"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
)

// What bad news calls an event comes before people as one.
func TestWhoAskedOrWasToldOtherwiseHearsNow(t *testing.T) {
	kinds := func(d *desk) []promise.EventKind {
		if e := d.acme().Owed(promise.Update).Event; e != nil {
			return e.Kinds
		}
		return nil
	}
	d := newEstimate(t)
	if _, err := d.Asked(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "When is the shop back?"); err != nil {
		t.Fatal(err)
	}
	if e := d.acme().Owed(promise.Update).Event; e == nil || !slices.Equal(e.Kinds, []promise.EventKind{promise.ClientAsked}) || !slices.Equal(e.Notes, []string{"When is the shop back?"}) {
		t.Fatalf("they asked: %+v", e)
	}
	if _, err := d.Told(t.Context(), people["ana"], 1, byhand.Report{Client: "acme", How: byhand.ByCall, Text: "In an hour, we think"}); err != nil {
		t.Fatal(err)
	}
	if got := kinds(d); got != nil {
		t.Fatalf("they were answered on the phone, and %v is open", got)
	}
	fact := func(a facts.FactAnswer) {
		t.Helper()
		if _, err := d.SetFacts(t.Context(), people["ana"], 1, a); err != nil {
			t.Fatal(err)
		}
	}
	fact(facts.FactAnswer{Question: facts.SpareCopy, Answer: facts.CopyTested})
	d.say(incident.Proposal{Kind: update.Progress})
	fact(facts.FactAnswer{Question: facts.SpareCopy, Answer: facts.CopyFailed})
	if got := kinds(d); !slices.Equal(got, []promise.EventKind{promise.FactChanged}) {
		t.Errorf("what they were told turned out otherwise: %v", got)
	}

	d = newEstimate(t)
	fact(facts.FactAnswer{Question: facts.DataLost, Answer: facts.Yes, Words: "all orders"})
	if got := kinds(d); got != nil {
		t.Errorf("a confirmed loss has an hour and a ladder of its own, and %v is open", got)
	}
}
