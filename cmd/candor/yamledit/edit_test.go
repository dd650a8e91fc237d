package yamledit

import (
	"errors"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func node(t *testing.T, text string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	doc.Content[0].Style &^= yaml.FlowStyle
	return doc.Content[0]
}

func TestSet(t *testing.T) {
	tests := []struct {
		name, text, value string
		path              []any
		want              string
	}{
		{"into nothing", "", "Studio North", []any{"company"}, "company: Studio North\n"},
		{"under comments alone", "# mine\n\n", "Studio North", []any{"company"}, "# mine\n\ncompany: Studio North\n"},
		{"in the place of a word", "company: Old   # ours\n\nslack: {}\n", "Studio North", []any{"company"}, "company: Studio North   # ours\n\nslack: {}\n"},
		{"of one in quotes", "company: \"O \\\" #ld\" # ours\n", "New", []any{"company"}, "company: New # ours\n"},
		{"of one in other quotes", "company: 'O''ld' # ours\n", "New", []any{"company"}, "company: New # ours\n"},
		{"a new key at the end", "a: 1 # one\n# last\n\n\n", "2", []any{"b"}, "a: 1 # one\n# last\nb: 2\n\n\n"},
		{"without an end of the last line", "a: 1", "2", []any{"b"}, "a: 1\nb: 2\n"},
		{"a key of a section", "slack:\n  # tokens\n  command: /incident   # same\n\nstore: x\n", "C0OPS", []any{"slack", "announce"}, "slack:\n  # tokens\n  command: /incident   # same\n  announce: C0OPS\n\nstore: x\n"},
		{"a section that is missing", "a: 1\n", "C0OPS", []any{"slack", "announce"}, "a: 1\nslack:\n  announce: C0OPS\n"},
		{"a section in brackets", "slack: {api_url: http://x/} # test\n", "C0OPS", []any{"slack", "announce"}, "slack: {api_url: http://x/, announce: C0OPS} # test\n"},
		{"an empty one", "slack: {}\n", "C0OPS", []any{"slack", "announce"}, "slack: {announce: C0OPS}\n"},
		{"a section without anything", "slack:\nstore: x\n", "C0OPS", []any{"slack", "announce"}, "slack: {announce: C0OPS}\nstore: x\n"},
		{"a list", "escalate_to: [U0BEN, \"U0]\"] # order\nb: 1\n", "[U0ANA]", []any{"escalate_to"}, "escalate_to: [U0ANA] # order\nb: 1\n"},
		{"a list on lines", "escalate_to:\n- U0BEN # first\n- U0CLEO\nb: 1\n", "[U0ANA]", []any{"escalate_to"}, "escalate_to:\n    [U0ANA]\nb: 1\n"},
		{"of a person", "people:\n  - slack: U0ANA # Ana\n    name: Ana\n  - {slack: U0BEN, name: Ben}\n", "Lead", []any{"people", 0, "role"}, "people:\n  - slack: U0ANA # Ana\n    name: Ana\n    role: Lead\n  - {slack: U0BEN, name: Ben}\n"},
		{"of a person in brackets", "people:\n  - {slack: U0BEN, name: Ben}\n", "Lead", []any{"people", 0, "role"}, "people:\n  - {slack: U0BEN, name: Ben, role: Lead}\n"},
		{"Windows ends of lines", "a: 1\r\nslack:\r\n  b: 2\r\n", "3", []any{"slack", "c"}, "a: 1\r\nslack:\r\n  b: 2\r\n  c: 3\r\n"},
		{"letters beyond ASCII before it", "é: {ö: 'ü', a: 1}\n", "2", []any{"é", "a"}, "é: {ö: 'ü', a: 2}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Set([]byte(tt.text), node(t, tt.value), tt.path...)
			if err != nil || string(got) != tt.want {
				t.Errorf("%v, it reads\n%s\nwant\n%s", err, got, tt.want)
			}
		})
	}
}

