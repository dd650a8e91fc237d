package messages

import (
	"strings"
	"testing"

	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/scene"
)

// What answers a question of bad news stands in the text whatever is typed into its
// fields, and once. What the writer adds stands behind it.
func TestWhatAnAnswerSaysStaysInTheText(t *testing.T) {
	w, at := mustLoad(t, ""), scene.At("14:00")
	inc := scene.Disaster()
	scene.Given(inc, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy, facts.Recoverable: facts.No, facts.Intruder: facts.Suspected, facts.Personal: facts.Yes})
	aff := &inc.Clients[0]
	aff.Wrote = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected}
	tests := []struct {
		kind, field string
		says        string
		own         bool // the writer may add
	}{
		{update.DataLoss, "window_from", "", false},
		{update.DataLoss, "backup_line", "There was no backup", false},
		{update.DataLoss, "suspicion_line", "whether someone got in", false},
		{update.DataLoss, "recoverable", "None of the lost data can be recovered", true},
		{update.DataLoss, "confirmed", "Personal data is affected.", true},
		{update.BreachSuspected, "confirmed", "Personal data is affected.", true},
		{update.BreachSuspected, "unknown_line", "whether someone got in who should not have; ", true},
		{update.ProcessorNotice, "nature", "Personal data is affected.", true},
		{update.Progress, "what_changed", "There was no backup", true},
		{update.ResolvedUpdate, "data_line", "There was no backup", false},
		{update.PostmortemCover, "gap_line", "There was no backup", true},
	}
	const typed = "nearly everything is fine"
	for _, tt := range tests {
		u := w.Begin(inc, aff, update.Update{Kind: tt.kind, Words: map[string]string{tt.field: typed}}, at)
		for range 2 { // the draft is opened again
			got := u.Words[tt.field]
			if strings.Count(got, tt.says) != 1 && tt.says != "" || strings.Contains(strings.ToLower(got), typed) != tt.own || strings.Contains(u.Fixed[tt.field], typed) {
				t.Errorf("%s of %s became %q, of which fixed is %q", tt.field, tt.kind, got, u.Fixed[tt.field])
			}
			u = w.Begin(inc, aff, u, at)
		}
	}

	// The answer changes: the line follows, what was added stays.
	u := w.Begin(inc, aff, update.Update{Kind: update.DataLoss, Words: map[string]string{"recoverable": typed}}, at)
	inc.Facts.Given[facts.Recoverable] = facts.Fact{Answer: facts.Partly, Words: "the orders of May"}
	got := w.Begin(inc, aff, u, at).Words["recoverable"]
	if !strings.HasPrefix(got, "Part of the lost data can be recovered: the orders of May.") || strings.Contains(got, "None") || !strings.Contains(strings.ToLower(got), typed) {
		t.Errorf("after another answer it says %q", got)
	}
}
