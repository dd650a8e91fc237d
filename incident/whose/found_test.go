package whose

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/playbook"
)

// What somebody says of when it was noticed is never later than what shows that we knew, and is
// kept of the loss alone where that was found behind what the incident began to be about.
func TestSayingWhenItWasNoticed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	for _, tt := range []struct {
		name          string
		traits        playbook.Traits
		minute        int
		refused       bool
		noticed, loss int
	}{
		{"before it was declared", playbook.Traits{}, -30, false, -30, -30},
		{"when it was declared", playbook.Traits{}, 0, false, 0, 0},
		{"after the answer", playbook.Traits{}, 26, true, 0, 0},
		{"in the future", playbook.Traits{}, 90, true, 0, 0},
		{"behind a copy that is missing", playbook.Traits{BadNews: true, MayWait: true}, 20, false, 0, 20},
		{"behind it, and before that was noticed", playbook.Traits{BadNews: true, MayWait: true}, -5, false, -5, -5},
		{"behind it, after the answer", playbook.Traits{BadNews: true, MayWait: true}, 26, true, 0, 25},
	} {
		lost := facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Since: at(25)}}}
		inc := &incident.Incident{DeclaredAt: at(0), Traits: &tt.traits, Facts: lost, Clients: make([]incident.Affected, 1)}
		if _, err := SetNoticed(inc, inc.Affected(""), at(tt.minute), at(40)); (err != nil) != tt.refused {
			t.Errorf("%s: %v", tt.name, err)
		}
		if noticed, loss := inc.Noticed(), inc.LossNoticed(inc.Affected("")); !noticed.Equal(at(tt.noticed)) || !loss.Equal(at(tt.loss)) {
			t.Errorf("%s: noticed %s, the loss %s", tt.name, noticed, loss)
		}
	}
}