func TestAdd(t *testing.T) {
	const item = "{id: acme, name: Acme Shop}"
	tests := []struct{ name, text, want string }{
		{"no list", "a: 1\n", "a: 1\nclients:\n  - id: acme\n    name: Acme Shop\n"},
		{"an empty list", "clients: []\nb: 1\n", "clients: [{id: acme, name: Acme Shop}]\nb: 1\n"},
		{"nothing", "clients:\nb: 1\n", "clients: [{id: acme, name: Acme Shop}]\nb: 1\n"},
		{"a list", "clients:\n  - id: globex # them\n    hours: {days: Mon}   # odd\n\n# end\nb: 1\n", "clients:\n  - id: globex # them\n    hours: {days: Mon}   # odd\n  - id: acme\n    name: Acme Shop\n\n# end\nb: 1\n"},
		{"a list without a margin", "clients:\n- id: globex\nb: 1\n", "clients:\n- id: globex\n- id: acme\n  name: Acme Shop\nb: 1\n"},
		{"a list at the end of the text", "clients:\n  - id: globex", "clients:\n  - id: globex\n  - id: acme\n    name: Acme Shop\n"},
		{"a list in brackets", "clients: [{id: globex},\n  {id: x},\n]\n", "clients: [{id: globex},\n  {id: x}, {id: acme, name: Acme Shop}\n]\n"},
		{"a last key without a value", "clients:\n  - id: globex\n    slack:\nb: 1\n", "clients:\n  - id: globex\n    slack:\n  - id: acme\n    name: Acme Shop\nb: 1\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Add([]byte(tt.text), "clients", node(t, item))
			if err != nil || string(got) != tt.want {
				t.Errorf("%v, it reads\n%s\nwant\n%s", err, got, tt.want)
			}
		})
	}
}

// Many are added at once as they are one by one: a list of a thousand clients would take
// the square of the time otherwise.
func TestManyAreAddedAtOnce(t *testing.T) {
	one, two := node(t, "{id: acme}"), node(t, "{id: globex}")
	for name, text := range map[string]string{"no list": "a: 1\n", "a list": "clients:\n  - id: x\nb: 1\n", "in brackets": "clients: [{id: x}]\nb: 1\n"} {
		want, err := Add([]byte(text), "clients", one)
		if err == nil {
			want, err = Add(want, "clients", two)
		}
		got, err2 := Add([]byte(text), "clients", one, two)
		if err != nil || err2 != nil || string(got) != string(want) {
			t.Errorf("%s: %v, %v, it reads\n%s\nwant\n%s", name, err, err2, got, want)
		}
	}
}

// What cannot be changed for sure is not changed.
func TestWhatIsNotChanged(t *testing.T) {
	for name, text := range map[string]string{
		"an anchor":               "company: &c Old\nb: *c\n",
		"a text over lines":       "company: |\n  Old\n",
		"a text that is folded":   "company: Old\n  and older\n",
		"a tag":                   "company: !!str 5\n",
		"a list where a text was": "- company\n",
		"two documents":           "a: 1\n---\nb: 2\n",
	} {
		if got, err := Set([]byte(text), node(t, "New"), "company"); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	if _, err := Set([]byte("a: [\n"), node(t, "New"), "company"); err == nil {
		t.Error("a text that is no YAML was changed")
	}
}

// A config that people wrote keeps every line that is not changed.
func TestAllElseStays(t *testing.T) {
	text, err := os.ReadFile("../../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	now := text
	for _, path := range [][]any{{"slack", "announce"}, {"runs_on"}, {"people", 0, "wake"}, {"people", 1, "phone"}, {"clients", 0, "night"}, {"clients", 1, "slack"}, {"mail", "user"}, {"backup", "recipient"}} {
		if now, err = Set(now, node(t, "x1"), path...); err != nil {
			t.Fatalf("%v: %v", path, err)
		}
	}
	for _, key := range []string{"people", "clients", "escalate_to"} {
		if now, err = Add(now, key, node(t, "{a: b}")); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	lost := 0
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(string(now), line) {
			lost++
			t.Logf("changed: %s", line)
		}
	}
	if lost != 3 { // a person in brackets, a client's night, and who is asked
		t.Errorf("%d lines are not what they were:\n%s", lost, now)
	}
}
