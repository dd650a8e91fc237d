package candor_test

import (
	"strings"
	"testing"
	"time"

	"candor"
)

func TestADraftThatPromisesLessDoesNotLeaveAfterSomethingHappened(t *testing.T) {
	d := newEstimate(t)
	if _, err := d.SetCadence(t.Context(), people["ana"], 1, "acme", candor.Every(2*time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	draft, err := d.Write(t.Context(), people["ana"], 1, candor.Proposal{Kind: candor.Progress, Words: map[string]string{"what_changed": "We found the cause."}})
	if err != nil || !strings.Contains(draft.Update.Texts[candor.ViaSlack].Body, "From now on we write every 2 h, and at once if something changes.") {
		t.Fatalf("the draft reads %v, %v", draft, err)
	}
	if _, err := d.SetImpact(t.Context(), people["ana"], 1, "acme", "the shop is gone"); err != nil {
		t.Fatal(err)
	}
	_, err = d.Send(t.Context(), people["ana"], 1, "acme", candor.Consent{Hash: draft.Update.Hash()})
	if candor.CodeOf(err) != candor.Conflict || !strings.Contains(err.Error(), "how often") {
		t.Errorf("it left: %v", err)
	}
	if n := len(d.sent); n != 1 {
		t.Errorf("the client has %d texts, want the first notice only", n)
	}
}
