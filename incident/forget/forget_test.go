package forget

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var then = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func listOf(things ...string) *List {
	l := new(List)
	l.Add(then, things...)
	return l
}

func TestText(t *testing.T) {
	l := listOf("Dana Fox", "dana@acme.example", "+44 20 7946 0002", "U0DANA", "Fox")
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Checkout is down since 14:00.", "Checkout is down since 14:00."},
		{"Dana Fox", Gone},
		{"Ana called dana  FOX, twice.", "Ana called " + Gone + ", twice."},
		{"Dana Fox's shop; Dana Fox.", Gone + "'s shop; " + Gone + "."},
		{"Dana Foxworth and Jordana Fox", "Dana Foxworth and Jordana Fox"},
		{"Dana,\nFox hunting", "Dana,\nFox hunting"},
		{"Dana, checkout is down", "Dana, checkout is down"}, // the greeting of a text that was sent
		{"mail Dana@Acme.example.", "mail forgotten-2@forgotten.invalid."},
		{"INC-7/acme/update/3/email/dana@acme.example", "INC-7/acme/update/3/email/forgotten-2@forgotten.invalid"},
		{"<mailto:dana@acme.example|dana@acme.example>", "<mailto:forgotten-2@forgotten.invalid|forgotten-2@forgotten.invalid>"},
		{"yordana@acme.example, dana@acme.example.org", "yordana@acme.example, dana@acme.example.org"},
		{"call +44 (20) 7946-0002 now", "call " + Gone + " now"},
		{"call 1 004420 79460002 2 times", "call 1 " + Gone + " 2 times"},
		{"+44 20 7946 00021", "+44 20 7946 00021"},
		{"at 2026-03-10 14:00", "at 2026-03-10 14:00"},
		{"U0DANA", "U0FORGOTTEN4"},
		{"<@U0DANA> and <@U0DANA|dana> asked <@U0ANA>", Gone + " and " + Gone + " asked <@U0ANA>"},
		{"U0DANA2 XU0DANA", "U0DANA2 XU0DANA"},
		{"Fox", "Fox"}, // a word as well
	} {
		if got := l.Text(tt.text); got != tt.want {
			t.Errorf("Text(%q) = %q, want %q", tt.text, got, tt.want)
		}
		if again := l.Text(tt.want); again != tt.want {
			t.Errorf("once more: Text(%q) = %q", tt.want, again)
		}
	}
	text, err := json.Marshal(l)
	text = regexp.MustCompile(`"salt":"[A-Z2-7]+"|"sum":"[0-9a-f]{64}"`).ReplaceAll(text, nil) // by chance they hold anything
	if err != nil || strings.Contains(strings.ToLower(string(text)), "fox") || strings.Contains(string(text), "0002") {
		t.Errorf("the list names somebody: %s, %v", text, err)
	}
}

