package messages

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/messages/given"
	"candor/messages/invented"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
)

// A template is a text for clients as its file holds it. The file begins with a
// head in YAML between two lines of three hyphens, and has named parts after it:
//
//	---
//	about: when to use it
//	fields:
//	  - name: impact                  # what {{impact}} stands for
//	    label: What do they notice?   # what a form asks
//	    sample: visitors cannot order # filled in once at start, to find mistakes
//	    mandatory: true
//	one_of: [eta_from, no_eta]        # exactly one of these is answered
//	then: {impact_still: "{{impact}}"}  # what “still working” says after this text
//	---
//	== slack ==
//	Since {{since}} {{impact}}. [[still_works: {{still_works}}.]]
//	== subject ==
//	{{service}}: {{impact_short}} [{{ref}}]
//	== email ==
//	Hi {{contact}},
//	…
//
// {{x}} stands for a field of the head or a fact that Candor knows by itself;
// what stands in [[x: …]] is shown only if x is set.
type template struct {
	name    string // of the kind of update
	file    string // as an operator finds it
	fields  []headField
	oneOf   []string
	then    map[string]string
	parts   map[string]*part
	phrases *phrases
	words   *Words // that it is part of
}

// headField is a field as a template's head declares it.
type headField struct {
	Name      string `yaml:"name"`
	Label     string `yaml:"label"`
	Hint      string `yaml:"hint"`
	Sample    string `yaml:"sample"`
	Default   string `yaml:"default"` // an honest text to begin with
	Mandatory bool   `yaml:"mandatory"`
	When      string `yaml:"when"`     // a condition: elsewhere it is not asked
	Unless    string `yaml:"unless"`   // a condition: where it holds, it may stay empty
	Keep      bool   `yaml:"keep"`     // begins with what the last update said
	Sentence  bool   `yaml:"sentence"` // a sentence of its own: gets its capital and its stop
	Long      bool   `yaml:"long"`     // may have several lines
	Flag      bool   `yaml:"flag"`     // a box to tick: it has no words, it shows a [[group]]
	Team      bool   `yaml:"team"`     // only the team reads it
	Time      string `yaml:"time"`     // an instant: past or future
	After     string `yaml:"after"`    // of an instant: the field that it is later than
	Max       int    `yaml:"max"`      // characters
}

func (f *headField) instant() bool { return f.Time != "" }

// givenIn says whether the field has an answer wherever a group is shown.
func (f *headField) givenIn(group string) bool {
	switch {
	case !f.Mandatory, f.When != "" && f.When != group:
		return false
	case f.Unless == "lost":
		return slices.Contains([]string{"not_lost", "spread", "moments", "found", "brief", "unchanged", "back", "settled"}, group)
	case f.Unless == "unclaimed": // where it is empty, none of these is shown
		return slices.Contains([]string{"spread", "moments", "found", "brief", "back", "settled"}, group)
	}
	return f.Unless == ""
}

type head struct {
	About  string            `yaml:"about"`
	Fields []headField       `yaml:"fields"`
	OneOf  []string          `yaml:"one_of"`
	Then   map[string]string `yaml:"then"`
}

const (
	maxLabel = 48
	maxHint  = 140
	maxField = 1000
	defField = 300
)

