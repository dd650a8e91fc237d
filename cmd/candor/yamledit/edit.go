// Package yamledit changes a YAML file that people write: one value at a time, and
// what is not changed stays as it is to the byte, with its comments, its order and
// its empty lines. A library that reads a file and writes it anew would lose these.
//
// After each change the text is read again: if it does not say exactly what it said
// before and the change, nothing is changed, and the error says so.
package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// ErrForm says that a value is written in a form that is not changed here, such as
// a text over several lines or an anchor.
var ErrForm = errors.New("it is written in a form that is not changed here")

// Set puts a value under a path of keys (string) and places in lists (int). What is
// missing on the way is made. The value is put in the place of one that is there.
func Set(text []byte, value *yaml.Node, path ...any) ([]byte, error) {
	e, err := read(text)
	if err != nil {
		return nil, err
	}
	at, depth := e.root, 0
	for depth < len(path) {
		next := child(at, path[depth])
		if next == nil {
			break
		}
		at, depth = next, depth+1
	}
	value = wrapped(value, path[min(depth+1, len(path)):])
	var out []byte
	switch {
	case depth == len(path) || isNull(at):
		if depth < len(path) {
			value = wrapped(value, path[depth:depth+1])
		}
		out, err = e.replace(at, value)
	default:
		key, isKey := path[depth].(string)
		if !isKey || at.Kind != yaml.MappingNode {
			return nil, ErrForm
		}
		out, err = e.insert(at, key, value)
	}
	if err != nil {
		return nil, err
	}
	return e.verified(out, func(was any) any {
		return with(was, path[:depth], under(value, path[depth:min(depth+1, len(path))], isNull(at)))
	})
}

// Add puts items at the end of the list that stands under a key of the whole. A
// list that is missing is made.
func Add(text []byte, key string, items ...*yaml.Node) ([]byte, error) {
	e, err := read(text)
	if err != nil {
		return nil, err
	}
	list := child(e.root, key)
	if list == nil || isNull(list) {
		return Set(text, &yaml.Node{Kind: yaml.SequenceNode, Content: items}, key)
	}
	if list.Kind != yaml.SequenceNode {
		return nil, ErrForm
	}
	out, err := e.append(list, items)
	if err != nil {
		return nil, err
	}
	return e.verified(out, func(was any) any {
		m := was.(map[string]any)
		old, _ := m[key].([]any)
		for _, item := range items {
			old = append(old, decoded(item))
		}
		m[key] = old
		return m
	})
}

// edit is a text that is changed.
type edit struct {
	text []byte
	root *yaml.Node // a mapping; empty, without a place, for a text without anything in it
}

func read(text []byte) (*edit, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || isNull(doc.Content[0]) {
		return &edit{text, &yaml.Node{Kind: yaml.MappingNode}}, nil
	}
	if root := doc.Content[0]; root.Kind == yaml.MappingNode {
		return &edit{text, root}, nil
	}
	return nil, ErrForm
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// child is what stands under a key or at a place of a list; nil if nothing does.
func child(n *yaml.Node, step any) *yaml.Node {
	switch s := step.(type) {
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
			if n.Content[i].Value == s {
				return n.Content[i+1]
			}
		}
	case int:
		if n.Kind == yaml.SequenceNode && s < len(n.Content) {
			return n.Content[s]
		}
	}
	return nil
}

// wrapped puts a value into mappings, one for each key of a path.
func wrapped(value *yaml.Node, path []any) *yaml.Node {
	for i := len(path) - 1; i >= 0; i-- {
		key, _ := path[i].(string)
		value = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: key}, value}}
	}
	return value
}

// under is a value as it should read below what was found: beneath its key, but for
// one that took the place of nothing, which has it.
func under(value *yaml.Node, key []any, done bool) any {
	v := decoded(value)
	if len(key) == 1 && !done {
		return keyed{key[0].(string), v}
	}
	return v
}

// keyed is a value that is new under a key.
type keyed struct {
	key   string
	value any
}

func decoded(n *yaml.Node) (v any) {
	text, err := yaml.Marshal(n)
	if err == nil {
		err = yaml.Unmarshal(text, &v)
	}
	if err != nil {
		return err // which is equal to nothing
	}
	return v
}