func TestRecord(t *testing.T) {
	l := listOf("Dana Fox", "dana@acme.example", "U0DANA")
	payload := func(s string) string { return `{"payload":"` + base64.StdEncoding.EncodeToString([]byte(s)) + `"}` }
	for _, tt := range []struct{ name, body, want string }{
		{"nothing of them", `{"b":1,"a":"Acme Shop"}`, `{"b":1,"a":"Acme Shop"}`},
		{"a number of many digits", `{"seq":18446744073709551615,"by":"U0DANA"}`, `{"by":"U0FORGOTTEN3","seq":18446744073709551615}`},
		{"a contact", `{"client":{"id":"acme","contacts":[{"name":"Dana"},{"name":"D. Fox","email":"dana@acme.example","phone":"1"}]}}`, `{"client":{"contacts":[{"name":"Dana"}],"id":"acme"}}`},
		{"what was drafted for them", `{"client":{"contacts":[{"name":"Dana Fox"}]},"drafts":{"U0ANA":{}},"promises":[{"n":1,"draft":{"texts":{}}}]}`, `{"client":{"contacts":[]},"promises":[{"n":1}]}`},
		{"a name of a profile", `{"names":{"U0ANA":"Ana Ruiz","U0DANA":"foxy"}}`, `{"names":{"U0ANA":"Ana Ruiz","U0FORGOTTEN3":"(forgotten)"}}`},
		{"a name that the record only mentions", `{"called":{"U0DANA":"foxy"}}`, `{"called":{"U0FORGOTTEN3":"(forgotten)"}}`},
		{"a name beside an id", `{"read":{"user":"U0DANA","name":"foxy"},"by":"U0ANA"}`, `{"by":"U0ANA","read":{"name":"(forgotten)","user":"U0FORGOTTEN3"}}`},
		{"a recipient", `{"key":"INC-7/acme/update/3/email/dana@acme.example","to":"dana@acme.example","to_name":"Ms Fox"}`, `{"key":"INC-7/acme/update/3/email/forgotten-2@forgotten.invalid","to":"forgotten-2@forgotten.invalid","to_name":"(forgotten)"}`},
		{"one who signs", `{"sender":{"slack":"U0DANA","name":"D. F.","email":"d@x.example","phone":"123"}}`, `{"sender":{"email":"(forgotten)","name":"(forgotten)","phone":"(forgotten)","slack":"U0FORGOTTEN3"}}`},
		{"an envelope", payload(`{"user":"U0DANA"}`), payload(`{"user":"U0FORGOTTEN3"}`)},
		{"a client by mail", `{"id":"acme","email":true,"slack":"C0ACME"}`, `{"id":"acme","email":true,"slack":"C0ACME"}`},
	} {
		got, held, err := l.Record([]byte(tt.body))
		if err != nil || string(got) != tt.want || held != (tt.body != tt.want) {
			t.Errorf("%s: %s, %t, %v, want %s", tt.name, got, held, err, tt.want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, tt := range []struct{ who, body, want string }{
		{"dana@acme.example", `{"client":{"contacts":[{"name":"Dana Fox","email":"dana@acme.example","phone":"+44 20 7946 0002"},{"name":"Ben Okafor","email":"ben@acme.example"}]}}`, "+44 20 7946 0002|Dana Fox"},
		{"Dana Fox", `{"read":{"user":"U0DANA","name":"Dana Fox"},"by":"U0ANA"}`, "U0DANA"},
		{"U0DANA", `{"names":{"U0DANA":"Dana Fox","U0ANA":"Ana Ruiz"}}`, "Dana Fox"},
		{"Dana Fox", `{"to":"C0ACME","name":"Dana Fox"}`, ""},
		{"dana@acme.example", `{"to":"dana@acme.example","to_name":"Dana"}`, ""}, // of one word: anybody
		{"dana@acme.example", `{"text":"dana@acme.example is Dana Fox"}`, ""},
	} {
		got, err := listOf(tt.who).Near([]byte(tt.body))
		slices.Sort(got)
		if strings.Join(slices.Compact(got), "|") != tt.want || err != nil {
			t.Errorf("near %s in %s: %q, %v, want %s", tt.who, tt.body, got, err, tt.want)
		}
	}
}

// A name of one word is forgotten where a name stands alone.
func TestANameOfOneWord(t *testing.T) {
	l := listOf("Dana")
	got, _, err := l.Record([]byte(`{"name":"dana","to_name":"Dana","words":"Dana called"}`))
	if want := `{"name":"(forgotten)","to_name":"(forgotten)","words":"Dana called"}`; err != nil || string(got) != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
}

// What is known again, since it came back on purpose, is not forgotten by a copy of after.
func TestSinceAndMerge(t *testing.T) {
	l := listOf("Dana Fox")
	l.Add(then.Add(2*time.Hour), "dana@acme.example")
	if got := l.Since(then.Add(time.Hour)).Text("Dana Fox dana@acme.example"); got != "Dana Fox forgotten-2@forgotten.invalid" {
		t.Errorf("of a copy of an hour later: %s", got)
	}
	if got := l.Since(time.Time{}).Text("Dana Fox"); got != Gone {
		t.Errorf("of a copy that does not say of when it is: %s", got)
	}
	l.Add(then.Add(3*time.Hour), "dana  FOX")
	if len(l.Entries) != 2 || l.Since(then.Add(time.Hour)).Text("Dana Fox") != Gone {
		t.Errorf("forgotten twice: %+v", l.Entries)
	}

	older, newer := new(List), listOf("Dana Fox")
	if older.Merge(newer); older.Text("Dana Fox") != Gone || older.Salt != newer.Salt {
		t.Errorf("an empty list takes over the other: %+v", older)
	}
	apart := &List{Salt: newer.Salt}
	apart.Add(then, "U0DANA")
	if newer.Merge(apart); newer.Text("U0DANA Dana Fox") != "U0FORGOTTEN2 "+Gone {
		t.Errorf("two lists of one store: %+v", newer.Entries)
	}
}

// A list was begun anew where a store came back without the one before: both belong, and
// merging them loses nobody, whichever comes first and however often.
func TestTwoListsOfTwoSaltsAreMerged(t *testing.T) {
	first, second := listOf("Dana Fox", "U0DANA"), listOf("Ben Okafor", "U0BEN", "Dana Fox")
	for _, lists := range [][]*List{{first, second}, {second, first}, {first, second, first, second}} {
		all := new(List)
		for _, l := range lists {
			all.Merge(l)
		}
		raw, _ := json.Marshal(all)
		again := new(List)
		if err := json.Unmarshal(raw, again); err != nil {
			t.Fatal(err)
		}
		if got := again.Text("Dana Fox and Ben Okafor: <@U0DANA>"); got != Gone+" and "+Gone+": "+Gone || len(all.Entries) != 5 {
			t.Errorf("%d entries, %s", len(all.Entries), got)
		}
		numbers := map[int]bool{}
		for _, e := range all.Entries {
			numbers[e.N] = true
		}
		if len(numbers) != len(all.Entries) {
			t.Errorf("one number stands for two: %+v", all.Entries)
		}
		if all.Add(then.Add(time.Hour), "Ben Okafor"); len(all.Entries) != 5 || all.Since(then.Add(time.Minute)).Text("Ben Okafor") != Gone {
			t.Errorf("who is forgotten once more: %+v", all.Entries)
		}
	}
}

func TestIs(t *testing.T) {
	l := listOf("U0DANA", "dana@acme.example")
	for _, s := range []string{"U0DANA", "dana@acme.example"} {
		if Is(s) || !Is(l.Text(s)) {
			t.Errorf("Is(%s) = %t, Is(%s) = %t", s, Is(s), l.Text(s), Is(l.Text(s)))
		}
	}
}

func TestOfHoldsAndBut(t *testing.T) {
	l := Of("Dana Fox", "dana@acme.example", "+44 20 7946 0002", "Dana  FOX", "")
	for _, tt := range []struct {
		name   string
		things []string
		want   bool
	}{
		{"the same, however it is written", []string{"0044 20 7946 0002", "dana fox", "Dana@acme.example"}, true},
		{"one less", []string{"dana fox", "dana@acme.example"}, false},
		{"another", []string{"Dana Fox", "dana@acme.example", "+44 20 7946 0003"}, false},
		{"nothing", nil, false},
	} {
		if got := l.Holds(tt.things...); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
	if !new(List).Holds() || !Of().Holds("") {
		t.Error("an empty list does not hold nothing")
	}
	rest := l.But("dana fox", "Ben Okafor")
	rest.As = "[x]"
	if got := rest.Text("Dana Fox, dana@acme.example, 0044 20 7946 0002"); got != "Dana Fox, [x], [x]" {
		t.Errorf("%q", got)
	}
}
