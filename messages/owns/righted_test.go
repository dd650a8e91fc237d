package owns

import (
	"slices"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// What was wrong is put right by the text that says so, wherever it has a place for it.
func TestRighted(t *testing.T) {
	wrong := func(q facts.Question, was, now facts.Answer) (*incident.Incident, *incident.Affected) {
		inc := &incident.Incident{State: incident.Open, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.No}, q: {Answer: now}}},
			Clients: []incident.Affected{{Client: client.Client{ID: "acme", Slack: "C1"}, Knows: map[facts.Question]facts.Answer{q: was}, Wrote: map[facts.Question]facts.Answer{q: was}}}}
		return inc, &inc.Clients[0]
	}
	for _, tt := range []struct {
		kind     string
		q        facts.Question
		was, now facts.Answer
		says     bool
	}{
		{update.WrongRecipients, facts.Intruder, facts.Confirmed, facts.No, true},
		{update.WrongRecipients, facts.Intruder, facts.Confirmed, facts.Suspected, true},
		{update.WrongRecipients, facts.Intruder, facts.Confirmed, facts.DontKnow, false},
		{update.WrongRecipients, facts.Personal, facts.No, facts.Yes, false},
		{update.WrongRecipients, facts.Personal, facts.Yes, facts.No, true},
		{update.BreachSuspected, facts.SpareCopy, facts.CopyTested, facts.NoCopy, true},
		{update.BreachSuspected, facts.Personal, facts.No, facts.Yes, false},
		{update.DataLoss, facts.SpareCopy, facts.CopyTested, facts.NoCopy, false},
	} {
		inc, aff := wrong(tt.q, tt.was, tt.now)
		if got := slices.Contains(Righted(inc, aff, tt.kind), tt.q); got != tt.says {
			t.Errorf("%s, %s was %s and is %s: %t", tt.kind, tt.q, tt.was, tt.now, got)
		}
	}
}
