package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// What somebody says that a text says counts only where its words do: a tick may be forged, or be
// left from other words.
func TestATextIsSaidToSayWhatItDoes(t *testing.T) {
	for says, want := range map[string]int{"We have read the logs.": 0, "The orders of this morning are lost.": 1} {
		d := newDesk(t, withChannel, "ana")
		d.declare("outage")
		d.write("ana", false)
		d.pass(time.Minute)
		draft, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": says}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: draft.Update.Hash(), Sure: true, Claims: byhand.Claims{facts.DataLost: facts.Yes}})
		if err != nil {
			t.Fatal(err)
		}
		d.work()
		list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
		if err != nil || len(list) != 2 {
			t.Fatalf("%d texts, %v", len(list), err)
		}
		if u := list[len(list)-1]; u.Kind != update.Progress || len(u.Claims) != want {
			t.Errorf("%q, a %s, claims %v", says, u.Kind, u.Claims)
		}
	}
}
