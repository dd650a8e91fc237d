package strictyaml

import (
	"errors"
	"fmt"
)

// Mistakes collects what is wrong with the files of words, so that an operator
// sees all of it at once.
type Mistakes struct{ list []error }

// Add notes a mistake: what is wrong, and what to write.
func (m *Mistakes) Add(file string, line int, format string, args ...any) {
	m.list = append(m.list, fmt.Errorf("%s:%d: %s", file, max(line, 1), fmt.Sprintf(format, args...)))
}

// Once notes a mistake that may be found again on another way.
func (m *Mistakes) Once(file string, line int, format string, args ...any) {
	n := len(m.list)
	m.Add(file, line, format, args...)
	for _, have := range m.list[:n] {
		if have.Error() == m.list[n].Error() {
			m.list = m.list[:n]
			return
		}
	}
}

// Err is all of them, nil if there is none.
func (m *Mistakes) Err() error { return errors.Join(m.list...) }

// YAMLAt lays YAML over dst and notes every mistake in it. The text begins after
// skip lines of the file. It returns what knows the lines of things, and whether
// dst can be used.
func (m *Mistakes) YAMLAt(file string, skip int, text string, dst any) (*Reader, bool) {
	r := &Reader{File: file, Above: skip, Verbatim: true, Empty: "there is nothing in it. Copy the built-in file of this name and change it."}
	r.Read([]byte(text), dst)
	Sort(r.Problems)
	for _, p := range r.Problems {
		m.list = append(m.list, errors.New(p.String()))
	}
	return r, len(r.Problems) == 0
}
