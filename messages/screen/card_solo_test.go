package screen

import (
	"strings"
	"testing"

	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/scene"
)

// Who works alone reads what comes next, and nothing about who does it.
func TestOnePersonSeesNoRoles(t *testing.T) {
	inc := scene.Told14()
	delete(inc.Roles, "tech")
	for r := range inc.Roles {
		inc.Roles[r] = "U0ANA"
	}
	v := view.View{Now: scene.At("14:05"), Incident: inc, People: []team.Person{{Slack: "U0ANA"}}}
	alone := scene.ReadableJSON(t, cardPost(v).Blocks)
	v.People = append(v.People, team.Person{Slack: "U0BEN"})
	two := scene.ReadableJSON(t, cardPost(v).Blocks)
	for _, role := range []string{"In charge", "Talks to", "U0ANA"} {
		if strings.Contains(alone, role) || !strings.Contains(two, role) {
			t.Errorf("%q: one person reads\n%s\ntwo read\n%s", role, alone, two)
		}
	}
	if !strings.Contains(alone, "Next steps") {
		t.Errorf("alone it says\n%s", alone)
	}
}

// How much is left in all makes nobody faster: what has not begun has no number.
func TestTheCardCountsOnlyWhatIsDone(t *testing.T) {
	inc := scene.Told14()
	v := view.View{Now: scene.At("14:05"), Incident: inc}
	if card := scene.ReadableJSON(t, cardPost(v).Blocks); !strings.Contains(card, "*Next steps* · 2 done") || strings.Contains(card, "of 6") {
		t.Errorf("the card says\n%s", card)
	}
	for i := range inc.Checklist {
		inc.Checklist[i].State = ""
	}
	card := scene.ReadableJSON(t, cardPost(v).Blocks)
	if strings.Contains(card, "done\\n") || strings.Contains(card, "of 6") || strings.Count(card, "\\n• ") != shownSteps {
		t.Errorf("at the beginning the card says\n%s", card)
	}
}
