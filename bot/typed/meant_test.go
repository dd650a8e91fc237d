package typed

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/team"
)

func TestMeant(t *testing.T) {
	verbs := []string{"update", "still", "note", "due", "handover"}
	for typed, want := range map[string]string{
		"severity high": "sev high", "tell acme we are on it": "update", "undo": "correct", "postmortem": "review", "assign @ben": "commander @ben",
		"upadte the cause": "update the cause", "noet 13:50 it began": "note 13:50 it began", "delete": "cancel", "xyzzy": "", "done 3": "check done 3", "fixed": "works", "refund": "", "hacked?": "fact", "its back": "works",
	} {
		word, rest, _ := strings.Cut(typed, " ")
		verb, args := Meant(word, rest, true, verbs)
		if got := strings.TrimSpace(verb + " " + args); verb == "" && want != "" || verb != "" && got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for _, tt := range []struct {
		line string
		in   bool
		want string
	}{
		{"the acme checkout is dead", false, "new the acme checkout is dead"},
		{"the cache was full", true, "note the cache was full"},
		{"we lost all the orders", true, "fact "}, {"we lost all the orders", false, "new we lost all the orders"},
		{"refund", true, ""}, {"refund please", false, ""},
	} {
		verb, args := Sentence(tt.line, tt.in)
		if got := verb + " " + args; verb == "" && tt.want != "" || verb != "" && got != tt.want {
			t.Errorf("%s: %q, want %q", tt.line, got, tt.want)
		}
	}
}

// A kind is read by its id, however its words are joined, and by the name that the menu shows.
func TestKinds(t *testing.T) {
	names := map[string]string{"data_loss": "Data missing", "security": "Possible break-in", "outage": "Site or app down"}
	kinds := Kinds{IDs: []string{"data_loss", "outage", "security"}, Book: func(id string) *playbook.Playbook { return &playbook.Playbook{ID: id, Name: names[id]} }}
	for text, want := range map[string]incident.Details{
		"data loss": {Kind: "data_loss"}, "Data-Loss": {Kind: "data_loss"}, "data missing": {Kind: "data_loss"}, "possible break-in": {Kind: "security"},
		"also data loss": {Also: "data_loss"}, "outage": {Kind: "outage"},
	} {
		if d, ok := kinds.Read(text); !ok || d.Kind != want.Kind || d.Also != want.Also {
			t.Errorf("%s: %q, also %q", text, d.Kind, d.Also)
		}
	}
	for _, text := range []string{"", "loss", "also", "also flood", "data"} {
		if d, ok := kinds.Read(text); ok {
			t.Errorf("%q: %q, also %q", text, d.Kind, d.Also)
		}
	}
	e, _ := errors.AsType[*fault.Error](kinds.Which(&incident.Incident{Number: 7}, "also flood"))
	if len(e.Ready) != 3 || e.Ready[0].Line != "INC-7 kind also data_loss" || !strings.Contains(e.Message, "There is no kind “flood”. Nothing was changed.") {
		t.Errorf("%+v", e)
	}
}

// Whoever of the team is called so is offered; of two with one name both are.
func TestNames(t *testing.T) {
	names := Names{Example: "INC-7 commander @ben", Not: "nothing was changed", Staff: []team.Person{{Slack: "U0BEN", Name: "Ben Cole"}, {Slack: "U1BEN", Name: "Ben Dale"}, {Slack: "U0CLEO", Name: "Cleo"}}}
	for text, want := range map[string][]string{
		"ben": {"INC-7 commander <@U0BEN>", "INC-7 commander <@U1BEN>"}, "@Ben Cole": {"INC-7 commander <@U0BEN>"}, "cleo": {"INC-7 commander <@U0CLEO>"}, "dana": nil,
	} {
		_, err := names.Person(text)
		e, _ := errors.AsType[*fault.Error](err)
		var lines []string
		for _, r := range e.Ready {
			lines = append(lines, r.Line)
		}
		if !slices.Equal(lines, want) || !strings.Contains(e.Message, "so nothing was changed") {
			t.Errorf("%s: %q, %s", text, lines, e.Message)
		}
	}
	if user, err := names.Who("U0ANA", " Me "); user != "U0ANA" || err != nil {
		t.Errorf("me: %s, %v", user, err)
	}
}
