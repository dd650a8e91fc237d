package messages

import (
	"maps"
	"slices"
	"strings"

	"candor/incident/client"
	"candor/messages/given"
	"candor/messages/stencil"
	"candor/messages/strictyaml"
)

// The parts of a template. What needs no marks carries the words of the mail.
const (
	slackPart   = "slack"
	subjectPart = "subject" // of the mail: one line
	emailPart   = "email"
)

// part is one form of the text.
type part struct {
	line  int
	nodes []stencil.Node
	names map[string]bool // that it shows or depends on
}

// shows says whether the part shows a name or depends on it.
func (p *part) shows(name string) bool { return p.names[name] }

// needs lists the parts that the template has to have.
func (t *template) needs() []string {
	if t.name == lateLine || t.name == rhythmLine { // stands within other texts
		return []string{slackPart, emailPart}
	}
	return []string{slackPart, subjectPart, emailPart}
}

// wordsPart is the part whose words a way carries.
func wordsPart(way client.Way) string {
	if way.Marked {
		return slackPart
	}
	return emailPart
}

// nodes returns what a way shows of the template.
func (t *template) nodes(via string) (list []stencil.Node) {
	if way := client.WayOf(via); way.Marked {
		return t.parts[wordsPart(way)].nodes
	}
	for _, name := range []string{subjectPart, emailPart} {
		if p := t.parts[name]; p != nil {
			list = append(list, p.nodes...)
		}
	}
	return list
}

// readParts reads what follows the head: "== name ==" begins a part.
func (t *template) readParts(lines []string, at int, m *strictyaml.Mistakes) {
	for at < len(lines) {
		name, ok := partName(lines[at])
		switch {
		case !ok && strings.TrimSpace(lines[at]) == "":
			at++
			continue
		case !ok:
			m.Add(t.file, at+1, "this text belongs to no part. Write a line == %s == above it.", slackPart)
			return
		case !slices.Contains(t.needs(), name):
			m.Add(t.file, at+1, "there is no part %q here. The parts are %s.", name, strings.Join(t.needs(), ", "))
		case t.parts[name] != nil:
			m.Add(t.file, at+1, "the part %q is here for the second time. Keep one of them.", name)
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
	for _, name := range t.needs() {
		if t.parts[name] == nil {
			m.Add(t.file, len(lines), "the part %q is missing. Write a line == %s == and the text below it.", name, name)
		}
	}
}

func partName(line string) (string, bool) {
	name, ok := strings.CutPrefix(strings.TrimSpace(line), "== ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, " ==")
}

func (t *template) readPart(name string, lines []string, first int, m *strictyaml.Mistakes) {
	title := first - 1
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines, first = lines[1:], first+1
	}
	text := strings.TrimRight(strings.Join(lines, "\n"), " \n\t")
	t.parts[name] = &part{line: first}
	switch {
	case text == "":
		m.Add(t.file, title, "the part %q is empty. Write the text below its name.", name)
		return
	case name == subjectPart && strings.Contains(text, "\n"):
		m.Add(t.file, first+1, "a subject is one line. Write it on one, or move the rest to == %s ==.", emailPart)
	}
	t.parts[name].nodes = stencil.Parse(t.file, first, text, m)
	t.parts[name].names = namesIn(t.parts[name].nodes, map[string]bool{})
	t.checkNodes(t.parts[name].nodes, "", m)
}

// checkNodes makes sure that every variable is known, and that what may be left
// out stands in a group.
func (t *template) checkNodes(nodes []stencil.Node, inside string, m *strictyaml.Mistakes) {
	for _, n := range nodes {
		for _, name := range []string{n.Name, n.Cond} {
			_, fact := given.Facts[name]
			f := t.field(name)
			silent := slices.Contains(given.Conditions, name) || f != nil && f.Flag
			switch {
			case name == "" || fact:
			case silent && name == n.Name:
				m.Add(t.file, n.Line, "{{%s}} has no words. Write [[%s: …]] around what it shows.", name, name)
			case f == nil && !silent:
				m.Add(t.file, n.Line, "nothing is known as {{%s}}. Declare it under fields, or use one of %s.", name, strings.Join(t.names(), ", "))
			case name == n.Name && t.field(inside) == nil && !f.givenIn(inside):
				m.Add(t.file, n.Line, "{{%s}} may be empty. Put it in [[%s: …]], or make the field mandatory.", name, name)
			}
		}
		t.checkNodes(n.Group, n.Cond, m)
	}
}

// names lists what may stand in a text.
func (t *template) names() []string {
	list := slices.AppendSeq(slices.Clone(given.Conditions), maps.Keys(given.Facts))
	for _, f := range t.fields {
		list = append(list, f.Name)
	}
	slices.Sort(list)
	return list
}

// uses says whether any part shows the field or depends on it.
func (t *template) uses(name string) bool {
	for _, p := range t.parts {
		if p.names[name] {
			return true
		}
	}
	return false
}

// shown says whether a name is shown in a text of this kind, or in one of the lines that may
// stand in it.
func (t *template) shown(name string) bool {
	w := t.words.templates
	return t.uses(name) || w[lateLine].uses(name) || w[rhythmLine].uses(name)
}

// namesIn adds the names that a text shows or depends on.
func namesIn(nodes []stencil.Node, names map[string]bool) map[string]bool {
	for _, n := range nodes {
		names[n.Name], names[n.Cond] = true, true
		for _, field := range given.MadeOf[n.Name] {
			names[field] = true
		}
		namesIn(n.Group, names)
	}
	return names
}
