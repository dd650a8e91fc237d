package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"candor"
)

// reader lays YAML over Go values. The library's own decoder stops at the type
// of a value and knows lines, not paths; this one goes on after every mistake
// and remembers where each key stands.
type reader struct {
	file     string
	ifEmpty  string // what to do about a file without anything in it; empty: as for a config
	problems []problem
	lines    map[string]int  // path → line
	broken   map[string]bool // paths whose value could not be read: nothing more is said about them
	secrets  []string        // paths of those that stand in the file
	misspelt map[string]bool // paths that a key was surely meant to be
}

func newReader(file string) *reader {
	return &reader{file: file, lines: map[string]int{}, broken: map[string]bool{}, misspelt: map[string]bool{}}
}

// bad notes a mistake: what is wrong, and what to write.
func (r *reader) bad(path, format string, args ...any) {
	r.badAt(r.line(path), path, format, args...)
}

func (r *reader) badAt(line int, path, format string, args ...any) {
	text := safe(fmt.Sprintf(format, args...))
	r.problems = append(r.problems, problem{File: r.file, Line: line, Path: safe(path), Text: text})
}

// safe makes what was quoted from the file fit for one line of a terminal.
func safe(s string) string {
	printable := func(c rune) rune {
		if unicode.IsControl(c) {
			return '?'
		}
		return c
	}
	return strings.Map(printable, redact(s))
}

// line returns where a path stands; of one that is missing, where it belongs.
func (r *reader) line(path string) int {
	for ; path != ""; path = parent(path) {
		if n, ok := r.lines[path]; ok {
			return n
		}
	}
	return max(1, r.lines[""])
}

// unread says whether the path, or what it is in, stands there and could not be
// read: as a value of the wrong type, or under a key that is misspelt.
func (r *reader) unread(path string) bool {
	for ; path != ""; path = parent(path) {
		if _, there := r.lines[path]; r.broken[path] || r.misspelt[path] && !there {
			return true
		}
	}
	return false
}

// parent returns the path that holds a path: clients[0].id → clients[0] → clients.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// read fills dst, a pointer to a struct, and says whether there was anything to
// read at all.
func (r *reader) read(text []byte, dst any) bool {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF):
		r.badAt(1, "", "the file is empty. %s", cmp.Or(r.ifEmpty, "Copy config.example.yaml over it and fill it in."))
		return false
	case err != nil:
		r.syntax(text, err)
		return false
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		r.badAt(1, "", "the file is empty. %s", cmp.Or(r.ifEmpty, "Copy config.example.yaml over it and fill it in."))
		return false
	}
	r.lines[""] = root.Line
	if !r.structure(root, reflect.ValueOf(dst).Elem(), "") {
		return false
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		r.badAt(second.Line, "", "a second document begins here. Remove the line that is only ---.")
	case !errors.Is(err, io.EOF):
		r.syntax(text, err)
	}
	return true
}

var (
	yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)
	// The library counts the lines of these mistakes from 0, those of others from 1.
	fromZero  = regexp.MustCompile(`^did not find expected (<|node content|key|'-' indicator|',' or)`)
	noAnchor  = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	tabIndent = regexp.MustCompile(`(?m)^ *\t[ \t]*[^\s#]`)
)

// syntax reports text that is no YAML. A tab is named first, since what the
// library says about it helps nobody.
func (r *reader) syntax(text []byte, err error) {
	if at := tabIndent.FindIndex(text); at != nil {
		r.badAt(lineAt(text, at[0]), "", "the line is indented with a tab. Use spaces, two for each level.")
		return
	}
	line, what := 1, err.Error()
	if m := yamlError.FindStringSubmatch(what); m != nil {
		line, what = max(1, atoi(m[1])), m[2]
	}
	if fromZero.MatchString(what) {
		line++
	}
	if m := noAnchor.FindStringSubmatch(what); m != nil {
		r.badAt(lineOfAlias(text, m[1]), "", "*%s repeats something that has no name. Put quotes around a text that begins with *.", m[1])
		return
	}
	r.badAt(line, "", "this is no YAML: %s. Check the quotes, brackets, colons and spaces near this line.", strings.TrimSuffix(what, "."))
}

// lineOfAlias finds where a text uses an alias: of this mistake the library tells no line.
func lineOfAlias(text []byte, name string) int {
	use := regexp.MustCompile(`(?m)^[^#\n]*\*` + regexp.QuoteMeta(name))
	if at := use.FindIndex(text); at != nil {
		return lineAt(text, at[0])
	}
	return 1
}

// lineAt returns the line of a place in the text.
func lineAt(text []byte, i int) int {
	return 1 + bytes.Count(text[:i], []byte("\n"))
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // 0 for the empty string
	return n
}

// value reads a node into v by its type.
func (r *reader) value(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" { // "key:" and nothing after it
		return
	}
	if own, ok := v.Addr().Interface().(selfReading); ok {
		own.readNode(r, n, path)
		return
	}
	switch v.Interface().(type) {
	case secret:
		if s, ok := r.text(n, path); ok {
			v.Set(reflect.ValueOf(newSecret(s)))
			r.secrets = append(r.secrets, path)
		}
		return
	case time.Duration:
		r.duration(n, v, path)
		return
	case candor.Cadence:
		r.cadence(n, v, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.structure(n, v, path)
	case reflect.Slice:
		r.list(n, v, path)
	case reflect.String:
		if s, ok := r.text(n, path); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		r.flag(n, v, path)
	case reflect.Int:
		r.number(n, v, path)
	}
}

