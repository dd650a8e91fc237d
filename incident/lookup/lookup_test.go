package lookup

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/promise"
)

func TestByWhatAnIncidentIsFound(t *testing.T) {
	typed, trouble := Typed("U0ANA", "sev1 acme checkout"), Trouble("acme", "outage", "Checkout is down", true)
	open := []Key{Open("acme"), Open("globex")}
	there := []Key{Ongoing, Unsettled}
	alive := []Key{typed, trouble, Live("acme"), Live("globex"), Told("C0ACME")}
	earlier := []Key{Earlier("acme", "outage"), Earlier("globex", "outage")}
	tests := []struct {
		name string
		do   func(*incident.Incident)
		want []Key
	}{
		{"open", func(*incident.Incident) {}, slices.Concat(there, alive, open, earlier)},
		{"resolved", func(inc *incident.Incident) { inc.State = incident.Resolved }, slices.Concat(there, alive, earlier)},
		{"closed", func(inc *incident.Incident) { inc.State = incident.Closed }, slices.Concat(earlier, []Key{Past, "month/2026-03"})},
		{"cancelled", func(inc *incident.Incident) { inc.State = incident.Cancelled }, []Key{Past}},
		{"pressed by mistake", func(inc *incident.Incident) { inc.State, inc.Mistake = incident.Cancelled, "U0ANA" }, nil},
		{"closed, with the review in May", func(inc *incident.Incident) {
			inc.State = incident.Closed
			inc.Clients[0].Promises = []promise.Promise{{Kind: promise.Review, Outcome: promise.Kept, SettledAt: time.Date(2026, 5, 8, 17, 0, 0, 0, time.UTC)}}
		}, slices.Concat(earlier, []Key{Past, "month/2026-03", "month/2026-04", "month/2026-05"})},
		{"closed, as the month begins", func(inc *incident.Incident) {
			inc.State, inc.DeclaredAt, inc.ClosedAt = incident.Closed, time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC)
		}, slices.Concat(earlier, []Key{Past, "month/2026-03", "month/2026-04"})},
		{"closed, a drill", func(inc *incident.Incident) { inc.State, inc.Drill = incident.Closed, &drill.Drill{} }, nil},
		{"private", func(inc *incident.Incident) { inc.Private = true }, slices.Concat(there, alive, open)},
		{"by itself", func(inc *incident.Incident) { inc.Declared = "" }, slices.Concat(there, alive[1:], open, earlier)},
		{"a drill", func(inc *incident.Incident) { inc.Drill = &drill.Drill{} }, slices.Concat(there, []Key{typed})},
		{"of nobody", func(inc *incident.Incident) { inc.Clients = nil }, slices.Concat(there, []Key{typed})},
	}
	for _, tt := range tests {
		inc := &incident.Incident{Number: 1, Kind: "outage", Impact: "checkout is down", State: incident.Open, DeclaredBy: "U0ANA", Declared: "sev1 acme checkout", DeclaredAt: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), ClosedAt: time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC),
			Clients: []incident.Affected{{Client: client.Client{ID: "acme", Slack: "C0ACME"}}, {Client: client.Client{ID: "globex", Slack: "C0ACME"}}}}
		tt.do(inc)
		got := Keys(inc)
		slices.Sort(got)
		slices.Sort(tt.want)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTheSameTroubleInOtherLetters(t *testing.T) {
	of := Trouble("acme", "outage", "Checkout ist größer, Σ", false)
	for _, same := range []string{"checkout IST GRÖßER, σ", " Checkout ist größer, ς "} {
		if Trouble("acme", "outage", same, false) != of {
			t.Errorf("%q is other trouble", same)
		}
	}
	for _, other := range []Key{Trouble("acme", "outage", "Checkout", false), Trouble("acme", "outage", "Checkout ist größer, Σ", true),
		Trouble("acme", "slow", "Checkout ist größer, Σ", false), Trouble("globex", "outage", "Checkout ist größer, Σ", false)} {
		if other == of {
			t.Errorf("%q is the same trouble", other)
		}
	}
}
