package typed

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
)

// A name in front of words is a client's, or it is asked who that is: else one client would
// read the words for another.
func TestWhose(t *testing.T) {
	acme := client.Client{ID: "acme", Name: "Acme Shop", Aliases: []string{"shop"}}
	globex := client.Client{ID: "globex", Name: "Globex Travel", Aliases: []string{"bookings"}}
	x := &Lexicon{Clients: []client.Client{acme, globex}}
	one := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}}}
	both := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}, {Client: globex}}}
	for _, tt := range []struct {
		inc       *incident.Incident
		line      string
		id, words string
		refused   string // what the refusal says
	}{
		{both, "still globex: looking at it", "globex", "looking at it", ""},
		{both, "still globx: looking at it", "", "", "Who is “globx”?"},
		{both, "known globx : all bookings are saved", "", "", "Who is “globx”?"},
		{both, "unknown “globx”: whether they are there", "", "", "Who is “globx”?"},
		{both, "impact globx: nobody can book", "", "", "Who is “globx”?"},
		{both, "doing globx: looking", "", "", "still acme: and your words"},
		{both, "doing globex: looking", "", "", "read by all 2 clients"},
		{one, "doing acme: looking", "acme", "looking", ""},
		{one, "known globex: their bookings are safe", "", "", "does not affect Globex Travel"},
		{one, "unknown Globex Travel: when it works", "", "", "does not affect Globex Travel"},
		{one, "still globex looking at it", "", "", "does not affect Globex Travel"},
		{one, "known bookings: all are saved", "", "", "does not affect Globex Travel"},
		{one, "known bookings are saved", "", "bookings are saved", ""},
		{one, "known acme: their orders are safe", "acme", "their orders are safe", ""},
		{one, "known acme knows it", "", "acme knows it", ""},
		{both, "known Globex Travel had changed the setting", "", "", "Does only Globex Travel read this?"},
		{both, "unknown acme is safe", "", "", "unknown acme: is safe"},
		{both, "impact Globex Travel cannot book", "", "", "Does only Globex Travel read this?"},
		{both, "known globex drop 1", "globex", "drop 1", ""},
		{both, "known Globex Travel: had changed the setting", "globex", "had changed the setting", ""},
		{both, "still 14:05: looking at it", "", "14:05: looking at it", ""},
		{both, "still https://acme.example is down", "", "https://acme.example is down", ""},
		{both, "still at step 2: the restore", "", "at step 2: the restore", ""},

		{one, "told acme call: they know", "acme", "call: they know", ""},
		{one, "told call: they know", "", "call: they know", ""},
		{one, "told acme knows it", "", "acme knows it", ""},
		{one, "told acme: knows it", "acme", "knows it", ""},
		{one, "told acme", "acme", "", ""},
		{both, "told globex call: it is down", "globex", "call: it is down", ""},
		{both, "told Globex: it is down", "globex", "it is down", ""},
		{both, "told", "", "", "Which client?"},
		{one, "told akme call: they know", "", "", "Who is “akme”?"},
		{one, "told akme: they know", "", "", "Who is “akme”?"},
		{one, "told Dana: they know", "", "Dana: they know", ""},
		{one, "told globex call: they know", "", "", "does not affect Globex Travel"},
		{one, "told Globex Travel: by phone", "", "", "does not affect Globex Travel"},
		{both, "told globx call: they know", "", "", "Who is “globx”?"},
		{both, "told it is down", "", "", "Which client?"},
		{one, "asked Dana: when?", "", "Dana: when?", ""},
		{one, "asked globex when?", "", "", "does not affect Globex Travel"},
		{one, "correct acme 1 It began at 13:20", "acme", "1 It began at 13:20", ""},
		{one, "correct acme It began at 13:20", "", "acme It began at 13:20", ""},
		{one, "correct 1 It began at 13:20", "", "1 It began at 13:20", ""},
		{one, "call globex", "", "", "does not affect Globex Travel"},
		{one, "call akme", "", "", "Who is “akme”?"},
		{one, "call dana", "", "dana", ""},
		{one, "confirm globex", "", "", "does not affect Globex Travel"},
		{one, "later", "", "", ""},
	} {
		verb, text := FirstWord(tt.line)
		id, words, err := x.Whose(tt.inc, verb, text)
		if id != tt.id || words != tt.words || (err != nil) != (tt.refused != "") || err != nil && !strings.Contains(err.Error(), tt.refused) {
			t.Errorf("%d clients, %s: %q, %q, %v", len(tt.inc.Clients), tt.line, id, words, err)
		}
	}
}

// All in front is no time and no client: it is what is meant where nobody is named.
func TestOfAll(t *testing.T) {
	for line, want := range map[string]string{
		"works all": "", "works all 14:10": "14:10", "works Everybody": "", "works all: 14:10": "14:10", "works allover": "allover",
		"next all 45m": "45m", "snooze all 5m": "5m", "cadence everyone 30m": "30m",
		"still all: looking": "looking", "still all orders are checked": "all orders are checked",
		"impact all orders are late": "all orders are late", "known all : 14 orders are there": "14 orders are there",
		"fact all data_lost no": "all data_lost no", "told all call: they know": "all call: they know",
	} {
		verb, text := FirstWord(line)
		if got := OfAll(verb, text); got != want {
			t.Errorf("%s: %q", line, got)
		}
	}
}
