package claimed

import (
	"maps"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

var now = time.Date(2026, 3, 10, 14, 5, 0, 0, time.UTC)

func open(t *testing.T) (*incident.Incident, *incident.Affected) {
	t.Helper()
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Slack: "C1"}}}}
	return inc, &inc.Clients[0]
}

func answer(inc *incident.Incident, q facts.Question, a facts.Answer) {
	inc.Facts.Given = map[facts.Question]facts.Fact{q: {Answer: a, Since: now}}
}

// A tick below texts for several is for each whose own words say so, and where the answer is known
// for a text of its own, that one tells it.
func TestSays(t *testing.T) {
	ticked := byhand.Claims{facts.DataLost: facts.Yes}
	for text, want := range map[string]byhand.Claims{
		"The orders of today are lost.": ticked,
		"We are still looking.":         {},
		"No data is lost.":              {},
	} {
		inc, aff := open(t)
		u := &update.Update{Kind: update.Progress, Words: map[string]string{"what_changed": text}, At: now}
		if got := Says(inc, aff, u, ticked); !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		u.Claims = ticked // it was said before it had to be read once more
		if got := Says(inc, aff, u, ticked); !maps.Equal(got, want) {
			t.Errorf("%q, kept: %v, want %v", text, got, want)
		}
		if answer(inc, facts.DataLost, facts.Yes); len(Says(inc, aff, u, ticked)) > 0 {
			t.Errorf("%q tells a loss that a text of its own has to tell", text)
		}
	}
}
