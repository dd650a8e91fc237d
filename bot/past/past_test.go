package past

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
)

func TestWhatIsLookedForStandsInTheIncident(t *testing.T) {
	inc := &incident.Incident{Number: 17, Title: "Checkout is down", Impact: "visitors cannot pay", Kind: "outage", Clients: []incident.Affected{
		{Client: client.Client{ID: "acme", Name: "Acme Shop", Aliases: []string{"The Shop"}}},
		{Client: client.Client{ID: "globex", Name: "Globex Travel"}, Impact: "booking fails"},
	}}
	for query, want := range map[string]bool{
		"": true, "  ": true, "acme": true, "ACME": true, "checkout": true, "pay visitors": true, "the shop": true, "booking": true, "travel outage": true,
		"inc-17": true, "INC-17 acme": true, "inc-1": false, "inc-171": false, "acme search": false, "initech": false,
	} {
		if got := Matches(inc, query); got != want {
			t.Errorf("%q is found: %t, want %t", query, got, want)
		}
	}
}

func TestWhatIsAskedOfTheFigures(t *testing.T) {
	for _, tt := range []struct{ text, client, month, wrong string }{
		{"", "", "all time", ""},
		{"acme", "acme", "all time", ""},
		{"Acme Shop 2026-03", "Acme Shop", "March 2026", ""},
		{"2026-03", "", "March 2026", ""},
		{"2026-13", "", "", "“2026-13” is not a month. Nothing was counted. Write it like 2026-03."},
		{"acme 3", "", "", "“3” is not a month. Nothing was counted. Write it like 2026-03."},
	} {
		client, month, err := asked(tt.text)
		if err != nil && err.Error() != tt.wrong || err == nil && (tt.wrong != "" || client != tt.client || month.String() != tt.month) {
			t.Errorf("%q asks for %q, %s, %v; want %q, %s, %q", tt.text, client, month, err, tt.client, tt.month, tt.wrong)
		}
	}
}

// A client may be found by any of its names, in the incidents that were given alone.
func TestAClientIsFoundByAnyName(t *testing.T) {
	list := []*incident.Incident{{Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Aliases: []string{"The Shop"}}}}}}
	for name, want := range map[string]bool{"acme": true, "ACME SHOP": true, "the shop": true, "acm": false, "globex": false} {
		if got := whose(list, name) != nil; got != want {
			t.Errorf("%q is found: %t, want %t", name, got, want)
		}
	}
}
