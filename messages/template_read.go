package messages

import (
	"strings"

	"candor/messages/strictyaml"
)

// parser reads the text of a part.
type parser struct {
	file string
	line int
	text string
	m    *strictyaml.Mistakes
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
			p.m.Add(p.file, p.line, "%s closes nothing. Remove it, or open it before.", p.text[:2])
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
		p.m.Add(p.file, line, "{{ is never closed. Write }} after the name.")
		p.take(2)
		return node{line: line}
	}
	name := strings.TrimSpace(p.take(end + 2)[2:end])
	if !isName(name) {
		p.m.Add(p.file, line, "{{%s}} is not a valid name. Write small letters, digits and _ between the brackets.", name)
		return node{line: line}
	}
	return node{line: line, name: name}
}

func (p *parser) open(inGroup bool) node {
	n := node{line: p.line}
	if inGroup {
		p.m.Add(p.file, p.line, "[[ stands inside another [[. Close the first with ]] before.")
	}
	cond, _, ok := strings.Cut(p.text[2:], ":")
	if !ok || !isName(strings.TrimSpace(cond)) {
		p.m.Add(p.file, p.line, "[[ needs the name of a field and a colon: [[still_works: {{still_works}}.]]")
		p.take(2)
		return n
	}
	p.take(2 + len(cond) + 1)
	n.cond = strings.TrimSpace(cond)
	n.group = p.parse(true)
	if !strings.HasPrefix(p.text, "]]") {
		p.m.Add(p.file, n.line, "[[%s: is never closed. Write ]] where the part that may be left out ends.", n.cond)
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
