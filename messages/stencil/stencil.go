// Package stencil reads texts with names in them: {{x}} stands for a value, and what is in
// [[x: …]] is shown only where x has one.
package stencil

import (
	"strings"
	"sync"
	"sync/atomic"

	"candor/messages/strictyaml"
)

// Node is a piece of a text: a literal, a {{variable}}, or a [[group: …]].
type Node struct {
	Line    int
	Literal string
	Name    string // of a variable
	Cond    string // of a group: shown only if this is set
	Group   []Node
}

// Parse reads a text that stands in a file from a line on, and notes what is wrong with it.
func Parse(file string, line int, text string, m *strictyaml.Mistakes) []Node {
	p := parser{file: file, line: line, text: text, m: m}
	return p.parse(false)
}

// read are the texts that were read, since the same few are read for every client text.
// Nobody changes their nodes.
var (
	read  sync.Map // []Node by text
	count atomic.Int32
)

// most is how many are kept: all of a folder of words, and as many of another. Nothing
// that people typed stands in a stencil, so there are no more; if there were, they would
// be forgotten now and then.
const most = 4096

// Of reads a text that was found right when its file was. The nodes are shared.
func Of(text string) []Node {
	if have, ok := read.Load(text); ok {
		return have.([]Node)
	}
	if count.Add(1) > most {
		read.Clear()
		count.Store(1)
	}
	nodes := Parse("", 0, text, &strictyaml.Mistakes{})
	read.Store(text, nodes)
	return nodes
}

// Put fills a text without groups: names and what they stand for, by turns. What is put in
// is not read again; a name that is none of them stays as it is.
func Put(text string, pairs ...string) string {
	var b strings.Builder
	for {
		at := strings.Index(text, "{{")
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		name, behind, closed := strings.Cut(text[at+2:], "}}")
		value, ok := valueOf(name, pairs)
		if !closed || !ok {
			b.WriteString(text[:at+1])
			text = text[at+1:]
			continue
		}
		b.WriteString(text[:at])
		b.WriteString(value)
		text = behind
	}
}

func valueOf(name string, pairs []string) (string, bool) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return "", false
}

// Variables lists what a text shows, in order, groups included.
func Variables(nodes []Node) (names []string) {
	for _, n := range nodes {
		if n.Name != "" {
			names = append(names, n.Name)
		}
		names = append(names, Variables(n.Group)...)
	}
	return names
}

// parser reads a text.
type parser struct {
	file string
	line int
	text string
	m    *strictyaml.Mistakes
}

// parse reads nodes until the text ends, or the group that it is in.
func (p *parser) parse(inGroup bool) (nodes []Node) {
	for p.text != "" {
		i := strings.IndexAny(p.text, "{}[]")
		if i < 0 {
			i = len(p.text)
		}
		if lit := p.take(i); lit != "" {
			nodes = append(nodes, Node{Line: p.line, Literal: lit})
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
			nodes = append(nodes, Node{Line: p.line, Literal: p.take(1)})
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

func (p *parser) variable() Node {
	line := p.line
	end := strings.Index(p.text, "}}")
	if end < 0 || strings.Contains(p.text[:end], "\n") {
		p.m.Add(p.file, line, "{{ is never closed. Write }} after the name.")
		p.take(2)
		return Node{Line: line}
	}
	name := strings.TrimSpace(p.take(end + 2)[2:end])
	if !IsName(name) {
		p.m.Add(p.file, line, "{{%s}} is not a valid name. Write small letters, digits and _ between the brackets.", name)
		return Node{Line: line}
	}
	return Node{Line: line, Name: name}
}

func (p *parser) open(inGroup bool) Node {
	n := Node{Line: p.line}
	if inGroup {
		p.m.Add(p.file, p.line, "[[ stands inside another [[. Close the first with ]] before.")
	}
	cond, _, ok := strings.Cut(p.text[2:], ":")
	if !ok || !IsName(strings.TrimSpace(cond)) {
		p.m.Add(p.file, p.line, "[[ needs the name of a field and a colon: [[still_works: {{still_works}}.]]")
		p.take(2)
		return n
	}
	p.take(2 + len(cond) + 1)
	n.Cond = strings.TrimSpace(cond)
	n.Group = p.parse(true)
	if !strings.HasPrefix(p.text, "]]") {
		p.m.Add(p.file, n.Line, "[[%s: is never closed. Write ]] where the part that may be left out ends.", n.Cond)
		return n
	}
	p.take(2)
	if len(n.Group) > 0 && strings.TrimSpace(n.Group[0].Literal) != n.Group[0].Literal {
		n.Group[0].Literal = strings.TrimLeft(n.Group[0].Literal, " ")
	}
	return n
}

// IsName says whether s can be the name of something that stands in a text.
func IsName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != ""
}
