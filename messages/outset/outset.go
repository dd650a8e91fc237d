// Package outset is what a first notice says beside what is noticed and what we do: what
// nobody knows yet, but what stands in it, and what is asked of its reader.
package outset

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"candor/incident/client"
)

// Words are those of one kind of incident.
type Words struct {
	Unknown string `yaml:"unknown"` // what is not known yet: a sentence or two; {{open}} stands for what is left of Open
	Open    []Part `yaml:"open"`    // in the order in which it is said
	Known   string `yaml:"known"`   // in place of Unknown where nothing of Open is left
	Counted string `yaml:"counted"` // where there is no Open: the same where what they notice says how many; empty: Unknown
	Ask     string `yaml:"ask"`     // what is asked of the client, where nobody wrote anything else
	Writes  string `yaml:"writes"`  // the same for a client whom nobody calls; empty: Ask
}

// A Part is something that nobody knows yet.
type Part struct {
	What   string `yaml:"what"`   // ends “We do not yet know …”
	Unless string `yaml:"unless"` // of Said: it is known once the text says that
	Once   string `yaml:"once"`   // and asked only then
}

// Said are the patterns that tell what a text says: many, since, why and what else a Part
// names; times are cut out of it before: a clock is no count.
type Said map[string]string

// why is the pattern that may stand anywhere in a text: what we do may say it, too.
const why = "why"

// Check names what is wrong with them, or with the words by kind that ask them.
func (s Said) Check(first map[string]Words) error {
	for name, pattern := range s {
		if _, err := regexp.Compile(pattern); err != nil {
			return fmt.Errorf("said: %s: %q is not a pattern: %v", name, pattern, err)
		}
	}
	for kind, w := range first {
		for _, p := range w.Open {
			for _, name := range []string{p.Unless, p.Once} {
				if name != "" && s[name] == "" {
					return fmt.Errorf("first: %s: said has no %q. Write its pattern there, or one of those that are there", kind, name)
				}
			}
		}
		if len(w.Open) > 0 && !strings.Contains(w.Unknown, "{{open}}") {
			return fmt.Errorf("first: %s: unknown has no {{open}}. Write where the parts stand", kind)
		}
	}
	return nil
}

// says tells whether a text says what a pattern of that name looks for.
func (s Said) says(name, text string) bool {
	if s[name] == "" {
		return false
	}
	if times := s["times"]; times != "" && name == "many" {
		text = compiled(times).ReplaceAllString(text, " ")
	}
	return compiled(s[name]).MatchString(text)
}

// Why says whether a text says why something happened.
func (s Said) Why(text string) bool { return s.says(why, text) }

// Seen says whether a text says that something was seen or copied.
func (s Said) Seen(text string) bool { return s.says("seen", text) }

// patterns are those that were compiled: a first notice stands in the way of whoever declares.
var patterns sync.Map // *regexp.Regexp by its text

// compiled is a pattern that [Said.Check] has let pass.
func compiled(pattern string) *regexp.Regexp {
	if have, ok := patterns.Load(pattern); ok {
		return have.(*regexp.Regexp)
	}
	re := regexp.MustCompile(pattern)
	patterns.Store(pattern, re)
	return re
}

// Leaves says whether it may be open what a pattern of that name looks for.
func (w Words) Leaves(name string) bool {
	return slices.ContainsFunc(w.Open, func(p Part) bool { return p.Unless == name })
}

// NotKnown is what nobody knows yet of what a text does not say: noticed is what it tells of
// that and what else was found out, beside is the rest of it.
func (w Words) NotKnown(s Said, noticed, beside string) string {
	if len(w.Open) == 0 {
		if w.Counted != "" && strings.ContainsAny(noticed, "123456789") {
			return w.Counted
		}
		return w.Unknown
	}
	var left []string
	for _, p := range w.Open {
		text := noticed
		if p.Unless == why {
			text += "\n" + beside
		}
		if (p.Once == "" || s.says(p.Once, noticed)) && !s.says(p.Unless, text) {
			left = append(left, p.What)
		}
	}
	if len(left) == 0 {
		return w.Known
	}
	return strings.ReplaceAll(w.Unknown, "{{open}}", strings.Join(left, ", or "))
}

// AskOf is what is asked of a client: no call is announced to whom nobody calls, or can.
func (w Words) AskOf(c *client.Client) string {
	if w.Writes != "" && !(c.Manner.Calls() && c.HasPhone()) {
		return w.Writes
	}
	return w.Ask
}
