package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

func book(id string, steps ...playbook.Step) *playbook.Playbook {
	return &playbook.Playbook{ID: id, Name: id, Steps: steps}
}

func TestTheChecklistFollowsTheKindAndKeepsWhatWasDone(t *testing.T) {
	outage := book("outage",
		playbook.Step{ID: "outage.1", Phase: "assess", Owner: playbook.Commander, Text: "freeze"},
		playbook.Step{ID: "outage.2", Phase: "communicate", Owner: playbook.Comms, Text: "first notice", Means: playbook.MeansFirstNotice},
		playbook.Step{ID: "outage.3", Phase: "verify", Owner: playbook.Tech, Text: "watch"})
	loss := book("data_loss",
		playbook.Step{ID: "data_loss.1", Phase: "assess", Owner: playbook.Tech, Text: "stop all writes"},
		playbook.Step{ID: "data_loss.2", Phase: "communicate", Owner: playbook.Comms, Text: "first notice", Means: playbook.MeansFirstNotice})
	inc := &Incident{State: Open, Private: true, Kind: "outage", Checklist: outage.Items(&facts.Facts{})}
	if _, err := inc.Answer("2", playbook.Mark{State: playbook.ItemDone, By: "U0ANA", At: at(1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := inc.Add("call the hosting company", "contain"); err != nil {
		t.Fatal(err)
	}
	if err := inc.SetKind(loss, at(2)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range inc.Checklist {
		got = append(got, it.ID+string(it.State))
	}
	want := []string{"data_loss.1", "outage.2done", "added.4"}
	if !slices.Equal(got, want) {
		t.Errorf("the checklist is %v, want %v: open steps give way, done and added ones stay, the first word is not asked twice", got, want)
	}
}

func TestTheFirstMinutesComeLastOnceItWorks(t *testing.T) {
	pb := book("outage", playbook.Step{ID: "stop", Phase: "assess"}, playbook.Step{ID: "tell", Phase: "communicate"}, playbook.Step{ID: "switch", Phase: "contain"},
		playbook.Step{ID: "repair", Phase: "recover"}, playbook.Step{ID: "look", Phase: "verify"})
	early, late := "stop tell switch repair look", "tell repair look stop switch"
	for _, tt := range []struct {
		state  State
		status update.Status
		want   string
	}{{Open, update.Investigating, early}, {Open, update.Mitigated, early}, {Open, update.Monitoring, late}, {Resolved, update.StatusSolved, late}} {
		inc := &Incident{State: tt.state, Status: tt.status, Checklist: pb.Items(&facts.Facts{})}
		var got []string
		for _, it := range inc.NextItems() {
			got = append(got, it.ID)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s, %s: next is %v, want %s", tt.state, tt.status, got, tt.want)
		}
	}
}

func TestAStepIsFoundByItsNumberOrRefused(t *testing.T) {
	inc := &Incident{State: Open, Checklist: book("o", playbook.Step{ID: "a"}, playbook.Step{ID: "b"}).Items(&facts.Facts{})}
	for _, ref := range []string{"0", "3", "-1", "x", "", "99999999999999999999"} {
		if _, err := inc.Answer(ref, playbook.Mark{State: playbook.ItemDone, By: "U0ANA", At: at(1)}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("Answer(%q) = %v, want a sentence that there is no such step", ref, err)
		}
	}
	if _, err := inc.Answer("2", playbook.Mark{State: playbook.ItemSkipped, By: "U0ANA", At: at(1)}); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("skipping without a reason = %v, want a refusal", err)
	}
}

func TestOffsetsOfSteps(t *testing.T) {
	inc := &Incident{DeclaredAt: at(0), ResolvedAt: at(60), Clients: []Affected{{Promises: []promise.Promise{{DueAt: at(15)}}}}}
	for s, want := range map[string]time.Time{
		"T+10m": at(10), "FN": at(15), "R+15m": at(75), "T+1 h 30": at(90), "R+7d": at(60 + 7*24*60), "": {}, "D+60m": at(60), "A+60m": at(60),
		"R+1bd": time.Date(2026, 3, 11, 17, 0, 0, 0, time.UTC),
	} {
		o, err := playbook.ParseOffset(s)
		if got := after(o, &playbook.Item{}, inc); err != nil || !got.Equal(want) {
			t.Errorf("offset %q is %s (%v), want %s", s, got, err, want)
		}
	}
	for _, tt := range []struct {
		due  string
		lost facts.Answer // at 14:45; "": nobody has said so
		want time.Time
	}{{"T+10m", facts.Yes, at(55)}, {"D+60m", facts.Yes, at(105)}, {"D+60m", "", time.Time{}}, {"A+60m", facts.Yes, time.Time{}}} {
		late := &Incident{DeclaredAt: at(0), Facts: facts.Facts{TurnedAt: at(45), Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: tt.lost, Since: at(45)}}}}
		o, _ := playbook.ParseOffset(tt.due)
		if got := after(o, &playbook.Item{Why: "it is “Data missing”, too"}, late); !got.Equal(tt.want) {
			t.Errorf("of a step that joined them, offset %q is %s, want %s", tt.due, got, tt.want)
		}
	}
	for _, s := range []string{"T", "T+", "T+0m", "X+5m", "R+0bd", "R+-1d", "T+5", "10m"} {
		if _, err := playbook.ParseOffset(s); err == nil {
			t.Errorf("offset %q is taken", s)
		}
	}
}

func TestAPlaybookSaysEveryMistakeAtOnce(t *testing.T) {
	pb := book("", playbook.Step{ID: "a", Phase: "asses", Owner: "boss", Gate: "R", Due: "T+5", Means: "x", Text: "t"}, playbook.Step{ID: "a", Phase: "assess", Owner: playbook.Tech})
	var all []string
	for _, err := range pb.Validate() {
		all = append(all, err.Error())
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"needs an id", `phase "asses"`, `owner "boss"`, `gate "R"`, `due "T+5"`, `done "x"`, "id of its own", "text is empty"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mistakes do not say %q:\n%s", want, text)
		}
	}
}

func TestChannelNames(t *testing.T) {
	for _, tt := range []struct {
		name string
		inc  Incident
		want string
	}{
		{"the usual one", Incident{Number: 7, Title: "Checkout is down!", Clients: []Affected{{Client: client.Client{ID: "acme"}}}}, "inc-7-acme-checkout-is-down"},
		{"a title that begins with the client", Incident{Number: 7, Title: "Acme online shop is down", Clients: []Affected{{Client: client.Client{ID: "acme"}}}}, "inc-7-acme-online-shop-is-down"},
		{"no title", Incident{Number: 7, Clients: []Affected{{Client: client.Client{ID: "acme"}}}}, "inc-7-acme"},
		{"private is neutral", Incident{Number: 7, Private: true, Title: "Somebody got in", Clients: []Affected{{Client: client.Client{ID: "acme"}}}}, "inc-7"},
		{"letters that Slack does not take", Incident{Number: 7, Title: "Über ünïcode ☠", Clients: []Affected{{Client: client.Client{ID: "acme"}}}}, "inc-7-acme-uber-unicode"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.inc.ChannelName("inc-{number}-{client}-{title}"); got != tt.want {
				t.Errorf("ChannelName = %q, want %q", got, tt.want)
			}
		})
	}
	long := Incident{Number: 7, Title: strings.Repeat("very long ", 30), Clients: []Affected{{}}}
	if got := long.ChannelName("inc-{number}-{client}-{title}"); len(got) > maxChannelName {
		t.Errorf("a long title gives a name of %d characters", len(got))
	}
}
