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
