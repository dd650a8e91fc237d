package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

func TestADraftThatPromisesLessDoesNotLeaveAfterSomethingHappened(t *testing.T) {
	d := newEstimate(t)
	if _, err := d.SetCadence(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, incident.CadenceOverride{Cadence: schedule.Every(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	draft, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We found the cause."}})
	if err != nil || !strings.Contains(draft.Update.Texts[client.ViaSlack].Body, "From now on we write about every 2 h, and at once if something changes.") {
		t.Fatalf("the draft reads %v, %v", draft, err)
	}
	if _, err := d.SetImpact(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "the shop is gone"); err != nil {
		t.Fatal(err)
	}
	_, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: draft.Update.Hash()})
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "how often") {
		t.Errorf("it left: %v", err)
	}
	if n := len(d.sent); n != 1 {
		t.Errorf("the client has %d texts, want the first notice only", n)
	}
}
