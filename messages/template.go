package messages

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
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
//	then: {impact_still: "{{impact}}"}  # what “still working” says after this text
//	---
//	== slack ==
//	Since {{since}} {{impact}}. [[still_works: {{still_works}}.]]
//
// {{x}} stands for a field of the head or a fact that Candor knows by itself;
// what stands in [[x: …]] is shown only if x is set.
type template struct {
	name   string // of the kind of update
	file   string // as an operator finds it
	fields []headField
	then   map[string]string
	parts  map[string]*part
}

// part is one form of the text: for Slack, later a subject and a mail.
type part struct {
	line  int
	nodes []node
}

// node is a piece of a part: a literal, a {{variable}}, or a [[group: …]].
type node struct {
	line    int
	literal string
	name    string // of a variable
	cond    string // of a group: shown only if this is set
	group   []node
}

// headField is a field as a template's head declares it.
type headField struct {
	Name      string `yaml:"name"`
	Label     string `yaml:"label"`
	Hint      string `yaml:"hint"`
	Sample    string `yaml:"sample"`
	Default   string `yaml:"default"` // an honest text to begin with
	Mandatory bool   `yaml:"mandatory"`
	Keep      bool   `yaml:"keep"`     // begins with what the last update said
	Sentence  bool   `yaml:"sentence"` // a sentence of its own: gets its capital and its stop
	Long      bool   `yaml:"long"`     // may have several lines
	Time      string `yaml:"time"`     // an instant: past or future
	Max       int    `yaml:"max"`      // characters
}

func (f *headField) instant() bool { return f.Time != "" }

type head struct {
	About  string            `yaml:"about"`
	Fields []headField       `yaml:"fields"`
	Then   map[string]string `yaml:"then"`
}

const (
	headKeys  = "about, fields and then; of a field: name, label, hint, sample, default, mandatory, keep, sentence, long, time and max"
	slackPart = "slack"

	maxLabel = 48
	maxHint  = 140
	maxField = 1000
	defField = 300
)

// facts are the variables that Candor fills by itself, with what is wrong if one
// is empty. No form asks for them.
var facts = map[string]string{
	"service":     "The client has no name. Give it one in the config.",
	"ref":         "The incident has no number yet.",
	"contact":     "The client has no name. Give it one in the config.",
	"since":       "Since when do they notice it?",
	"sender":      "Your name is not in the config. Add yourself to its people.",
	"role":        "Your role is not in the config. Add it to your entry in people.",
	"phone":       "Your phone number is not in the config. Add it to your entry in people.",
	"last_update": "They have not heard from us yet. Send the first notice.",
	"next_update": "When do they hear from us again?",
	"late_for":    "No promised time was missed.",
	"began":       "What do they notice?",
	"watch_until": "Until when do you watch? Say when they hear from us again.",
	"date":        "On which day did you notice it?",
	"to":          "Until when did they notice it?",
}

