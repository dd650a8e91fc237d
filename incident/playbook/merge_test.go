package playbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/facts"
)

// known is what was answered, as question and answer in turn.
func known(words ...string) *facts.Facts {
	f := &facts.Facts{Given: map[facts.Question]facts.Fact{}}
	for i := 0; i < len(words); i += 2 {
		f.Given[facts.Question(words[i])] = facts.Fact{Answer: facts.Answer(words[i+1])}
	}
	return f
}

var (
	loss = &Playbook{ID: "loss", Name: "Data missing", Steps: []Step{
		{ID: "l.1", Phase: "assess", Text: "stop"},
		{ID: "l.2", Phase: "communicate", Text: "first notice", Means: MeansFirstNotice},
		{ID: "l.3", Phase: "communicate", Text: "write down when", Same: "aware", Unless: "personal no"},
		{ID: "l.4", Phase: "contain", Text: "ask the host", Only: "backup none failed"},
		{ID: "l.5", Phase: "verify", Text: "prove it", Same: "proof", Gate: ResolveGate},
	}}
	leak = &Playbook{ID: "leak", Name: "Leak", Steps: []Step{
		{ID: "k.1", Phase: "assess", Text: "stop sending"},
		{ID: "k.2", Phase: "communicate", Text: "first notice", Means: MeansFirstNotice},
		{ID: "k.3", Phase: "communicate", Text: "write down when", Same: "aware"},
		{ID: "k.4", Phase: "communicate", Text: "tell people", Only: "personal yes"},
		{ID: "k.5", Phase: "verify", Text: "prove it", Same: "proof", Gate: CloseGate},
	}}
)

func ids(list []Item) string {
	var b []string
	for _, it := range list {
		b = append(b, it.ID)
	}
	return strings.Join(b, " ")
}