// parseTemplate reads a file and notes what is wrong with it. What it returns
// can be used if nothing was noted.
func parseTemplate(file, name, text string, m *strictyaml.Mistakes) *template {
	t := &template{name: name, file: file, parts: map[string]*part{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	end := slices.Index(lines[1:], "---") + 1
	if lines[0] != "---" || end == 0 {
		m.Add(file, 1, "the head is missing. Begin the file with a line ---, then about: and fields:, then a line --- again.")
		return t
	}
	var h head
	r, ok := m.YAMLAt(file, 1, strings.Join(lines[1:end], "\n"), &h)
	if !ok {
		return t
	}
	t.fields, t.oneOf, t.then = h.Fields, h.OneOf, h.Then
	for i := range t.fields {
		t.checkField(i, r.Line(fmt.Sprintf("fields[%d]", i)), m)
	}
	t.checkOneOf(r, m)
	t.checkThen(r.Line(""), m)
	t.readParts(lines, end+1, m)
	for i, f := range t.fields {
		if f.Name != "" && len(t.parts) > 0 && !f.Team && !t.uses(f.Name) {
			m.Add(file, r.Line(fmt.Sprintf("fields[%d]", i)), "the field %q is asked but no part uses it. Write {{%s}} where it belongs, or remove the field.", f.Name, f.Name)
		}
	}
	return t
}

func (t *template) checkField(i, line int, m *strictyaml.Mistakes) {
	f := &t.fields[i]
	bad := func(format string, args ...any) { m.Add(t.file, line, format, args...) }
	switch {
	case f.Name == "":
		bad("the field has no name. Write name: and a word of small letters and _.")
		return
	case !stencil.IsName(f.Name):
		bad("%q is not a valid name of a field. Write small letters, digits and _.", f.Name)
	case ours(f.Name):
		bad("%q is filled in by Candor and never asked. Remove it from the fields.", f.Name)
	case slices.ContainsFunc(t.fields[:i], func(have headField) bool { return have.Name == f.Name }):
		bad("the field %q is here for the second time. Keep one of them.", f.Name)
	}
	for key, name := range map[string]string{"when": f.When, "unless": f.Unless} {
		if name != "" && !slices.Contains(given.Conditions, name) {
			bad("%s: %s: there is no condition %q. Write one of %s.", f.Name, key, name, strings.Join(given.Conditions, ", "))
		}
	}
	f.checkSize(bad)
	if f.Flag {
		if f.Mandatory || f.instant() || f.Sample != "" || f.Default != "" {
			bad("%s: a flag is a box that may stay empty: it has a label and a hint, and nothing else. Remove the rest.", f.Name)
		}
		return
	}
	t.checkAnswer(f, bad)
}

// checkSize looks at how long a field is and may be, and sets max where it is left out.
func (f *headField) checkSize(bad func(string, ...any)) {
	if n := utf8.RuneCountInString(f.Label); n == 0 || n > maxLabel {
		bad("%s: label has %d characters. Write the question that people read, with at most %d.", f.Name, n, maxLabel)
	}
	if n := utf8.RuneCountInString(f.Hint); n > maxHint {
		bad("%s: hint has %d characters. Write at most %d.", f.Name, n, maxHint)
	}
	if f.Max == 0 {
		f.Max = defField
	}
	if f.Max < 1 || f.Max > maxField {
		bad("%s: max: %d does not work. Write 1 to %d.", f.Name, f.Max, maxField)
	}
}

// checkAnswer looks at the keys that say what an answer may be.
func (t *template) checkAnswer(f *headField, bad func(string, ...any)) {
	switch f.Time {
	case "", "past", "future":
	default:
		bad("%s: time: %s is not known. Write past or future, or remove the line if it is not a valid time.", f.Name, f.Time)
	}
	if other := t.field(f.After); f.After != "" && (other == nil || !other.instant() || !f.instant()) {
		bad("%s: after: %s works only where both are times of this file. Name another field, or remove the line.", f.Name, f.After)
	}
	if _, err := f.sampleTime(); strings.TrimSpace(f.Sample) == "" || err != nil {
		bad("%s: sample is missing or does not fit. Write an example; of a time like this: 2026-03-10 09:15.", f.Name)
	}
	if n := max(utf8.RuneCountInString(f.Default), utf8.RuneCountInString(f.Sample)); n > f.Max {
		bad("%s: default or sample has %d characters, more than its max of %d. Shorten it, or raise max.", f.Name, n, f.Max)
	}
}

// ours says whether a name is one of Candor's own.
func ours(name string) bool {
	_, fact := given.Facts[name]
	return fact || slices.Contains(given.Conditions, name)
}

// sampleLayout is how the sample of an instant is written; its zone is that of
// the sample client.
const sampleLayout = "2006-01-02 15:04"

func (f *headField) sampleTime() (time.Time, error) {
	if !f.instant() {
		return time.Time{}, nil
	}
	sample := invented.Sample()
	return time.ParseInLocation(sampleLayout, f.Sample, sample.Client.Zone())
}

// checkOneOf: the alternatives are fields that may stay empty.
func (t *template) checkOneOf(r *strictyaml.Reader, m *strictyaml.Mistakes) {
	for i, name := range t.oneOf {
		f := t.field(name)
		if f == nil || f.Mandatory || len(t.oneOf) < 2 || slices.Contains(t.oneOf[:i], name) {
			m.Add(t.file, r.Line(fmt.Sprintf("one_of[%d]", i)), "one_of: %q does not work. Name two fields or more of this file that are not mandatory, each once.", name)
		}
	}
}

// checkThen: each value is a fixed text or one whole {{field}}.
func (t *template) checkThen(line int, m *strictyaml.Mistakes) {
	for _, name := range slices.Sorted(maps.Keys(t.then)) {
		v := t.then[name]
		if from, ok := oneVariable(v); ok && t.field(from) == nil {
			m.Add(t.file, line, "then: %s: there is no field %q here. Name one of the fields above, or write a text.", name, from)
		} else if !ok && strings.ContainsAny(v, "{}[]") || strings.TrimSpace(v) == "" {
			m.Add(t.file, line, "then: %s: write a text, or one field like \"{{impact}}\" with quotes around it.", name)
		}
	}
}

// oneVariable returns x of "{{x}}".
func oneVariable(s string) (string, bool) {
	name, ok := strings.CutPrefix(s, "{{")
	if !ok {
		return "", false
	}
	name, ok = strings.CutSuffix(name, "}}")
	return strings.TrimSpace(name), ok
}

func (t *template) field(name string) *headField {
	for i := range t.fields {
		if t.fields[i].Name == name {
			return &t.fields[i]
		}
	}
	return nil
}
