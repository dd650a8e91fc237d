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
	hears(aff, right)
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
	hears(aff, update.Update{Kind: update.MonitoringUpdate, Words: map[string]string{"impact_still": "it works again"}, Times: map[string]time.Time{"since_fixed": time.Unix(9, 0)}})
	if !TakenBack(aff) || Unaffected(aff) {
		t.Errorf("once it works: taken back %t, unaffected %t", TakenBack(aff), Unaffected(aff))
	}
	hears(aff, update.Update{Kind: update.Progress, Words: map[string]string{"impact_still": "the shop is slow"}})
	if TakenBack(aff) {
		t.Error("what they notice was said anew")
	}
}

// Where only part of what they had read was put right, the rest stays as it was, and nobody
// says of it that it was well.
func TestWhereOnlyPartWasPutRight(t *testing.T) {
	for _, tt := range []struct {
		impact, wrong, right string
		part                 bool
	}{
		{"the shop and the back office do not open", "the back office does not open", "The back office was open all the time", true},
		{"the shop and the back office do not open", "the shop and the back office do not open", "Both were open all the time", false},
		{"checkout is down for all customers", "checkout is down", "It worked all the time", false},
		{"the shop and the back office do not open", "the back office does not open", "Only the shop did not open", false},
	} {
		aff := &incident.Affected{Said: map[string]string{"impact": tt.impact, "wrong": tt.wrong, update.Instead: tt.right}}
		if got := PartOnly(aff); got != tt.part || got && Unaffected(aff) {
			t.Errorf("%q: part only %t, not affected %t", tt.right, got, Unaffected(aff))
		}
	}
}

// hears lets a client read a text.
func hears(aff *incident.Affected, u update.Update) {
	k := aff.Known()
	k.Remember(&u)
	aff.Keep(k)
}
