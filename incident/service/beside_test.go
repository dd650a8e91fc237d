package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
)

// A loss is not over because the service works again: as long as they have not heard of it
// nobody says in another incident that none of their data is lost.
func TestALossBesideCountsUntilItIsOver(t *testing.T) {
	for _, tt := range []struct {
		state   incident.State
		refused bool
	}{{incident.Open, true}, {incident.Resolved, true}, {incident.Cancelled, false}} {
		t.Run(string(tt.state), func(t *testing.T) {
			d := newDesk(t, reached[client.ViaSlack], "ana")
			d.declare("data_loss")
			d.fact(facts.DataLost, facts.Yes)
			d.declare("outage")
			d.changeIncident(func(inc *incident.Incident) {
				if inc.State = tt.state; inc.State == incident.Resolved {
					inc.ResolvedAt = d.now
				}
			})
			_, err := d.SetFacts(t.Context(), people["ana"], 2, facts.FactAnswer{Question: facts.DataLost, Answer: facts.No})
			refused := fault.CodeOf(err) == fault.Conflict && strings.Contains(err.Error(), "has not heard it yet")
			if refused != tt.refused || !refused && err != nil {
				t.Errorf("that no data is lost: %v, want it refused: %t", err, tt.refused)
			}
			d.changeIncident(func(inc *incident.Incident) { inc.State, inc.ResolvedAt = incident.Open, time.Time{} }) // it owes what it owed
		})
	}
}

// Nor does anybody say then that nobody knows. What is about data by its kind may be about more,
// and does not wait for the other.
func TestNobodyKnowsIsNoAnswerBesideALoss(t *testing.T) {
	for kind, refused := range map[string]bool{"outage": true, "security": false} {
		d := newDesk(t, reached[client.ViaSlack], "ana")
		d.declare("data_loss")
		d.fact(facts.DataLost, facts.Yes)
		d.declare(kind)
		_, err := d.SetFacts(t.Context(), people["ana"], 2, facts.FactAnswer{Question: facts.DataLost, Answer: facts.DontKnow})
		if got := fault.CodeOf(err) == fault.Conflict && strings.Contains(err.Error(), "has not heard it yet"); got != refused {
			t.Errorf("%s: %v, want it refused: %t", kind, err, refused)
		}
	}
}
