package telling

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/work"
)

// News is not given in a way that leaves no text here.
func TestNewsIsNotGivenByTheWay(t *testing.T) {
	due := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	inc := &incident.Incident{Number: 1, State: incident.Resolved, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, Promises: []promise.Promise{{N: 1, Kind: promise.Final, DueAt: due}, {N: 2, Kind: promise.Review, DueAt: due, Outcome: promise.Kept}}}}}
	with := Telling{Unit: &work.Unit{Inc: inc, Now: due}, Client: &inc.Clients[0]}
	for n, what := range []string{"nothing", "the last word", "what they have"} {
		if err := with.Gave(n); err == nil {
			t.Errorf("%s was given by the way", what)
		}
	}
}
