package strictyaml_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"candor/messages/strictyaml"
)

type word string

type recipe struct {
	Name  string                   `yaml:"name"`
	Serve int                      `yaml:"serves"`
	Hot   bool                     `yaml:"hot"`
	Rest  time.Duration            `yaml:"rest"` // read by Own
	Steps []step                   `yaml:"steps"`
	Notes map[word]map[word]string `yaml:"notes"`
	Sauce *step                    `yaml:"sauce"`
	Heat  heat                     `yaml:"heat"`
}

// heat reads its own text.
type heat struct{ degrees int }

func (h *heat) UnmarshalText(text []byte) (err error) {
	if h.degrees, err = strconv.Atoi(strings.TrimSuffix(string(text), "°")); err != nil {
		err = fmt.Errorf("%q is no heat. Write degrees.", text)
	}
	return err
}

type step struct {
	Text string `yaml:"text"`
	Tool string `yaml:"tool"`
}

func (step) WhyNo(key string) string {
	if key == "time" {
		return "a step takes as long as it takes. Remove it."
	}
	return ""
}

func newReader() *strictyaml.Reader {
	r := &strictyaml.Reader{File: "soup.yaml", Empty: "there is no soup. Write one."}
	r.Own = func(value any, n *yaml.Node, path string) bool {
		d, ok := value.(*time.Duration)
		if ok {
			*d, _ = time.ParseDuration(n.Value)
		}
		return ok
	}
	r.Clean = func(s string) string { return strings.ReplaceAll(s, "secret", "***") }
	return r
}

func TestReadFillsEveryKindOfValue(t *testing.T) {
	const text = `
name: Soup
serves: 4
hot: Yes
rest: 10m
steps: [&cut {text: Cut., tool: "01"}, *cut]
notes: {salt: {little: "1"}, pepper: {}}
sauce: {text: Stir.}
heat: 90°
`
	var got recipe
	r := newReader()
	if !r.Read([]byte(text), &got) || len(r.Problems) > 0 {
		t.Fatalf("Read finds %v", r.Problems)
	}
	cut := step{"Cut.", "01"}
	if got.Name != "Soup" || got.Serve != 4 || !got.Hot || got.Rest != 10*time.Minute || !slices.Equal(got.Steps, []step{cut, cut}) || *got.Sauce != (step{Text: "Stir."}) || got.Heat.degrees != 90 {
		t.Errorf("Read fills %+v", got)
	}
	if !maps.Equal(got.Notes["salt"], map[word]string{"little": "1"}) || len(got.Notes) != 2 {
		t.Errorf("Read fills a map with %+v", got.Notes)
	}
	if !r.Stands("notes.salt.little") || r.Stands("notes.salt.much") || r.Line("steps[1].text") != 6 || r.Line("sauce.tool") != 8 {
		t.Error("a path is not where it stands, or what is missing not where it belongs")
	}
}

func TestEveryMistakeIsSaidAtOnce(t *testing.T) {
	const text = `nmae: Soup
serves: four
hot: maybe
hot: no
steps:
  - {text: [a], secrettool: knife}
  - {time: 4m, <<: {}}
  - cut
notes:
  salt: much
  salt: {}
  ? [a]
  : b
sauce:
colour: red
heat: warm
---
name: Stew
`
	var got recipe
	r := newReader()
	r.Read([]byte(text), &got)
	strictyaml.Sort(r.Problems)
	want := []string{
		`soup.yaml:1: nmae: is not a known key. Write name.`,
		`soup.yaml:2: serves: "four" is not a valid number. Write digits alone.`,
		`soup.yaml:3: hot: "maybe" is neither true nor false. Write one of the two, or remove the line.`,
		`soup.yaml:4: hot: is here for the second time; the first is on line 3. Keep one of them.`,
		`soup.yaml:6: steps[0].text: must be one value, not a list. Write it on the same line, after the colon.`,
		`soup.yaml:6: steps[0].***tool: is not a known key. Write one of text, tool.`,
		`soup.yaml:7: steps[1].time: a step takes as long as it takes. Remove it.`,
		`soup.yaml:7: steps[1].<<: merging with << is not read. Write the keys out.`,
		`soup.yaml:8: steps[2]: must be keys with values, not one value. Write them like this: text: …`,
		`soup.yaml:10: notes.salt: must be keys with values, not one value. Write a key, a colon and its value.`,
		`soup.yaml:11: notes.salt: is here for the second time; the first is on line 10. Keep one of them.`,
		`soup.yaml:12: notes: has a key that is a list. Write a word before the colon.`,
		`soup.yaml:15: colour: is not a known key. Write one of name, serves, hot, rest, steps, notes, sauce, heat.`,
		`soup.yaml:16: heat: "warm" is no heat. Write degrees.`,
		`soup.yaml:17: a second document begins here. Remove the line that is only ---.`,
	}
	for i, p := range r.Problems {
		if i >= len(want) || p.String() != want[i] {
			t.Errorf("said is %s", p)
		}
	}
	if len(r.Problems) != len(want) {
		t.Errorf("%d mistakes are said, want %d", len(r.Problems), len(want))
	}
	if !r.Unread("name") || !r.Unread("steps[2].text") || r.Unread("rest") || !r.Broken("hot") {
		t.Error("what could not be read is not told from what is missing")
	}
}

func TestATextThatIsNoYAML(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "soup.yaml:1: there is no soup. Write one."},
		{"comments alone", "# soup\n", "soup.yaml:1: there is no soup."},
		{"null", "~\n", "soup.yaml:1: there is no soup."},
		{"a list", "- a\n", "soup.yaml:1: must be keys with values, not a list. Write them like this: name: …"},
		{"a tab", "steps:\n\t- a\n", "soup.yaml:2: the line is indented with a tab."},
		{"two colons", "name: a\nsauce: b: c\n", "soup.yaml:2: this is not valid YAML: "},
		{"no closing bracket", "name: a\nsteps: [a\nserves: 4\n", "soup.yaml:2: this is not valid YAML: "},
		{"a star", "name: a\nsauce: *b\n", "soup.yaml:2: *b repeats something that has no name."},
	}
	for _, tt := range tests {
		r := newReader()
		r.Read([]byte(tt.text), new(recipe))
		if len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0].String(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, r.Problems, tt.want)
		}
	}
}

func TestTextsAndLinesAreThoseOfTheFile(t *testing.T) {
	const text = "name: \" Soup \"\nsauce:\n  text: |\n    Stir.\n    Wait.\ntol: x\n"
	for _, verbatim := range []bool{true, false} {
		r, got := newReader(), recipe{}
		r.Verbatim, r.Above, r.Like = verbatim, 2, "the cookbook"
		r.Read([]byte(text), &got)
		said := r.Problems[len(r.Problems)-1].String()
		if want := "soup.yaml:8: tol: this version does not know it. Remove it, or compare with the cookbook."; said != want {
			t.Errorf("said is %s, want %s", said, want)
		}
		if verbatim && (got.Name != " Soup " || got.Sauce.Text != "Stir.\nWait.\n" || len(r.Problems) != 1) {
			t.Errorf("verbatim it is %q, %q", got.Name, got.Sauce.Text)
		}
		if !verbatim && (got.Name != "Soup" || r.Problems[0].String() != "soup.yaml:5: sauce.text: holds a line break or another control character. Write it on one line.") {
			t.Errorf("a text of one line is %q, %v", got.Name, r.Problems)
		}
	}
}