// parseTemplate reads a file and notes what is wrong with it. What it returns
// can be used if nothing was noted.
func parseTemplate(file, name, text string, m *mistakes) *template {
	t := &template{name: name, file: file, parts: map[string]*part{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	end := slices.Index(lines[1:], "---") + 1
	if lines[0] != "---" || end == 0 {
		m.add(file, 1, "the head is missing. Begin the file with a line ---, then about: and fields:, then a line --- again.")
		return t
	}
	var h head
	root, ok := m.yamlAt(file, 1, strings.Join(lines[1:end], "\n"), &h, headKeys)
	if !ok {
		return t
	}
	t.fields, t.then = h.Fields, h.Then
	for i := range t.fields {
		t.checkField(i, lineOf(root, "fields", i), m)
	}
	t.checkThen(root.Line, m)
	t.readParts(lines, end+1, m)
	for i, f := range t.fields {
		if f.Name != "" && len(t.parts) > 0 && !t.uses(f.Name) {
			m.add(file, lineOf(root, "fields", i), "the field %q is asked but no part uses it. Write {{%s}} where it belongs, or remove the field.", f.Name, f.Name)
		}
	}
	return t
}

func (t *template) checkField(i, line int, m *mistakes) {
	f := &t.fields[i]
	bad := func(format string, args ...any) { m.add(t.file, line, format, args...) }
	_, fact := facts[f.Name]
	switch {
	case f.Name == "":
		bad("the field has no name. Write name: and a word of small letters and _.")
		return
	case !isName(f.Name):
		bad("%q is no name of a field. Write small letters, digits and _.", f.Name)
	case fact:
		bad("%q is filled in by Candor and never asked. Remove it from the fields.", f.Name)
	case slices.ContainsFunc(t.fields[:i], func(have headField) bool { return have.Name == f.Name }):
		bad("the field %q stands here for the second time. Keep one of them.", f.Name)
	}
	if n := utf8.RuneCountInString(f.Label); n == 0 || n > maxLabel {
		bad("%s: label has %d characters. Write the question that people read, with at most %d.", f.Name, n, maxLabel)
	}
	if n := utf8.RuneCountInString(f.Hint); n > maxHint {
		bad("%s: hint has %d characters. Write at most %d.", f.Name, n, maxHint)
	}
	switch f.Time {
	case "", "past", "future":
	default:
		bad("%s: time: %s is not known. Write past or future, or remove the line if it is no time.", f.Name, f.Time)
	}
	if f.Max == 0 {
		f.Max = defField
	}
	if f.Max < 1 || f.Max > maxField {
		bad("%s: max: %d does not work. Write 1 to %d.", f.Name, f.Max, maxField)
	}
	if _, err := f.sampleTime(); strings.TrimSpace(f.Sample) == "" || err != nil {
		bad("%s: sample is missing or does not fit. Write an example; of a time like this: 2026-03-10 09:15.", f.Name)
	}
	if n := max(utf8.RuneCountInString(f.Default), utf8.RuneCountInString(f.Sample)); n > f.Max {
		bad("%s: default or sample has %d characters, more than its max of %d. Shorten it, or raise max.", f.Name, n, f.Max)
	}
}

// sampleLayout is how the sample of an instant is written; its zone is that of
// the sample client.
const sampleLayout = "2006-01-02 15:04"

func (f *headField) sampleTime() (time.Time, error) {
	if !f.instant() {
		return time.Time{}, nil
	}
	sample := Sample()
	return time.ParseInLocation(sampleLayout, f.Sample, sample.Client.Zone())
}

// checkThen: each value is a fixed text or one whole {{field}}.
func (t *template) checkThen(line int, m *mistakes) {
	for _, name := range slices.Sorted(maps.Keys(t.then)) {
		v := t.then[name]
		if from, ok := oneVariable(v); ok && t.field(from) == nil {
			m.add(t.file, line, "then: %s: there is no field %q here. Name one of the fields above, or write a text.", name, from)
		} else if !ok && strings.ContainsAny(v, "{}[]") || strings.TrimSpace(v) == "" {
			m.add(t.file, line, "then: %s: write a text, or one field like \"{{impact}}\" with quotes around it.", name)
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

// readParts reads what follows the head: "== name ==" begins a part.
func (t *template) readParts(lines []string, at int, m *mistakes) {
	for at < len(lines) {
		name, ok := partName(lines[at])
		switch {
		case !ok && strings.TrimSpace(lines[at]) == "":
			at++
			continue
		case !ok:
			m.add(t.file, at+1, "this text belongs to no part. Write a line == %s == above it.", slackPart)
			return
		case name != slackPart:
			m.add(t.file, at+1, "there is no part %q. The only one that this version knows is == %s ==.", name, slackPart)
		case t.parts[name] != nil:
			m.add(t.file, at+1, "the part %q stands here for the second time. Keep one of them.", name)
		}
		end := at + 1
		for end < len(lines) {
			if _, next := partName(lines[end]); next {
				break
			}
			end++
		}
		t.readPart(name, lines[at+1:end], at+2, m)
		at = end
	}
	if t.parts[slackPart] == nil {
		m.add(t.file, len(lines), "the part for Slack is missing. Write a line == %s == and the text below it.", slackPart)
	}
}

func partName(line string) (string, bool) {
	name, ok := strings.CutPrefix(strings.TrimSpace(line), "== ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, " ==")
}

func (t *template) readPart(name string, lines []string, first int, m *mistakes) {
	title := first - 1
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines, first = lines[1:], first+1
	}
	text := strings.TrimRight(strings.Join(lines, "\n"), " \n\t")
	t.parts[name] = &part{line: first}
	if text == "" {
		m.add(t.file, title, "the part %q is empty. Write the text below its name.", name)
		return
	}
	p := parser{file: t.file, line: first, text: text, m: m}
	t.parts[name].nodes = p.parse(false)
	t.checkNodes(t.parts[name].nodes, "", m)
}

// checkNodes makes sure that every variable is known, and that what may be left
// out stands in a group.
func (t *template) checkNodes(nodes []node, inside string, m *mistakes) {
	for _, n := range nodes {
		for _, name := range []string{n.name, n.cond} {
			_, fact := facts[name]
			f := t.field(name)
			switch {
			case name == "" || fact:
			case f == nil:
				m.add(t.file, n.line, "nothing is known as {{%s}}. Declare it under fields, or use one of %s.", name, strings.Join(t.names(), ", "))
			case name == n.name && inside == "" && !f.Mandatory:
				m.add(t.file, n.line, "{{%s}} may be empty. Put it in [[%s: …]], or make the field mandatory.", name, name)
			}
		}
		t.checkNodes(n.group, n.cond, m)
	}
}

// names lists what may stand in {{…}}.
func (t *template) names() []string {
	list := slices.Collect(maps.Keys(facts))
	for _, f := range t.fields {
		list = append(list, f.Name)
	}
	slices.Sort(list)
	return list
}

// uses says whether any part shows the field.
func (t *template) uses(name string) bool {
	for _, p := range t.parts {
		if slices.Contains(variables(p.nodes), name) {
			return true
		}
	}
	return false
}

// variables lists what a text shows, in order, groups included.
func variables(nodes []node) (names []string) {
	for _, n := range nodes {
		if n.name != "" {
			names = append(names, n.name)
		}
		names = append(names, variables(n.group)...)
	}
	return names
}

// parser reads the text of a part.
type parser struct {
	file string
	line int
	text string
	m    *mistakes
}

// parse reads nodes until the text ends, or the group that it is in.
func (p *parser) parse(inGroup bool) (nodes []node) {
	for p.text != "" {
		i := strings.IndexAny(p.text, "{}[]")
		if i < 0 {
			i = len(p.text)
		}
		if lit := p.take(i); lit != "" {
			nodes = append(nodes, node{line: p.line, literal: lit})
		}
		switch {
		case strings.HasPrefix(p.text, "{{"):
			nodes = append(nodes, p.variable())
		case strings.HasPrefix(p.text, "[["):
			nodes = append(nodes, p.open(inGroup))
		case strings.HasPrefix(p.text, "]]") && inGroup:
			return nodes
		case strings.HasPrefix(p.text, "]]"), strings.HasPrefix(p.text, "}}"):
			p.m.add(p.file, p.line, "%s closes nothing. Remove it, or open it before.", p.text[:2])
			p.take(2)
		case p.text != "": // a single bracket is a bracket
			nodes = append(nodes, node{line: p.line, literal: p.take(1)})
		}
	}
	return nodes
}

// take removes n bytes from the front and keeps count of the lines.
func (p *parser) take(n int) string {
	s := p.text[:n]
	p.text = p.text[n:]
	p.line += strings.Count(s, "\n")
	return s
}

func (p *parser) variable() node {
	line := p.line
	end := strings.Index(p.text, "}}")
	if end < 0 || strings.Contains(p.text[:end], "\n") {
		p.m.add(p.file, line, "{{ is never closed. Write }} after the name.")
		p.take(2)
		return node{line: line}
	}
	name := strings.TrimSpace(p.take(end + 2)[2:end])
	if !isName(name) {
		p.m.add(p.file, line, "{{%s}} is no name. Write small letters, digits and _ between the brackets.", name)
		return node{line: line}
	}
	return node{line: line, name: name}
}

func (p *parser) open(inGroup bool) node {
	n := node{line: p.line}
	if inGroup {
		p.m.add(p.file, p.line, "[[ stands inside another [[. Close the first with ]] before.")
	}
	cond, _, ok := strings.Cut(p.text[2:], ":")
	if !ok || !isName(strings.TrimSpace(cond)) {
		p.m.add(p.file, p.line, "[[ needs the name of a field and a colon: [[still_works: {{still_works}}.]]")
		p.take(2)
		return n
	}
	p.take(2 + len(cond) + 1)
	n.cond = strings.TrimSpace(cond)
	n.group = p.parse(true)
	if !strings.HasPrefix(p.text, "]]") {
		p.m.add(p.file, n.line, "[[%s: is never closed. Write ]] where the part that may be left out ends.", n.cond)
		return n
	}
	p.take(2)
	if len(n.group) > 0 && strings.TrimSpace(n.group[0].literal) != n.group[0].literal {
		n.group[0].literal = strings.TrimLeft(n.group[0].literal, " ")
	}
	return n
}

// isName says whether s can be the name of a field.
func isName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != ""
}
