package typed

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
)

// Of several clients bad news names whose it is; of one it is theirs.
func TestWhoseFact(t *testing.T) {
	acme, globex := client.Client{ID: "acme", Name: "Acme Shop"}, client.Client{ID: "globex", Name: "Globex Travel"}
	one := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}}}
	two := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}, {Client: globex}}}
	apart := &incident.Incident{Number: 1, Clients: []incident.Affected{
		{Client: acme, Own: facts.Own{facts.DataLost: {Answer: facts.Yes, Words: "all orders"}}}, {Client: globex, Own: facts.Own{facts.DataLost: {}}},
	}, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, Words: "all orders"}}}}
	for _, tt := range []struct {
		inc                      *incident.Incident
		typed                    string
		whose, of, answer, words string // whose is asked back where it is "?"
	}{
		{one, "data_lost yes all orders", "", "", "yes", "all orders"},
		{one, "data_lost yes acme orders", "", "", "yes", "acme orders"},
		{two, "data_lost yes all orders", "?", "", "", ""},
		{two, "intruder suspected", "?", "", "", ""},
		{two, "data_lost no", "", "", "no", ""},
		{two, "data_lost unknown", "", "", "unknown", ""},
		{two, "data_lost yes acme", "acme", "acme", "yes", ""},
		{two, "data_lost yes acme all orders", "acme", "acme", "yes", "all orders"},
		{two, "data_lost yes Globex Travel: all orders", "globex", "globex", "yes", "all orders"},
		{two, "acme data_lost yes all orders", "acme", "acme", "yes", "all orders"},
		{two, "all data_lost yes all orders", incident.AllClients, "", "yes", "all orders"},
		{two, "Acme Shop", "acme", "acme", "", ""},
		{two, "acme backup none ours", "acme", "acme", "none", ""},
		{apart, "data_lost no", "?", "", "", ""},
		{apart, "acme data_lost yes", "acme", "acme", "yes", "all orders"},
		{apart, "globex data_lost yes", "globex", "globex", "yes", ""},
		{apart, "data_lost no globex", "globex", "globex", "no", ""},
		{apart, "personal no", "", "", "no", ""},
	} {
		whose, ans, err := Fact(tt.inc, tt.typed)
		switch {
		case tt.whose == "?":
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "Whose is it?") {
				t.Errorf("%q: %v, want it asked back whose it is", tt.typed, err)
			}
		case err != nil || whose != tt.whose || ans.Client != tt.of || string(ans.Answer) != tt.answer || ans.Words != tt.words:
			t.Errorf("%q is %q, of %q, %q, %q, %v", tt.typed, whose, ans.Client, ans.Answer, ans.Words, err)
		}
	}
	if _, ans, _ := Fact(two, "globex backup none theirs"); ans.Makers["globex"] != "theirs" || len(ans.Makers) != 1 {
		t.Errorf("who makes backups is %v", ans.Makers)
	}
}
