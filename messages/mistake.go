package messages

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// mistakes collects what is wrong with the files of words, so that an operator
// sees all of it at once.
type mistakes struct{ list []error }

// add notes a mistake: what is wrong, and what to write.
func (m *mistakes) add(file string, line int, format string, args ...any) {
	m.list = append(m.list, fmt.Errorf("%s:%d: %s", file, max(line, 1), fmt.Sprintf(format, args...)))
}

// once notes a mistake that may be found again on another way.
func (m *mistakes) once(file string, line int, format string, args ...any) {
	n := len(m.list)
	m.add(file, line, format, args...)
	for _, have := range m.list[:n] {
		if have.Error() == m.list[n].Error() {
			m.list = m.list[:n]
			return
		}
	}
}

func (m *mistakes) err() error { return errors.Join(m.list...) }

// yamlAt lays YAML over dst and notes every mistake in it. The text begins after
// skip lines of the file. It returns the document's root, which knows the lines
// of things, and whether dst can be used.
func (m *mistakes) yamlAt(file string, skip int, text string, dst any, keys string) (*yaml.Node, bool) {
	text = strings.Repeat("\n", skip) + text
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		m.yamlError(file, err.Error(), keys)
		return nil, false
	}
	if len(doc.Content) == 0 {
		m.add(file, skip+1, "there is nothing in it. Copy the built-in file of this name and change it.")
		return nil, false
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	err := dec.Decode(dst)
	if e, ok := errors.AsType[*yaml.TypeError](err); ok {
		for _, line := range e.Errors {
			m.yamlError(file, line, keys)
		}
		return doc.Content[0], false
	}
	if err != nil {
		m.yamlError(file, err.Error(), keys)
		return doc.Content[0], false
	}
	return doc.Content[0], true
}

var (
	yamlLine = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)
	noKey    = regexp.MustCompile(`^field (\S+) not found in type`)
	twice    = regexp.MustCompile(`^mapping key (".*") already defined at line (\d+)`)
	// The library counts the lines of these mistakes from 0, those of others from 1.
	fromZero  = regexp.MustCompile(`^did not find expected (<|node content|key|'-' indicator|',' or)`)
	wrongType = regexp.MustCompile("^cannot unmarshal \\S+ (`.*` )?into (\\S+)")
)

// yamlError says in people's words what the YAML library found.
func (m *mistakes) yamlError(file, text, keys string) {
	line := 1
	if part := yamlLine.FindStringSubmatch(text); part != nil {
		line, _ = strconv.Atoi(part[1]) // 0 if the library named none
		text = part[2]
	}
	if fromZero.MatchString(text) {
		line++
	}
	if found := noKey.FindStringSubmatch(text); found != nil {
		m.add(file, line, "there is no key %q here. The keys are %s.", found[1], keys)
		return
	}
	if found := twice.FindStringSubmatch(text); found != nil {
		m.add(file, line, "the key %s stands here for the second time; the first is on line %s. Keep one of them.", found[1], found[2])
		return
	}
	if found := wrongType.FindStringSubmatch(text); found != nil {
		m.add(file, line, "the value %sis of the wrong kind here. Write %s.", found[1], yamlKind(found[2]))
		return
	}
	m.add(file, line, "this is no YAML: %s. Check quotes, colons and spaces near this line; put quotes around a text with a colon in it.", text)
}

func yamlKind(goType string) string {
	switch {
	case strings.Contains(goType, "int") || strings.HasSuffix(goType, "Severity"):
		return "a number"
	case strings.Contains(goType, "bool"):
		return "true or false"
	case strings.HasPrefix(goType, "[]"):
		return "a list: each entry begins with a hyphen"
	case goType == "string":
		return "a text"
	}
	return "keys with values"
}

// child returns the value of a key of a YAML mapping, nil if there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// lineOf returns the line of entry i of the list under a key; 1 if it is unknown.
func lineOf(root *yaml.Node, key string, i int) int {
	list := child(root, key)
	if list == nil || i >= len(list.Content) {
		return 1
	}
	return list.Content[i].Line
}
