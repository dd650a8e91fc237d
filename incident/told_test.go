package incident

import (
	"maps"
	"testing"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// A call tells what was said in it, and with it what belongs to it: what can come back of a
// loss is nothing to somebody who does not know of one.
func TestWhatACallTells(t *testing.T) {
	given := answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes, facts.Personal: facts.Yes, facts.Intruder: facts.No}
	tests := []struct {
		name string
		aff  Affected
		said []facts.Question
		want answers
	}{
		{"nothing of it", Affected{}, nil, nil},
		{"the loss", Affected{}, []facts.Question{facts.DataLost}, answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes, facts.Intruder: facts.No}},
		{"personal data, and not the loss", Affected{}, []facts.Question{facts.Personal}, answers{facts.Personal: facts.Yes, facts.Intruder: facts.No}},
		{"they knew", Affected{Knows: given}, nil, given},
		{"what they had heard was otherwise", Affected{Knows: answers{facts.DataLost: facts.Yes, facts.Personal: facts.Yes, facts.Intruder: facts.Confirmed}}, nil,
			answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes, facts.Personal: facts.Yes}},
	}
	for _, tt := range tests {
		inc, aff := untoldOf("outage", given, tt.aff)
		if got, _ := inc.Tells(aff, &byhand.Report{How: byhand.ByCall, Said: tt.said}); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// How the repair goes does not disclose a loss, also where it names it: the loss has a text
// of its own, and until that is read it is owed.
func TestHowTheRepairGoesDisclosesNoLoss(t *testing.T) {
	for kind, want := range map[string]facts.Answer{update.Progress: "", update.Correction: "", update.DataLoss: facts.Yes} {
		inc, aff := untoldOf("outage", answers{facts.DataLost: facts.Yes}, Affected{})
		hears(inc, aff, update.Update{Kind: kind, N: 1, Facts: answers{facts.DataLost: facts.Yes}})
		if got := aff.Knows[facts.DataLost]; got != want {
			t.Errorf("%s: they know %q, want %q", kind, got, want)
		}
	}
}

// hears lets a text arrive at a client in Slack.
func hears(inc *Incident, aff *Affected, u update.Update) {
	to := client.Destination{Via: client.ViaSlack, To: "C0ACME"}
	u.State, u.To, u.Loss = update.Sent, []client.Destination{to}, inc.FactsOf(aff).Lost()
	u.Arrives(to, at(1))
	inc.Hears(aff, &u)
}
