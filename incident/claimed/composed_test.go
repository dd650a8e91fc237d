package claimed

import (
	"testing"

	"candor/incident/facts"
	"candor/incident/update"
)

// A remark about manner stands where somebody can change the words, and nowhere else.
func TestComposed(t *testing.T) {
	sign := update.Finding{Rule: "no-evidence-claim", Level: update.Warn, Words: "no sign"}
	inc, aff := open(t)
	typed := func(field, text string) *update.Update {
		return &update.Update{Kind: update.Correction, Words: map[string]string{field: text}}
	}
	for name, c := range map[string]struct {
		u    *update.Update
		f    update.Finding
		want bool
	}{
		"ours":             {typed("right", "Somebody got in."), sign, true},
		"quoted as wrong":  {typed("wrong", "we found no sign that anyone got in"), sign, true},
		"typed":            {typed("right", "There is No  sign of it."), sign, false},
		"of another rule":  {typed("right", "Somebody got in."), update.Finding{Rule: "contradicts-earlier", Level: update.Warn, Words: "no sign"}, false},
		"about the whole":  {typed("right", "Somebody got in."), update.Finding{Rule: "minimising", Level: update.Warn}, false},
		"it keeps it back": {typed("right", "Somebody got in."), update.Finding{Rule: "minimising", Level: update.Block, Words: "only"}, false},
	} {
		if got := Composed(inc, aff, c.u, c.f); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
	inc.Facts.Known = []facts.Noted{{Text: "There is no sign of a break-in"}}
	if Composed(inc, aff, typed("right", "Somebody got in."), sign) {
		t.Error("a line that somebody confirmed is nobody's")
	}
}