// with is what was read, with a value in the place of one.
func with(was any, path []any, value any) any {
	if len(path) == 0 {
		k, isKeyed := value.(keyed)
		m, isMap := was.(map[string]any)
		if isKeyed && was == nil {
			m, isMap = map[string]any{}, true
		}
		if !isKeyed || !isMap {
			return value
		}
		m[k.key] = k.value
		return m
	}
	switch s := path[0].(type) {
	case string:
		m, _ := was.(map[string]any)
		m[s] = with(m[s], path[1:], value)
	case int:
		list, _ := was.([]any)
		list[s] = with(list[s], path[1:], value)
	}
	return was
}

// verified holds a new text to what the old one said, and the change.
func (e *edit) verified(out []byte, change func(any) any) ([]byte, error) {
	var was, is any
	if err := errors.Join(yaml.Unmarshal(e.text, &was), yaml.Unmarshal(out, &is)); err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrForm, err)
	}
	if was == nil {
		was = map[string]any{}
	}
	if !reflect.DeepEqual(change(was), is) {
		return nil, ErrForm
	}
	return out, nil
}

// newline is how the lines of the text end.
func (e *edit) newline() string {
	if bytes.Contains(e.text, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// spliced is the text with something in the place of a part of it.
func (e *edit) spliced(start, end int, s string) []byte {
	s = strings.ReplaceAll(s, "\n", e.newline())
	return append(append(bytes.Clone(e.text[:start]), s...), e.text[end:]...)
}

func (e *edit) replace(n *yaml.Node, value *yaml.Node) ([]byte, error) {
	start, end, err := e.span(n)
	if err != nil {
		return nil, err
	}
	s := flow(value)
	if start > 0 && e.text[start-1] != ' ' && e.text[start-1] != '\n' && e.text[start-1] != '[' && e.text[start-1] != '{' {
		s = " " + s
	}
	if block := n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle == 0; block {
		s = strings.Repeat(" ", 4) + s // deeper than the key above it, whatever stood there
	}
	return e.spliced(start, end, s), nil
}

// insert puts a new key at the end of a mapping.
func (e *edit) insert(m *yaml.Node, key string, value *yaml.Node) ([]byte, error) {
	if m.Style&yaml.FlowStyle != 0 {
		return e.intoFlow(m, key+": "+flow(value))
	}
	entry := block(wrapped(value, []any{key}))
	if len(m.Content) == 0 { // the whole text has nothing but comments
		return e.below(len(e.text), 0, entry)
	}
	if m == e.root {
		return e.below(len(bytes.TrimRight(e.text, "\r\n")), m.Column-1, entry)
	}
	_, end, err := e.span(m)
	if err != nil {
		return nil, err
	}
	return e.below(end, m.Column-1, entry)
}

// append puts an item at the end of a list.
func (e *edit) append(list *yaml.Node, items []*yaml.Node) ([]byte, error) {
	if list.Style&yaml.FlowStyle != 0 {
		var flown []string
		for _, item := range items {
			flown = append(flown, flow(item))
		}
		return e.intoFlow(list, strings.Join(flown, ", "))
	}
	_, end, err := e.span(list)
	if err != nil {
		return nil, err
	}
	return e.below(end, list.Column-1, block(&yaml.Node{Kind: yaml.SequenceNode, Content: items}))
}

// below puts lines after the one in which an offset is.
func (e *edit) below(at, indent int, lines string) ([]byte, error) {
	if next := bytes.IndexByte(e.text[at:], '\n'); next >= 0 {
		at += next + 1
	} else {
		at = len(e.text)
	}
	var b strings.Builder
	if at > 0 && e.text[at-1] != '\n' {
		b.WriteByte('\n')
	}
	for line := range strings.Lines(lines) {
		b.WriteString(strings.Repeat(" ", indent) + line)
	}
	return e.spliced(at, at, b.String()), nil
}

// intoFlow puts something before the closing bracket of what is written in brackets.
func (e *edit) intoFlow(n *yaml.Node, s string) ([]byte, error) {
	_, end, err := e.span(n)
	if err != nil {
		return nil, err
	}
	at := end - 1
	for at > 0 && strings.IndexByte(" \t\r\n", e.text[at-1]) >= 0 {
		at--
	}
	switch {
	case len(n.Content) == 0:
	case e.text[at-1] == ',':
		s = " " + s
	default:
		s = ", " + s
	}
	return e.spliced(at, at, s), nil
}

// flow is a value on one line.
func flow(n *yaml.Node) string {
	one := *n
	if one.Kind != yaml.ScalarNode {
		one.Style = yaml.FlowStyle
	}
	return strings.TrimSpace(block(&one))
}

// block is a value on lines of its own.
func block(n *yaml.Node) string {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(n), enc.Close()); err != nil {
		panic(err) // nodes are made here
	}
	return b.String()
}
