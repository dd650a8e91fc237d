package messages

import (
	"errors"
	"fmt"

	"candor/messages/strictyaml"
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
// skip lines of the file. It returns what knows the lines of things, and whether
// dst can be used.
func (m *mistakes) yamlAt(file string, skip int, text string, dst any) (*strictyaml.Reader, bool) {
	r := &strictyaml.Reader{File: file, Above: skip, Verbatim: true, Empty: "there is nothing in it. Copy the built-in file of this name and change it."}
	r.Read([]byte(text), dst)
	strictyaml.Sort(r.Problems)
	for _, p := range r.Problems {
		m.list = append(m.list, errors.New(p.String()))
	}
	return r, len(r.Problems) == 0
}
