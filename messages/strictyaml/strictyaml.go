// Package strictyaml reads the YAML that people write: the config of an operator
// and the words of a team. It lays the text over Go values as the library does,
// but goes on after every mistake and knows where each key stands, so that all
// that is wrong is said at once:
//
//	candor.yaml:29: clients[0].cadence.sev1.every: 0s is too short. Write 1s or more.
//
// A key that nothing reads is a mistake, as is one that stands there twice.
package strictyaml

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// Problem is one mistake: what is wrong, and what to write.
type Problem struct {
	File string // as it was named by the operator; "environment" for a variable
	Line int    // from 1; 0 if the mistake has no line
	Path string // clients[0].time_zone; empty if it is about the file as a whole
	Text string // two sentences; never holds a token
}

// String is the problem on one line: where it is, what is wrong, what to write.
func (p Problem) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Path != "" {
		at += ": " + p.Path
	}
	return at + ": " + p.Text
}

// Sort puts problems in the order of the file, those without a line last.
func Sort(list []Problem) {
	order := func(p Problem) int {
		if p.Line == 0 {
			return math.MaxInt
		}
		return p.Line
	}
	slices.SortStableFunc(list, func(a, b Problem) int { return cmp.Compare(order(a), order(b)) })
}

// Reader reads one file and remembers what is wrong with it and where things
// stand. A path is written as in [Problem]; that of the whole is "".
type Reader struct {
	File  string // for the problems
	Above int    // lines of the file that stand above the text
	Empty string // what is said of a text without anything in it: two sentences

	// Like names what a key that is not known is compared with; empty: the keys
	// that there are are listed.
	Like string

	// Verbatim keeps texts as they are. Without it they are one line each, and
	// spaces around them do not count.
	Verbatim bool

	// Own reads a node into a value, to which it gets a pointer, if the value is
	// of a type that Own knows; it says whether it is. It may be nil.
	Own func(value any, n *yaml.Node, path string) bool

	// Clean takes out of a text what must not be repeated. It may be nil.
	Clean func(string) string

	// Secret says whether a text holds a secret, so that it cannot stand where a text
	// without a form of its own does: people read those. It may be nil.
	Secret func(string) bool

	Problems []Problem

	lines    map[string]int  // path → line
	broken   map[string]bool // paths whose value could not be read: nothing more is said about them
	misspelt map[string]bool // paths that a key was surely meant to be
}

// Bad notes a mistake: what is wrong, and what to write.
func (r *Reader) Bad(path, format string, args ...any) {
	r.BadAt(r.Line(path), path, format, args...)
}

// BadAt is Bad of a line; 0 for none.
func (r *Reader) BadAt(line int, path, format string, args ...any) {
	r.Problems = append(r.Problems, Problem{File: r.File, Line: line, Path: r.safe(path), Text: r.safe(fmt.Sprintf(format, args...))})
}

// Wrong notes a value of the wrong type, after which nothing more is said about it.
func (r *Reader) Wrong(path, format string, args ...any) {
	r.Bad(path, format, args...)
	r.broken[path] = true
}

// safe makes what was quoted from the file fit for one line of a terminal.
func (r *Reader) safe(s string) string {
	if r.Clean != nil {
		s = r.Clean(s)
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return '?'
		}
		return c
	}, s)
}

// Line returns where a path stands; of one that is missing, where it belongs.
func (r *Reader) Line(path string) int {
	for ; path != ""; path = parent(path) {
		if n, ok := r.lines[path]; ok {
			return n
		}
	}
	return max(1, r.lines[""])
}

// Stands says whether a path stands in the file.
func (r *Reader) Stands(path string) bool {
	_, ok := r.lines[path]
	return ok
}

// Broken says whether the value of a path is of the wrong type.
func (r *Reader) Broken(path string) bool { return r.broken[path] }

// Unread says whether the path, or what it is in, stands there and could not be
// read: as a value of the wrong type, or under a key that is misspelt.
func (r *Reader) Unread(path string) bool {
	for ; path != ""; path = parent(path) {
		if r.broken[path] || r.misspelt[path] && !r.Stands(path) {
			return true
		}
	}
	return false
}

// parent returns the path that holds a path: clients[0].id → clients[0] → clients.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}
