package service_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// listening is the draft check that only keeps what it was asked with.
type listening struct {
	firm.Words
	asked view.CheckInput
}

func (l *listening) Check(inc *incident.Incident, c view.CheckInput) []update.Finding {
	l.asked = c
	return l.Words.Check(inc, c)
}

// The draft check knows whose names must not be read, whose addresses may, and
// what the client has read.
func TestTheDraftCheckKnowsWhatIsAround(t *testing.T) {
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}, "ana")
	d.reconfigure(func(r *team.Roster) {
		r.Clients = append(r.Clients,
			client.Client{ID: "globex", Name: "Globex Travel", Aliases: []string{"GT Reisen"}},
			client.Client{ID: "shop", Name: "Shop"}, // a part of “Acme Shop”: nobody could write to them any more
		)
		r.People = []team.Person{{Slack: "U0ANA", Name: "Ana", Email: "ana@studio-north.example"}}
	})
	heard := &listening{Words: d.Words}
	d.Words = heard
	d.declare("outage")
	d.write("ana", false)
	d.pass(time.Minute)

	for n := range 6 {
		_, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Words: map[string]string{
			"what_changed": fmt.Sprintf("Step %d is done", n), "impact_now": "The shop does not open", "action_now": "testing the next step",
		}})
		if err != nil {
			t.Fatal(err)
		}
		d.pass(time.Minute)
	}
	c := heard.asked
	if want := []string{"Globex Travel", "GT Reisen", "Globex"}; !slices.Equal(c.Others, want) {
		t.Errorf("other clients are %q, want %q", c.Others, want)
	}
	if want := []string{"ana@studio-north.example", "dana@acme.example"}; !slices.Equal(c.Known, want) {
		t.Errorf("known addresses are %q, want %q", c.Known, want)
	}
	if want := []string{"Ana"}; !slices.Equal(c.Staff, want) {
		t.Errorf("the team is %q, want %q", c.Staff, want)
	}
	if len(c.Earlier) != 4 || c.Earlier[3] != d.sent[5].Text.Body || c.Earlier[0] != d.sent[2].Text.Body {
		t.Errorf("%d earlier texts: %q", len(c.Earlier), c.Earlier)
	}
}

// A block stands until somebody gives a reason; a secret is no matter of reasons.
func TestABlockNeedsAReason(t *testing.T) {
	d := newDesk(t, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.pass(time.Minute)
	tell := func(changed, reason string) error {
		_, err := d.Tell(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Progress, Reason: reason, Words: map[string]string{
			"what_changed": changed, "impact_now": "The shop does not open", "action_now": "testing the next step",
		}})
		return err
	}
	if err := tell("We moved you to web-prod-03", ""); fault.CodeOf(err) != fault.Blocked {
		t.Errorf("a machine's name without a reason: %v", err)
	}
	if err := tell("Your password: Lighthouse77", "they asked for it"); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a password with a reason: %v", err)
	}
	if err := tell("We moved you to web-prod-03", "they run it themselves"); err != nil {
		t.Errorf("a machine's name with a reason: %v", err)
	}
	d.pass(time.Minute)
	if n := len(d.sent); n != 2 {
		t.Errorf("%d texts left, want the first notice and the one with a reason", n)
	}
}

// Advice may wait in the first hour. What is wrong with a text about a loss, a
// break-in or an earlier text may not: it blames, it shrugs, and it stays.
func TestAGraveTextIsCheckedInTheFirstHour(t *testing.T) {
	sorry := "We are sorry if this caused any inconvenience, our hosting company broke it."
	tests := []struct {
		p    incident.Proposal
		want bool
	}{
		{incident.Proposal{Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes", "ownership_line": sorry}}, true},
		{incident.Proposal{Kind: update.BreachSuspected, Words: map[string]string{"confirmed": "There is a new administrator.", "protect_line": "stopped all changes", "impact": "The shop is closed.", "client_action": "Wait.", "ownership_line": sorry}}, true},
		{incident.Proposal{Kind: update.Correction, Words: map[string]string{"wrong": "it works again", "right": sorry, "how_found": "We looked."}}, true},
		{incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": sorry}}, false},
	}
	for _, tt := range tests {
		d := opened(t, withChannel, "outage")
		if tt.p.Kind == update.DataLoss {
			d.fact(facts.DataLost, facts.Yes)
			d.fact(facts.SpareCopy, facts.NoCopy)
		}
		tell, err := d.Write(t.Context(), people["ana"], 1, tt.p)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(tell.Findings, func(f update.Finding) bool { return f.Level == update.Warn }) != tt.want {
			t.Errorf("%s, in the first hour: %v", tt.p.Kind, tell.Findings)
		}
	}
}
