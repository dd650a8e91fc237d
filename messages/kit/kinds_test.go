package kit

import (
	"testing"

	"candor/incident/update"
)

// Screens have a word for every kind of update, and offer what a person may choose.
func TestScreensNameEveryKindOfUpdate(t *testing.T) {
	offered := map[string]bool{}
	for _, g := range KindWords {
		for _, k := range g.Kinds {
			offered[k.Kind] = true
		}
	}
	for _, k := range update.Kinds {
		if KindWord(k.ID) == k.ID {
			t.Errorf("screens have no word for %s", k.ID)
		}
		if byItself := k.Automatic || k.NoText || k.ID == update.ResolvedUpdate; offered[k.ID] == byItself {
			t.Errorf("%s is offered: %t", k.ID, offered[k.ID])
		}
	}
}
