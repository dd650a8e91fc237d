package client

import (
	"testing"
)

// TestEveryWayHasItsField holds each row against the profile: what is switched on
// in a form or a file leads to a destination.
func TestEveryWayHasItsField(t *testing.T) {
	whole := Client{Slack: "C0ACME", Email: true, Contacts: []Contact{{Name: "Dana Fox", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}},
		Webhook: &Webhook{URL: "https://acme.example/hook"}}
	for i, w := range ways {
		if w.Via == "" || Ways[i] != w.Via || WayOf(w.Via).Field != w.Field {
			t.Errorf("row %d is of %q, and Ways has %q there", i, w.Via, Ways[i])
		}
		if fieldNamed[w.Field].set == nil {
			t.Errorf("%s: nothing in a profile switches it on: there is no field %q", w.Via, w.Field)
		}
		if w.on == nil || len(w.on(&whole)) != 1 {
			t.Errorf("%s: a client with everything is not reached on it once", w.Via)
		}
		off := whole
		off.Apply(ClientForm{Now: map[string]string{w.Field: ""}})
		if len(off.Destinations()) != len(ways)-1 {
			t.Errorf("%s: its field is empty, and it leads to %v", w.Via, off.Destinations())
		}
		if w.Marked && w.Subject || w.Machine && (w.Marked || w.Subject) {
			t.Errorf("%s: its text has two forms", w.Via)
		}
	}
	if got := whole.Destinations(); len(got) != len(ways) {
		t.Errorf("a client with everything is reached at %v", got)
	}
}

func TestAWayThatNobodyKnows(t *testing.T) {
	w := WayOf("pigeon")
	if w.Via != "pigeon" || w.Doubt != DoubtAsks || w.Thread {
		t.Errorf("it is %+v: a doubt about it has to ask a person", w)
	}
}
