package typed

import (
	"errors"
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

// What answers no question is offered as the words behind each answer that there is.
func TestWhatDoesNotAnswerIsOffered(t *testing.T) {
	acme, globex := client.Client{ID: "acme", Name: "Acme Shop"}, client.Client{ID: "globex", Name: "Globex Travel"}
	two := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}, {Client: globex}}}
	for typed, want := range map[string]string{
		"personal names and addresses":      "INC-1 fact personal yes names and addresses|INC-1 fact personal no|INC-1 fact personal unknown",
		"acme lost 400 photos":              "INC-1 fact acme data_lost yes 400 photos|INC-1 fact acme data_lost no|INC-1 fact acme data_lost unknown",
		"nobody got in as far as we know":   "INC-1 fact intruder no|INC-1 fact intruder suspected|INC-1 fact intruder confirmed|INC-1 fact intruder unknown",
		"acme lost no, I think":             "INC-1 fact acme data_lost yes|INC-1 fact acme data_lost no|INC-1 fact acme data_lost unknown",
		"no data is lost but the photos":    "INC-1 fact data_lost yes|INC-1 fact data_lost no|INC-1 fact data_lost unknown",
		"acme recoverable yes, until 10:00": "INC-1 fact acme recoverable yes|INC-1 fact acme recoverable part until 10:00|INC-1 fact acme recoverable no|INC-1 fact acme recoverable partback until 10:00|INC-1 fact acme recoverable back|INC-1 fact acme recoverable unknown",
		"hacked yes by a plug-in":           "INC-1 fact intruder no|INC-1 fact intruder suspected by a plug-in|INC-1 fact intruder confirmed by a plug-in|INC-1 fact intruder unknown",
	} {
		_, _, err := Fact(two, typed)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok {
			t.Fatalf("%s: %v", typed, err)
		}
		var lines []string
		for _, r := range e.Ready {
			lines = append(lines, r.Line)
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%s is offered %s, want %s", typed, got, want)
		}
	}
}

// A word of the choices behind other words is not for the client to read: it is asked about, and each press
// says what is meant. In front of them, before a colon, it says who was to make the backups.
func TestAWordOfTheChoicesIsNotSent(t *testing.T) {
	acme, globex := client.Client{ID: "acme", Name: "Acme Shop"}, client.Client{ID: "globex", Name: "Globex Travel"}
	one := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}}, Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.SpareCopy: {Answer: facts.CopyTested, Words: "from Monday"}}}}
	two := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: acme}, {Client: globex}}}
	for _, tt := range []struct {
		inc                 *incident.Incident
		typed               string
		answer, words, made string // made is who was to make the backups of the first client
		asked               string // the word that is asked about
	}{
		{one, "backup tested from last night", "tested", "from last night", "", ""},
		{one, "backup tested theirs", "tested", "from Monday", "theirs", ""},
		{one, "backup none", "none", "", "", ""}, // “from Monday” was said of a backup that there is
		{one, "backup tested theirs: from last night", "tested", "from last night", "theirs", ""},
		{one, "backup none declined 2026-03-01, the disk alone", "none", "the disk alone", "declined 2026-03-01", ""},
		{one, "backup tested from last night theirs", "", "", "", "theirs"},
		{one, "backup tested from last night, theirs.", "", "", "", "theirs"},
		{one, "backup tested theirs from last night", "", "", "", "theirs"},
		{one, "backup none unsaid", "", "", "", "unsaid"},
		{one, "backup tested “from last night theirs”", "tested", "from last night theirs", "", ""},
		{one, "backup tested it is not ours", "tested", "it is not ours", "", ""},
		{one, "data_lost yes all orders", "yes", "all orders", "", ""},
		{one, "data_lost yes all orders unknown", "", "", "", "unknown"},
		{one, "personal yes no", "", "", "", "no"},
		{one, "recoverable part the orders until noon, back", "", "", "", "back"},
		{one, "intruder suspected a sign-in, not confirmed", "suspected", "a sign-in, not confirmed", "", ""},
		{one, "backup failed the restore failed", "failed", "the restore failed", "", ""},
		{two, "all backup none ours", "none", "", "ours", ""},
		{two, "globex backup none ours", "none", "", "", ""},
		{two, "data_lost no acme", "no", "", "", ""},
		{two, "personal no in the orders acme", "", "", "", "acme"},
	} {
		_, ans, err := Fact(tt.inc, tt.typed)
		if tt.asked == "" {
			if err != nil || string(ans.Answer) != tt.answer || ans.Words != tt.words || ans.Makers["acme"] != tt.made {
				t.Errorf("%q is %q, %q, made by %v, %v", tt.typed, ans.Answer, ans.Words, ans.Makers, err)
			}
			continue
		}
		var e *fault.Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, "“"+tt.asked+"” is a word of the choices") {
			t.Errorf("%q: %v, want it asked about %q", tt.typed, err, tt.asked)
			continue
		}
		for _, r := range e.Ready {
			if _, _, err := Fact(tt.inc, strings.TrimPrefix(r.Line, "INC-1 fact ")); err != nil {
				t.Errorf("%q: %q is asked about again: %v", tt.typed, r.Line, err)
			}
		}
	}
}
