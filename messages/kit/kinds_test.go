package kit

import (
	"strings"
	"testing"

	"candor/incident/update"
)

// A status is typed as screens call it, or by its name.
func TestParseStatus(t *testing.T) {
	for _, s := range []update.Status{update.Investigating, update.Identified, update.Mitigated, update.Monitoring, update.StatusSolved} {
		if got := ParseStatus(" " + strings.ToUpper(StatusWord(s))); got != s {
			t.Errorf("%q is read as %q, want %q", StatusWord(s), got, s)
		}
		if got := ParseStatus(string(s)); got != s {
			t.Errorf("%q is read as %q", s, got)
		}
	}
	if got := ParseStatus("Fine"); got != "fine" {
		t.Errorf("what is none comes back as %q", got)
	}
}

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