func TestStepsForWhatIsKnown(t *testing.T) {
	tests := []struct {
		name  string
		facts *facts.Facts
		want  string
	}{
		{"nothing is known", known(), "l.1 l.2 l.3 l.5"},
		{"no backup", known("backup", "none"), "l.1 l.2 l.3 l.4 l.5"},
		{"one that does not work", known("backup", "failed"), "l.1 l.2 l.3 l.4 l.5"},
		{"a tested one", known("backup", "tested"), "l.1 l.2 l.3 l.5"},
		{"nobody's personal data", known("personal", "no"), "l.1 l.2 l.5"},
		{"nobody knows whose", known("personal", "unknown"), "l.1 l.2 l.3 l.5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ids(loss.Items(tt.facts)); got != tt.want {
				t.Errorf("Items = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestTwoKindsHaveTheStepsOfBothAndEachOnce(t *testing.T) {
	f := known("personal", "yes")
	was := leak.Items(f)
	was[0].State, was[2].State, was[2].By = ItemDone, ItemDone, "U0ANA"
	got := loss.Join(was, f)
	if ids(got) != "k.1 l.1 k.2 k.3 k.4 k.5" {
		t.Fatalf("Join = %s", ids(got))
	}
	if got[3].By != "U0ANA" || got[0].State != ItemDone {
		t.Errorf("what was done stays: %+v", got)
	}
	if got[5].Gate != ResolveGate || was[4].Gate != CloseGate {
		t.Errorf("what both need holds up what either would: %+v, and the list before stays %+v", got[5], was[4])
	}
	for i, want := range map[int]string{1: "it is “Data missing”, too", 4: "personal data is affected", 0: ""} {
		if got[i].Why != want {
			t.Errorf("%s is there because %q, want %q", got[i].ID, got[i].Why, want)
		}
	}
	if again := loss.Join(got, f); ids(again) != ids(got) {
		t.Errorf("joined twice it is %s", ids(again))
	}
}

// A step for an answer comes with it, goes with it and comes again.
func TestStepsComeAndGoWithTheAnswer(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	list := loss.Items(known())
	if list = loss.Meet(list, known("backup", "none")); ids(list) != "l.1 l.2 l.3 l.4 l.5" || list[3].Why != "there is no backup" {
		t.Fatalf("Meet = %+v", list)
	}
	for _, step := range []struct {
		name   string
		facts  *facts.Facts
		open   string
		reason string // of the step that was closed
	}{
		{"there was one after all", known("backup", "tested"), "l.1 l.2 l.3 l.5", "there is a tested backup"},
		{"the answer is taken back", known(), "l.1 l.2 l.3 l.5", "there is a tested backup"},
		{"it does not work", known("backup", "failed", "personal", "no"), "l.1 l.2 l.4 l.5", "no personal data is affected"},
		{"it is about people", known("backup", "failed", "personal", "yes"), "l.1 l.2 l.3 l.4 l.5", ""},
	} {
		CloseUnmet(list, step.facts, at)
		open, reason := slices.DeleteFunc(slices.Clone(list), func(it Item) bool { return it.State != ItemOpen }), ""
		for _, it := range list {
			reason += it.Reason
		}
		if ids(open) != step.open || reason != step.reason {
			t.Errorf("%s: open are %s, closed because %q; want %s, %q", step.name, ids(open), reason, step.open, step.reason)
		}
	}
	list[3].Mark = Mark{State: ItemSkipped, By: "U0ANA", Reason: "there is a tested backup"}
	if CloseUnmet(list, known("backup", "none"), at); list[3].By != "U0ANA" {
		t.Error("what a person skipped stays skipped")
	}
}

func TestEveryAnswerIsAReason(t *testing.T) {
	for _, q := range facts.Questions {
		for _, a := range facts.Answers[q] {
			if because[q][a] == "" {
				t.Errorf("a step for %s %s has no reason to show", q, a)
			}
		}
		if len(because[q]) != len(facts.Answers[q]) {
			t.Errorf("%s has reasons for answers that it has not", q)
		}
	}
}

// An answer that adds nothing moves no step, and what a person adds stands at once where it
// stays.
func TestStepsKeepTheirPlaces(t *testing.T) {
	deploy := &Playbook{ID: "deploy", Steps: []Step{
		{ID: "d.1", Phase: "assess"}, {ID: "d.2", Phase: "contain"}, {ID: "d.3", Phase: "communicate"}, {ID: "d.4", Phase: "contain", Only: "data_lost yes"}, {ID: "d.5", Phase: "learn"},
	}}
	list, it := Put(deploy.Items(known()), "call the host", "contain")
	if ids(list) != "d.1 d.2 d.3 added.5 d.5" || it.ID != "added.5" {
		t.Fatalf("Put = %s, %s", ids(list), it.ID)
	}
	if got := ids(deploy.Meet(list, known("data_lost", "no"))); got != ids(list) {
		t.Errorf("an answer that adds no step makes %s of %s", got, ids(list))
	}
	if got := ids(deploy.Meet(list, known("data_lost", "yes"))); got != "d.1 d.2 d.3 added.5 d.4 d.5" {
		t.Errorf("an answer that adds one makes %s", got)
	}
}

func TestTraitsOfTwoKinds(t *testing.T) {
	down := Traits{MayWait: true, Automatic: true, WorksAgain: true, Access: NoAccess}
	sent := Traits{BadNews: true, Access: SentOut}
	gone := Traits{BadNews: true, WorksAgain: true, Access: NoAccess}
	if got, want := down.With(sent), (Traits{BadNews: true, WorksAgain: true, Access: SentOut}); got != want {
		t.Errorf("With = %+v, want %+v", got, want)
	}
	if got := gone.With(sent); got.Suspects() != facts.DataLost {
		t.Errorf("what began as a loss is a suspicion of %q", got.Suspects())
	}
}

// A step keeps its number for ever, and no other gets it: wherever others come, and
// whatever becomes of it.
func TestStepsKeepTheirNumbers(t *testing.T) {
	pb := &Playbook{ID: "outage", Name: "Site down", Steps: []Step{{ID: "a", Phase: "assess", Text: "A"}, {ID: "b", Phase: "contain", Text: "B"}, {ID: "c", Phase: "verify", Text: "C"}}}
	other := &Playbook{ID: "slow", Name: "Slow", Steps: []Step{{ID: "d", Phase: "assess", Text: "D"}, {ID: "b", Phase: "contain", Text: "B"}}}
	numbers := func(list []Item) (text string) {
		for i := range list {
			text += fmt.Sprintf("%s%d ", list[i].ID, Number(list, i))
		}
		return strings.TrimSpace(text)
	}
	list := pb.Items(&facts.Facts{})
	old := slices.Clone(list) // as an older program stored it
	for i := range old {
		old[i].N = 0
	}
	for name, list := range map[string][]Item{"new": list, "of an older program": old} {
		if got := numbers(list); got != "a1 b2 c3" {
			t.Errorf("%s, at first: %s", name, got)
		}
		list, _ = Put(list, "ours", "assess")
		if got := numbers(list); got != "a1 added.44 b2 c3" {
			t.Errorf("%s, with a step of the team: %s", name, got)
		}
		list = other.Join(list, &facts.Facts{})
		if got := numbers(list); got != "a1 added.44 d5 b2 c3" {
			t.Errorf("%s, with another kind, too: %s", name, got)
		}
		list[0].State = ItemDone
		list = other.Follow(list, &facts.Facts{})
		if got := numbers(list); got != "a1 added.44 d6 b7" {
			t.Errorf("%s, as another kind: %s", name, got)
		}
		if at := WithNumber(list, 3); at >= 0 {
			t.Errorf("%s: 3 is %s now", name, list[at].ID)
		}
	}
}
