package bot

import (
	"testing"

	"candor/messages/kit"
)

// unwaited are the forms that are closed without a word, and why.
var unwaited = map[string]string{
	kit.FormDeclare:      "nothing is declared, so nobody waits",
	kit.FormClient:       "a client waits for nothing in it",
	kit.FormClientMore:   "a client waits for nothing in it",
	kit.FormPasteClients: "a client waits for nothing in it",
	kit.FormSheet:        "its question comes again by itself",
	kit.FormSheetAsk:     "its question comes again by itself",
	kit.FormPast:         "it is for looking",
	kit.FormChecklist:    "the steps stay on the card",
	kit.FormFound:        "closing it is its answer: Skip",
	kit.FormClose:        "the incident stays on the card",
	kit.FormDetails:      "the card shows what is so",
	kit.FormEta:          "the question stands in the channel",
	kit.FormReject:       "the text that waits for approval stands in the channel",
	kit.FormTakeBack:     "what is known stays known, and its ladder goes on",
	kit.FormReview:       "it is for us; the reminders go on",
	kit.FormNotTheirs:    "they are in it still, and the card shows them",
	kit.FormNight:        "nobody sleeps before it is sent, and the offer stays",
}

// Each form says what closing it leaves undone, or why nobody waits for it; and the
// button that it offers is one of an incident.
func TestEveryFormKnowsWhatClosingItLeaves(t *testing.T) {
	for id := range forms() {
		left, waits := kit.Closing[id]
		if _, silent := unwaited[id]; silent == waits {
			t.Errorf("form %q: it must stand either in kit.Closing or, with a reason, here", id)
		}
		if waits && (left.Says == "" || left.Word == "" || buttons()[left.Act].incident == nil) {
			t.Errorf("form %q: closing it says %+v", id, left)
		}
	}
	for id := range kit.Closing {
		if forms()[id] == nil {
			t.Errorf("there is no form %q", id)
		}
	}
}
