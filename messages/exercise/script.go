// Package exercise is the words of a drill: what the client who is played says, what the
// team reads at its beginning, and how it went.
package exercise

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"candor/incident/drill"
	"candor/messages/strictyaml"
)

//go:embed scripts/*.yaml
var files embed.FS

// Usual is the script of a drill that names none.
const Usual = "down"

// Scripts are all of them, the usual one first. A mistake in one is a mistake of ours.
var Scripts = sync.OnceValue(func() (list []drill.Script) {
	entries, err := files.ReadDir("scripts")
	if err != nil {
		panic(err)
	}
	var m strictyaml.Mistakes
	for _, e := range entries {
		text, _ := files.ReadFile("scripts/" + e.Name()) // it was just listed
		list = append(list, Parse(e.Name(), string(text), &m))
	}
	if err := m.Err(); err != nil {
		panic(err)
	}
	slices.SortStableFunc(list, func(a, b drill.Script) int { return rank(a) - rank(b) })
	return list
})

func rank(s drill.Script) int {
	if s.ID == Usual {
		return 0
	}
	return 1
}

// Named is the script of an id, the usual one for ""; nil if there is none.
func Named(id string) *drill.Script {
	for _, s := range Scripts() {
		if s.ID == id || id == "" {
			return &s
		}
	}
	return nil
}

// Parse reads a script, and notes every mistake in it.
func Parse(file, text string, m *strictyaml.Mistakes) drill.Script {
	s := drill.Script{ID: strings.TrimSuffix(path.Base(file), ".yaml")}
	r, ok := m.YAMLAt(file, 0, text, &s)
	if !ok {
		return s
	}
	for key, v := range map[string]string{"does": s.Does, "kind": s.Kind, "person": s.Person, "client": s.Client, "service": s.Service, "impact": s.Impact} {
		if v == "" {
			m.Add(file, 1, "%s is missing.", key)
		}
	}
	asked := map[string]bool{}
	for _, l := range s.Lines {
		asked[l.ID] = l.ID != ""
	}
	for i, l := range s.Lines {
		at := r.Line(fmt.Sprintf("lines[%d]", i))
		about := l.When == drill.Open || l.When == drill.Answered
		switch {
		case !slices.Contains(drill.Whens, l.When):
			m.Add(file, at, "when: %q is nothing that a line waits for. Write one of %s.", l.When, listed())
		case l.Says == "":
			m.Add(file, at, "says is missing.")
		case l.After < 0 || l.After > int(drill.Lasts.Seconds()):
			m.Add(file, at, "after: %d is not within the three minutes. Write seconds, 0 to 180.", l.After)
		case about && !asked[l.Of]:
			m.Add(file, at, "of: no line has the id %q.", l.Of)
		case (l.ID == "") != (l.Asks == ""):
			m.Add(file, at, "a question has both an id and what it asks. Write both, or neither.")
		}
	}
	return s
}

func listed() string {
	var list []string
	for _, w := range drill.Whens {
		list = append(list, string(w))
	}
	return strings.Join(list, ", ")
}
