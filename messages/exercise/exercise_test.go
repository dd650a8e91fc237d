package exercise

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/drill"
	"candor/incident/schedule/scheduletest"
	"candor/messages"
	"candor/messages/strictyaml"
)

// Each script can be read, is of a kind that there is, and ends either way.
func TestOurScripts(t *testing.T) {
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	if list := Scripts(); len(list) < 2 || list[0].ID != Usual || Named("") == nil || Named("").ID != Usual || Named("nothing") != nil {
		t.Errorf("the usual script is not the first: %v", list)
	}
	for _, s := range Scripts() {
		if _, ok := words.Playbooks()[s.Kind]; !ok {
			t.Errorf("%s is of the kind %q, which there is not", s.ID, s.Kind)
		}
		for _, w := range []drill.When{drill.Start, drill.Untold, drill.Told, drill.Late, drill.Well, drill.Badly} {
			if !slices.ContainsFunc(s.Lines, func(l drill.Line) bool { return l.When == w }) {
				t.Errorf("%s has no line for %q", s.ID, w)
			}
		}
	}
}

// Every mistake in a script is said, with its line.
func TestMistakesInAScript(t *testing.T) {
	const head = "does: x\nkind: outage\nperson: Dana\nclient: Acme Shop\nservice: shop\nimpact: it is down\nlines:\n"
	tests := []struct{ text, want string }{
		{head + "  - {when: start, says: hello}\n", ""},
		{strings.Replace(head, "kind: outage\n", "", 1), "down.yaml:1: kind is missing."},
		{head + "  - {when: never, says: hello}\n", `down.yaml:8: when: "never" is nothing that a line waits for.`},
		{head + "  - {when: start}\n", "down.yaml:8: says is missing."},
		{head + "  - {when: start, after: 181, says: hello}\n", "down.yaml:8: after: 181 is not within the three minutes."},
		{head + "  - {when: open, of: data, says: hello}\n", `down.yaml:8: of: no line has the id "data".`},
		{head + "  - {when: start, asks: what, says: hello}\n", "down.yaml:8: a question has both an id and what it asks."},
		{head + "  - {when: start, loud: true, says: hello}\n", "down.yaml:8"},
	}
	for _, tt := range tests {
		var m strictyaml.Mistakes
		Parse("down.yaml", tt.text, &m)
		got := ""
		if err := m.Err(); err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%q is said of\n%s\nwant %q", got, tt.text, tt.want)
		}
	}
}

// How it went stands in plain words, in the client's time.
func TestTheScoreInWords(t *testing.T) {
	at := func(s int) time.Time { return scheduletest.At(0).Add(time.Duration(s) * time.Second) }
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	s := drill.Score{Began: at(0), At: at(180), ToldAt: at(160),
		Promises:  []drill.Promise{{Due: at(300), Wrote: at(240)}, {Due: at(300), Wrote: at(341)}, {Due: at(600)}},
		Questions: []drill.Question{{Asks: "whether her data is safe", At: at(60), Answered: at(110)}, {Asks: "to talk to somebody", At: at(120)}, {Asks: "whether there is a backup", Answered: at(30)}},
		Do:        []drill.Advice{drill.TellSooner, drill.AnswerThem}}
	want := `You told her after 2 min 40 s.
You said “next update by 15:05” and wrote at 15:04.
You said “next update by 15:05” and wrote at 15:05, 41 s late.
You said “next update by 15:10” and did not write again.
She asked whether her data is safe at 15:01; you answered after 50 s.
Not answered: she asked to talk to somebody at 15:02.
Before she asked whether there is a backup, you had answered it.
Next time: send the first notice before you know the cause. “We are looking, next update by …” is enough.
Next time: answer what she asks, also with “we do not know yet, we say so by …”.`
	if got := strings.Join(Score(s, berlin), "\n"); got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	if got := Score(drill.Score{Began: at(0), At: at(180)}, time.UTC); got[0] != "You told her nothing in 3 min." {
		t.Errorf("of nothing it says %q", got)
	}
	for _, a := range []drill.Advice{drill.TellSooner, drill.NameATime, drill.KeepTimes, drill.AnswerThem, drill.AllWell} {
		if advice[a] == "" {
			t.Errorf("%s has no words", a)
		}
	}
}
