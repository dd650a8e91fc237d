// Package effort counts what something costs the people who hold a phone.
package effort

import (
	"strings"

	"candor/sandbox/blockkit"
)

// Effort is what something cost a person who held a phone.
type Effort struct {
	Taps      int // presses, choices in a form, submissions, forms and pages that were opened or closed by hand
	Lines     int // that were typed: into a form, as a message or as a command
	Questions int // most of them in one form
}

// Counter counts by person. It is not safe for concurrent use; the zero value is nil
// and must be made.
type Counter map[string]*Effort

// Take returns what a person has done since the last call, or since the beginning,
// and counts anew from now on.
func (c Counter) Take(user string) Effort {
	e := *c.of(user)
	delete(c, user)
	return e
}

func (c Counter) of(user string) *Effort {
	if c[user] == nil {
		c[user] = &Effort{}
	}
	return c[user]
}

// Tapped counts one tap.
func (c Counter) Tapped(user string) { c.of(user).Taps++ }

// Wrote counts the lines of what was typed.
func (c Counter) Wrote(user, text string) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			c.of(user).Lines++
		}
	}
}

// Filled counts what was typed or chosen in an element: of several options each
// that changed.
func (c Counter) Filled(user string, pl blockkit.Placed, before, chosen []string) {
	switch {
	case strings.HasSuffix(pl.Element.Type, "_input"):
		c.Wrote(user, strings.Join(chosen, "\n"))
	case pl.Several():
		c.of(user).Taps += max(1, blockkit.Changed(before, chosen))
	default:
		c.Tapped(user)
	}
}

// Asked counts the questions of a form that a person is shown.
func (c Counter) Asked(user string, form []blockkit.Block) {
	e := c.of(user)
	e.Questions = max(e.Questions, blockkit.Questions(form))
}
