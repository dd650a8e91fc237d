package alike_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/update"
)

// What was said to be confirmed of a break-in is kept in the words of who wrote it, without
// what the answers said beside it, until a correction takes it back or it is explained.
func TestAProofStaysUntilItIsTakenBack(t *testing.T) {
	inc := &incident.Incident{Clients: []incident.Affected{{}}}
	aff, at := &inc.Clients[0], time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		kind  string
		words map[string]string
		want  string
	}{
		{update.BreachSuspected, map[string]string{"confirmed": "No data was lost. An unknown account signed in."}, "An unknown account signed in."},
		{update.DataLoss, map[string]string{"confirmed": "The photos are gone."}, "An unknown account signed in."},
		{update.BreachSuspected, map[string]string{"confirmed": "No data was lost."}, "An unknown account signed in."},
		{update.Correction, map[string]string{"wrong": "the shop was down", "right": "It was slow."}, "An unknown account signed in."},
		{update.Correction, map[string]string{"wrong": "an account that we do not know signed in", "right": "It was your agency."}, ""},
		{update.BreachSuspected, map[string]string{"confirmed": "An unknown account signed in."}, "An unknown account signed in."},
		{update.Progress, map[string]string{"what_changed": "Nobody got in."}, "An unknown account signed in."},
		{update.Progress, map[string]string{"what_changed": "Nobody got in. It was your agency."}, ""},
	} {
		u := &update.Update{Kind: tt.kind, Words: tt.words, Fixed: map[string]string{"confirmed": "No data was lost.", "what_changed": "Nobody got in."}, At: at}
		if tt.kind == update.Progress {
			u.Facts = map[facts.Question]facts.Answer{facts.Intruder: facts.No}
		}
		k := aff.Known()
		k.Remember(u)
		aff.Keep(k)
		if got := aff.Said[update.Proven]; got != tt.want {
			t.Errorf("after %s %v: %q, want %q", tt.kind, tt.words, got, tt.want)
		}
	}
}
