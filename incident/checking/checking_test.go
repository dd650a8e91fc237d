package checking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

// A line about a step is kept once, wherever it belongs; a step is done without one.
func TestTheLineAboutAStep(t *testing.T) {
	done := func(item, found string, inside bool) playbook.Answer {
		return playbook.Answer{Item: item, State: playbook.ItemDone, Found: found, Inside: inside}
	}
	tests := []struct {
		name    string
		answers []playbook.Answer
		known   string
		lines   string // kinds of line
	}{
		{"none", []playbook.Answer{done("outage.04", "", false)}, "", "step-done"},
		{"with the tick", []playbook.Answer{done("outage.04", " The disk\nwas full ", false)}, "The disk was full", "step-done step-found"},
		{"after the tick", []playbook.Answer{done("outage.04", "", false), done("outage.04", "The disk was full", false)}, "The disk was full", "step-done step-found"},
		{"twice", []playbook.Answer{done("outage.04", "The disk was full", false), done("outage.04", "The disk was full", false)}, "The disk was full", "step-done step-found"},
		{"it does not stand by itself", []playbook.Answer{done("outage.07", "that of Monday", false)}, "Previous version: that of Monday", "step-done step-found"},
		{"of ours", []playbook.Answer{done("outage.04", "web-3 was full", true)}, "", "step-done step-found"},
		{"of a step that asks nothing", []playbook.Answer{done("outage.11", "Dana says yes", false)}, "Dana says yes", "step-done step-found"},
		{"of a step that is skipped", []playbook.Answer{{Item: "outage.04", State: playbook.ItemSkipped, Reason: "no logs here", Found: "x"}}, "", "step-skipped"},
		{"today has its date", []playbook.Answer{done("outage.04", "The orders of today are there", false)}, "The orders of 10 March are there", "step-done step-found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, inc := declared(t)
			for _, ans := range tt.answers {
				if _, err := b.Check(t.Context(), ana, inc.Number, ans); err != nil {
					t.Fatal(err)
				}
			}
			got := get(t, b, inc.Number)
			var known []string
			for _, n := range got.Facts.Known {
				known = append(known, n.Text)
			}
			if s := strings.Join(known, "; "); s != tt.known {
				t.Errorf("known: %q, want %q", s, tt.known)
			}
			lines, err := b.Timeline(t.Context(), ana, got)
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for _, l := range lines {
				if strings.HasPrefix(string(l.Kind), "step-") {
					kinds = append(kinds, string(l.Kind))
				}
			}
			if s := strings.Join(kinds, " "); s != tt.lines {
				t.Errorf("the timeline has %q, want %q", s, tt.lines)
			}
		})
	}
}

// A list that is full, and a line that is too long, keep no step from being done or from
// being refused whole.
func TestALineThatDoesNotFit(t *testing.T) {
	b, inc := declared(t)
	_, err := b.Check(t.Context(), ana, inc.Number, playbook.Answer{Item: "outage.04", State: playbook.ItemDone, Found: strings.Repeat("a", playbook.MaxFound+1)})
	if fault.CodeOf(err) != fault.Invalid || get(t, b, inc.Number).Checklist[3].State != playbook.ItemOpen {
		t.Errorf("too long: %v", err)
	}
	for i := range facts.MaxNoted + 2 {
		if _, err := b.Check(t.Context(), ana, inc.Number, playbook.Answer{Item: "outage.04", State: playbook.ItemDone, Found: fmt.Sprint("disk ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := get(t, b, inc.Number); len(got.Facts.Known) != facts.MaxNoted || got.Checklist[3].Found != fmt.Sprint("disk ", facts.MaxNoted+1) {
		t.Errorf("%d known, the step says %q", len(got.Facts.Known), got.Checklist[3].Found)
	}
}

// Whoever has ticked steps is offered a line for those that ask, and have none.
func TestWhichStepsAskForALine(t *testing.T) {
	b, inc := declared(t)
	tick := []string{"outage.03", "outage.04", "outage.07"}
	for _, id := range tick {
		if _, err := b.Check(t.Context(), ana, inc.Number, playbook.Answer{Item: id, State: playbook.ItemDone}); err != nil {
			t.Fatal(err)
		}
	}
	ids := func() (list []string) {
		for _, it := range playbook.Asks(get(t, b, inc.Number).Checklist, tick) {
			list = append(list, it.ID)
		}
		return list
	}
	if got := ids(); !slices.Equal(got, []string{"outage.04", "outage.07"}) {
		t.Errorf("%q ask", got)
	}
	if _, err := b.Check(t.Context(), ana, inc.Number, playbook.Answer{Item: "outage.04", State: playbook.ItemDone, Found: "nothing"}); err != nil {
		t.Fatal(err)
	}
	if got := ids(); !slices.Equal(got, []string{"outage.07"}) {
		t.Errorf("once one has its line, %q ask", got)
	}
}

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0HOME", Home: "T0HOME"}

func declared(t *testing.T) (*servicetest.Bench, *incident.Incident) {
	t.Helper()
	b := servicetest.New(t, servicetest.Setup{Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}}, People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}}})
	inc, err := b.Declare(t.Context(), ana, service.Declaration{Kind: "outage", Client: "acme", Severity: 2, Impact: "checkout is down", Since: scheduletest.At(0)})
	if err != nil {
		t.Fatal(err)
	}
	return b, inc
}

func get(t *testing.T, b *servicetest.Bench, number int64) *incident.Incident {
	t.Helper()
	inc, err := b.Get(t.Context(), ana, number)
	if err != nil {
		t.Fatal(err)
	}
	return inc
}
