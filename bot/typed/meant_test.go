package typed

import (
	"strings"
	"testing"
)

func TestMeant(t *testing.T) {
	verbs := []string{"update", "still", "note", "due", "handover"}
	for typed, want := range map[string]string{
		"severity high": "sev high", "tell acme we are on it": "update", "undo": "correct", "postmortem": "review", "assign @ben": "commander @ben",
		"upadte the cause": "update the cause", "noet 13:50 it began": "note 13:50 it began", "delete": "cancel", "xyzzy": "", "done 3": "check done 3", "fixed": "works", "refund": "",
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
		{"refund", true, ""}, {"refund please", false, ""},
	} {
		verb, args := Sentence(tt.line, tt.in)
		if got := verb + " " + args; verb == "" && tt.want != "" || verb != "" && got != tt.want {
			t.Errorf("%s: %q, want %q", tt.line, got, tt.want)
		}
	}
}
