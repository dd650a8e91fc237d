package kit

import (
	"testing"
	"time"

	"candor/incident/view"
)

// After a form the offer to take a text back stays for ever, and Slack lets nobody take it
// away: it says itself for how long it holds.
func TestUndoStaysAfterAFormAndSaysForHowLong(t *testing.T) {
	for wait, want := range map[time.Duration]string{10 * time.Second: "Undo within 10 s", 2500 * time.Millisecond: "Undo within 3 s"} {
		if got := Undo(view.Ref{Number: 1, Client: "acme", N: 2}, wait); got.Text.Text != want || got.ActionID != ActUndo || got.Value == "" {
			t.Errorf("for %v it is %q, %q, want %q", wait, got.Text.Text, got.Value, want)
		}
	}
}
