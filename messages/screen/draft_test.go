package screen

import (
	"testing"

	"candor/incident/update"
)

// Of a grave text no fault is left out for want of room, and its hints take one line.
func TestFindingsOfAGraveText(t *testing.T) {
	var list []update.Finding
	for range MostFindings + 2 {
		list = append(list, update.Finding{Level: update.Warn, Why: "It blames."})
	}
	list = append(list, update.Finding{Level: update.Hint, Why: "It is long."}, update.Finding{Level: update.Hint, Why: "It says <RAID>."})
	shown, hints := Findings(update.DataLoss, list)
	if len(shown) != MostFindings+2 || hints != "On wording, if there is time: It is long · It says &lt;RAID&gt;." {
		t.Errorf("%d faults, hints %q", len(shown), hints)
	}
	if shown, hints := Findings(update.Progress, list); len(shown) != MostFindings || hints != "" {
		t.Errorf("of an ordinary text %d remarks, hints %q", len(shown), hints)
	}
	for i := range MostFindings + 1 {
		list[i].Level = update.Block
	}
	if shown, _ := Findings(update.Progress, list); len(shown) != MostFindings+1 {
		t.Errorf("%d remarks of a text that %d of them stop", len(shown), MostFindings+1)
	}
	if _, hints := Findings(update.Correction, list[:1]); hints != "" {
		t.Errorf("hints where there is none: %q", hints)
	}
}