// selfReading is a value that can be written in more than one way.
type selfReading interface {
	readNode(r *reader, n *yaml.Node, path string)
}

// readNode takes one text or the three parts.
func (h *hoursConfig) readNode(r *reader, n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode {
		r.structure(n, reflect.ValueOf(h).Elem(), path)
		return
	}
	h.text, _ = r.text(n, path)
}

// readNode takes one word or a list of people.
func (a *approvalConfig) readNode(r *reader, n *yaml.Node, path string) {
	if n.Kind == yaml.ScalarNode {
		a.rule, _ = r.text(n, path)
		return
	}
	r.list(n, reflect.ValueOf(&a.people).Elem(), path)
}

// flag reads yes or no.
func (r *reader) flag(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.text(n, path)
	if !ok {
		return
	}
	switch strings.ToLower(s) {
	case "true", "yes":
		v.SetBool(true)
	case "false", "no":
		v.SetBool(false)
	default:
		r.wrong(path, "%q is neither true nor false. Write one of the two, or remove the line.", s)
	}
}

func (r *reader) number(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.text(n, path)
	if !ok {
		return
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		r.wrong(path, "%q is no number. Write digits alone.", s)
		return
	}
	v.SetInt(int64(i))
}

func (r *reader) duration(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.text(n, path)
	if !ok {
		return
	}
	d, err := candor.ParseSpan(s, time.Second) // so that the whole can be tried quickly
	if err != nil {
		r.bad(path, "%s", err)
		return
	}
	v.SetInt(int64(d))
}

// cadence reads a duration or an expression of cron. One word is taken for a
// duration, since that is what was meant.
func (r *reader) cadence(n *yaml.Node, v reflect.Value, path string) {
	s, ok := r.text(n, path)
	if !ok {
		return
	}
	c, err := candor.ParseCadence(s)
	if !strings.ContainsAny(s, " @=") {
		c.Step, err = candor.ParseSpan(s, time.Second)
	}
	if err != nil {
		r.bad(path, "%s", err)
		return
	}
	v.Set(reflect.ValueOf(c))
}

// text returns a scalar as it is written: a phone number without quotes is a
// number for YAML and loses its zeros; not here.
func (r *reader) text(n *yaml.Node, path string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(path, "must be one value, not %s. Write it on the same line, after the colon.", kindOf(n))
		return "", false
	}
	s := strings.TrimSpace(n.Value)
	if strings.ContainsFunc(s, unicode.IsControl) {
		r.wrong(path, "holds a line break or another control character. Write it on one line.")
		return "", false
	}
	return s, true
}

// wrong notes a value of the wrong type, after which nothing more is said about it.
func (r *reader) wrong(path, format string, args ...any) {
	r.bad(path, format, args...)
	r.broken[path] = true
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return "one value"
}

func (r *reader) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		r.wrong(path, "must be a list, not %s. Begin each entry with a hyphen and a space.", kindOf(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		r.lines[at] = item.Line
		r.value(item, v.Index(i), at)
	}
}

// structure reads keys and values, and says whether there were any.
func (r *reader) structure(n *yaml.Node, v reflect.Value, path string) bool {
	if n.Kind != yaml.MappingNode {
		r.wrong(path, "must be keys with values, not %s. Write them like this: %s: …", kindOf(n), keysOf(v.Type())[0])
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		field, known := fieldOf(v, key.Value)
		first, again := r.lines[at]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.badAt(key.Line, path, "has a key that is %s. Write a word before the colon.", kindOf(key))
		case !known:
			r.unknown(key, path, at, v.Type())
		case again:
			r.badAt(key.Line, at, "stands here for the second time; the first is on line %d. Keep one of them.", first)
		default:
			r.lines[at] = key.Line
			r.value(val, field, at)
		}
	}
	return true
}

// keysOf lists the keys of a struct.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if key != "" && v.Type().Field(i).Tag.Get("yaml") == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// unknown reports a key that nothing reads.
func (r *reader) unknown(key *yaml.Node, path, at string, t reflect.Type) {
	bad := func(format string, args ...any) { r.badAt(key.Line, at, format, args...) }
	third := func(string) int { return len(key.Value) / 3 } // a wrong guess hides that the key which it names is missing
	switch near := candor.Closest(key.Value, keysOf(t), third); {
	case t == reflect.TypeFor[cadenceConfig]() && key.Value == "sev4":
		bad("severity 4 is a near miss and owes no update. Remove it.")
	case key.Value == "<<":
		bad("merging with << is not read. Write the keys out.")
	case near == "":
		bad("this version does not know it. Remove it, or compare with config.example.yaml.")
	default:
		bad("is no known key. Write %s.", near)
		r.misspelt[strings.TrimPrefix(path+"."+near, ".")] = true
	}
}
