package work

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/schedule/scheduletest"
)

// known are facts that were all given at one instant.
func known(answers map[facts.Question]facts.Answer) facts.Facts {
	now := scheduletest.Start
	f := facts.Facts{Given: map[facts.Question]facts.Fact{}}
	for q, a := range answers {
		f.Given[q] = facts.Fact{Answer: a, At: now, Since: now}
	}
	return f
}

// What shares a reminder with other clients' promises, and what needs words of
// its own.
func TestWhatIsRemindedOfByItself(t *testing.T) {
	channel := client.Client{Slack: "C0ACME"}
	lost := known(map[facts.Question]facts.Answer{facts.DataLost: facts.Yes})
	tests := []struct {
		name  string
		aff   incident.Affected
		p     incident.Promise
		facts facts.Facts
		own   bool
	}{
		{"an update", incident.Affected{Client: channel}, incident.Promise{Kind: incident.UpdatePromise}, facts.Facts{}, false},
		{"what was promised in words", incident.Affected{Client: channel}, incident.Promise{Kind: incident.UpdatePromise, Words: "a list"}, facts.Facts{}, true},
		{"by phone only", incident.Affected{}, incident.Promise{Kind: incident.UpdatePromise}, facts.Facts{}, true},
		{"a loss that they do not know of", incident.Affected{Client: channel}, incident.Promise{Kind: incident.UpdatePromise}, lost, true},
		{"a loss that they know of", incident.Affected{Client: channel, Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}}, incident.Promise{Kind: incident.UpdatePromise}, lost, false},
		{"in writing", incident.Affected{Client: channel}, incident.Promise{Kind: incident.WrittenPromise}, facts.Facts{}, true},
		{"the review", incident.Affected{Client: channel}, incident.Promise{Kind: incident.ReviewPromise}, facts.Facts{}, true},
	}
	for _, tt := range tests {
		inc := &incident.Incident{State: incident.Open, Facts: tt.facts}
		if got := NewDueReminder(inc, &tt.aff, &tt.p, outbox.Due).Own; got != tt.own {
			t.Errorf("%s: by itself %t, want %t", tt.name, got, tt.own)
		}
	}
}
