package ready

import (
	"slices"
	"strings"
	"testing"
)

var stopped = Question{Ask: "What have you stopped?", Answers: []Answer{
	{"changes", "All changes", "stopped", "all changes", ""},
	{"cleaning", "Clean-up jobs", "stopped", "all automatic deletion", ""},
	{"copied", "We copied what is left", "saved", "copies of everything that is left", ""},
	{"locked", "Locked the accounts", "locked", "the accounts", ""},
}}

// Whatever is chosen is a sentence, and is read back as what was chosen.
func TestAnswersBecomeASentence(t *testing.T) {
	for chosen, want := range map[string]string{
		"":                               "",
		"changes":                        "stopped all changes",
		"copied":                         "saved copies of everything that is left",
		"copied changes":                 "stopped all changes and saved copies of everything that is left",
		"changes cleaning":               "stopped all changes and all automatic deletion",
		"changes cleaning copied":        "stopped all changes and all automatic deletion, and saved copies of everything that is left",
		"changes copied locked":          "stopped all changes, saved copies of everything that is left and locked the accounts",
		"changes cleaning copied locked": "stopped all changes and all automatic deletion, saved copies of everything that is left, and locked the accounts",
		"unheard-of":                     "",
	} {
		ids := strings.Fields(chosen)
		if got := stopped.Says(ids); got != want {
			t.Errorf("%q says %q, want %q", chosen, got, want)
		}
		back, ok := stopped.Chosen(want)
		slices.Sort(ids)
		slices.Sort(back)
		if !ok || want != "" && !slices.Equal(back, ids) {
			t.Errorf("%q is read back as %q, %v", want, back, ok)
		}
	}
	if ids, ok := stopped.Chosen("switched the server off"); ok {
		t.Errorf("words of one's own are read as %q", ids)
	}
}

func TestWrongQuestionsAreRefused(t *testing.T) {
	twice := Question{Ask: "What?", Answers: []Answer{stopped.Answers[0], stopped.Answers[0]}}
	for name, q := range map[string]Question{
		"nothing": {}, "no answer": {Ask: "What?"}, "no question": {Answers: stopped.Answers}, "an id twice": twice,
		"no words": {Ask: "What?", Answers: []Answer{{ID: "a", Label: "A"}}}, "eleven": {Ask: "What?", Answers: make([]Answer, 11)},
		"a long label": {Ask: "What?", Answers: []Answer{{"a", strings.Repeat("x", 76), "did", "it", ""}}},
	} {
		wrong := 0
		q.Check(func(string) { wrong++ })
		if wrong == 0 {
			t.Errorf("%s passes", name)
		}
	}
	stopped.Check(func(why string) { t.Error(why) })
}
