package owns

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// Of a loss of which part is back, a text tells what was lost as it was, and says what is back and
// what is gone: in a line of its own, or behind it.
func TestPartBack(t *testing.T) {
	for name, tt := range map[string]struct {
		answer, knows facts.Answer
		kind          string
		was, says     bool
	}{
		"they know":                          {facts.PartBack, facts.PartBack, update.Holding, true, true},
		"they read it now":                   {facts.PartBack, facts.Partly, update.Progress, true, false},
		"they read more of it now":           {facts.PartBack, facts.PartBack, update.Progress, true, true},
		"they have not heard it, nor do now": {facts.PartBack, facts.Partly, update.Holding, false, false},
		"the final message":                  {facts.PartBack, facts.Partly, update.ResolvedUpdate, true, false},
		"the review":                         {facts.PartBack, facts.PartBack, update.PostmortemCover, true, false},
		"nothing is back":                    {facts.Partly, facts.Partly, update.Progress, false, false},
		"all of it is":                       {facts.Restored, facts.Restored, update.Progress, false, false},
	} {
		inc := &incident.Incident{State: incident.Open, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Words: "all orders"}, facts.Recoverable: {Answer: tt.answer}}},
			Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Recoverable: tt.knows}}}}
		if was, says := PartBack(inc, &inc.Clients[0], tt.kind); was != tt.was || says != tt.says {
			t.Errorf("%s: told as it was %t, said behind it %t", name, was, says)
		}
	}
}
