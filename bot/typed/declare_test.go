package typed

import (
	"fmt"
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/fault"
)

func lexicon() *Lexicon {
	return &Lexicon{Command: "/incident", Kinds: []string{"data_loss", "outage"}, Clients: []client.Client{
		{ID: "acme", Name: "Acme Shop", Aliases: []string{"Acme"}, Tags: []string{"web-3"}},
		{ID: "globex", Name: "Globex Travel"},
	}}
}

func TestDeclareLine(t *testing.T) {
	for line, want := range map[string]string{
		"sev2 acme Checkout is down":                      "2 acme [] - Checkout is down",
		"acme sev-2 Checkout is down":                     "2 acme [] - Checkout is down",
		"SEV 2, acme: Checkout is down":                   "2 acme [] - Checkout is down",
		"severity 1 Acme Shop Checkout is down":           "1 acme [] - Checkout is down",
		"sev1 “Acme Shop” Checkout is down":               "1 acme [] - Checkout is down",
		"sev1 ACME shop Shop is slow":                     "1 acme [] - Shop is slow",
		"sev1 acme acme.example does not open":            "1 acme [] - acme.example does not open",
		"sev2 \u2060acme\u00a0Checkout is down":           "2 acme [] - Checkout is down",
		"sev2 acme globex Search is slow":                 "2 acme [globex] - Search is slow",
		"sev2 Acme Shop, Globex Travel Search is slow":    "2 acme [globex] - Search is slow",
		"sev2 acme and globex: Search is slow":            "2 acme [globex] - Search is slow",
		"sev2 acme and more is broken":                    "2 acme [] - and more is broken",
		"sev2 globex web-3 Search is slow":                "2 globex [web-3] - Search is slow",
		"sev1 data-loss acme Orders are gone":             "1 acme [] data_loss Orders are gone",
		"sev2 acme Globex Travel feed is empty":           "2 acme [globex] - feed is empty",
		"sev3 acme sev1 is what the alarm says":           "3 acme [] - sev1 is what the alarm says",
		"sev2 acme Families see 👩\u200d👩\u200d👧 as boxes": "2 acme [] - Families see 👩\u200d👩\u200d👧 as boxes",
	} {
		d, slip := lexicon().Declare(line)
		kind := d.Kind
		if kind == "" {
			kind = "-"
		}
		if got := fmt.Sprintf("%d %s %v %s %s", d.Severity, d.Client, d.Also, kind, d.Words); slip != nil || got != want {
			t.Errorf("%q is %s (%v), want %s", line, got, slip, want)
		}
	}
}

// yes is what was probably meant, "" if nobody knows.
func yes(slip *fault.Error) string {
	for _, r := range slip.Ready {
		if strings.HasPrefix(r.Label, "Yes") {
			return r.Line
		}
	}
	return ""
}

// What is missing can be pressed, and is then the whole line.
func TestWhatADeclarationLacksIsOffered(t *testing.T) {
	for line, want := range map[string]string{
		"acme globex data_loss Orders are gone": "declare sev1 acme globex data_loss Orders are gone",
		"acm Checkout is down":                  "declare sev1 acme Checkout is down",
		"sev9 acme Checkout is down":            "declare sev1 acme Checkout is down",
		"acme sev9 Checkout is down":            "declare sev1 acme Checkout is down",
		"sev acme Checkout is down":             "declare sev1 acme Checkout is down",
		"sev9 Checkout is down":                 "new",
		"sev2 acme":                             "new",
		"sev2 acm":                              "new",
		"sev2 zebra Checkout is down":           "new",
		"":                                      "new",
	} {
		_, slip := lexicon().Declare(line)
		if slip == nil || len(slip.Ready) == 0 || slip.Ready[0].Line != want {
			t.Errorf("%q offers %+v, want %s first", line, slip, want)
			continue
		}
		if want != "new" && (len(slip.Ready) != 4 || slip.Ready[3].Line != strings.Replace(want, "sev1", "sev4", 1)) {
			t.Errorf("%q offers %+v, want each severity", line, slip.Ready)
		}
	}
}

// A line that lacks something says which word is wrong and what to type.
func TestDeclareSlip(t *testing.T) {
	for line, want := range map[string]struct{ says, run string }{
		"":                             {"Type how bad it is, the client and what they notice", ""},
		"sev2":                         {"Type how bad it is", ""},
		"sev2 acm Checkout is down":    {"There is no client “acm”. Did you mean acme", "declare sev2 acme Checkout is down"},
		"sev2 glob Search is slow":     {"Did you mean globex", "declare sev2 globex Search is slow"},
		"sev2 travel Search is slow":   {"Did you mean globex", "declare sev2 globex Search is slow"},
		"acm Checkout is down":         {"Did you mean acme", ""},
		"sev2 zebra Checkout is down":  {"There is no client “zebra”. The clients are acme and globex.", ""},
		"sev9 acme Checkout is down":   {"There is no severity “sev9”", ""},
		"sev acme Checkout is down":    {"There is no severity “sev”", ""},
		"sevtwo acme Checkout is down": {"There is no severity “sevtwo”", ""},
		"acme Checkout is down":        {"How bad is it for acme?", ""},
		"sev2 acme":                    {"What does acme notice?", ""},
	} {
		_, slip := lexicon().Declare(line)
		if slip == nil {
			t.Errorf("%q is taken", line)
			continue
		}
		if s := slip.Error(); !strings.HasPrefix(s, "Nothing was declared. ") || !strings.Contains(s, want.says) || yes(slip) != want.run || len(slip.Ready) == 0 && strings.Contains(s, "?") || !strings.Contains(s, "ype") {
			t.Errorf("%q: %s, run %q; want %+v", line, s, yes(slip), want)
		}
	}
}

func FuzzDeclareLine(f *testing.F) {
	for _, s := range []string{"sev2 acme Checkout is down", "severity 1 “Acme Shop”, globex: x", "sev", "acm", "\u2060", "and", ",", "sev99999 a"} {
		f.Add(s)
	}
	x := lexicon()
	f.Fuzz(func(t *testing.T, line string) {
		if d, slip := x.Declare(line); slip == nil && (d.Client == "" || !d.Severity.Valid() || d.Words == "") {
			t.Errorf("%q is taken as %+v", line, d)
		}
	})
}
