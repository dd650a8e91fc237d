package lookup

import (
	"slices"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
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
		{"closed", func(inc *incident.Incident) { inc.State = incident.Closed }, earlier},
		{"cancelled", func(inc *incident.Incident) { inc.State = incident.Cancelled }, nil},
		{"private", func(inc *incident.Incident) { inc.Private = true }, slices.Concat(there, alive, open)},
		{"by itself", func(inc *incident.Incident) { inc.Declared = "" }, slices.Concat(there, alive[1:], open, earlier)},
		{"a drill", func(inc *incident.Incident) { inc.Drill = &drill.Drill{} }, slices.Concat(there, []Key{typed})},
		{"of nobody", func(inc *incident.Incident) { inc.Clients = nil }, slices.Concat(there, []Key{typed})},
	}
	for _, tt := range tests {
		inc := &incident.Incident{Number: 1, Kind: "outage", Impact: "checkout is down", State: incident.Open, DeclaredBy: "U0ANA", Declared: "sev1 acme checkout",
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
