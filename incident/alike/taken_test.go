package alike

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// A text that it works again says nothing of what it was: what was put right stays. What they
// notice, said anew, ends it.
func TestWhatWasTakenBackStaysSoUntilItIsSaidAnew(t *testing.T) {
	aff := &incident.Affected{Said: map[string]string{"impact": "the shop does not load"}}
	right := update.Update{Kind: update.Correction, Words: map[string]string{"wrong": "the shop does not load", "right": "The shop took orders all the time."}}
	aff.Remember(&right, time.Time{})
	final := update.Update{Kind: update.ResolvedUpdate}
	if got := Mistaken(aff, &final); got != "The shop took orders all the time" {
		t.Errorf("after the correction: %q", got)
	}
	if final.Words = map[string]string{"impact_past": "it was slow"}; Mistaken(aff, &final) != "" {
		t.Error("somebody wrote what they could not do")
	}
	lost := *aff
	lost.Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
	if Unaffected(&lost) {
		t.Error("data is lost, and nothing was wrong for them")
	}
	aff.Remember(&update.Update{Kind: update.MonitoringUpdate, Words: map[string]string{"impact_still": "it works again"}, Times: map[string]time.Time{"since_fixed": time.Unix(9, 0)}}, time.Time{})
	if !TakenBack(aff) || Unaffected(aff) {
		t.Errorf("once it works: taken back %t, unaffected %t", TakenBack(aff), Unaffected(aff))
	}
	aff.Remember(&update.Update{Kind: update.Progress, Words: map[string]string{"impact_still": "the shop is slow"}}, time.Time{})
	if TakenBack(aff) {
		t.Error("what they notice was said anew")
	}
}

// “You were not affected” is said only where what was put right says of no trouble at all.
func TestWhenNothingWasWrongForThem(t *testing.T) {
	for right, want := range map[string]bool{
		"The shop was open all the time": true, "None of your orders were charged twice": true, "The invoices are right": true,
		"It worked throughout": true, "Your reports are complete": true, "The reports are empty for one hour": false, "Nothing was down": true,
		"Only the checkout did not load": false, "Payments by card are slow": false, "The shop was open, but slow": false,
		"The shop works, except for search": false, "It was the checkout": false, "Some orders were late": false,
		"The checkout didn't work": false, "": false,
	} {
		aff := &incident.Affected{Said: map[string]string{update.Instead: right}}
		if got := Unaffected(aff); got != want {
			t.Errorf("%q: not affected: %t", right, got)
		}
	}
}
