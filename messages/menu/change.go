package menu

import (
	"cmp"
	"fmt"
	"slices"

	"candor/incident/playbook"
	"candor/messages/strictyaml"
)

// change is one step of a kind of ours that an operator's file has otherwise: what it
// does not mention stays.
type change struct {
	playbook.Step
	Out   bool   `yaml:"out"`   // it is left out
	After string `yaml:"after"` // of a new step: the one that it follows
}

// changed lays the changes of a file over the kind that it is about. at says where each
// step stands that came from the file, by its place in the list.
func (k *kindFile) changed(base *playbook.Playbook, file string, r *strictyaml.Reader, m *strictyaml.Mistakes) (at map[string]string) {
	at = map[string]string{}
	bad := func(path, format string, args ...any) { m.Add(file, r.Line(path), format, args...) }
	switch {
	case len(base.Steps) == 0:
		bad("change", "change: there is no kind of ours of this name. Write its steps.")
		return at
	case r.Stands("steps"):
		bad("steps", "steps is the whole list, and change is single steps of ours. Keep one of the two.")
		return at
	}
	k.inherit(base, r)
	for i, c := range k.Change {
		path := fmt.Sprintf("change[%d]", i)
		n := slices.IndexFunc(k.Steps, func(s playbook.Step) bool { return s.ID == c.ID })
		after := slices.IndexFunc(k.Steps, func(s playbook.Step) bool { return s.ID == c.After })
		switch {
		case at[c.ID] != "":
			bad(path, "change: %s is here for the second time. Keep one.", c.ID)
		case c.After != "" && n >= 0:
			bad(path, "change: %s is a step of ours already. Give the new one another id, or leave out after.", c.ID)
		case c.After != "" && after < 0, c.After == "" && n < 0:
			bad(path, "change: there is no step %q. The steps are %s to %s.", cmp.Or(c.After, c.ID), base.Steps[0].ID, base.Steps[len(base.Steps)-1].ID)
		case c.After != "":
			k.Steps = slices.Insert(k.Steps, after+1, c.Step)
		case c.Out:
			k.Steps = slices.Delete(k.Steps, n, n+1)
		default:
			c.over(&k.Steps[n], func(key string) bool { return r.Stands(path + "." + key) })
		}
		at[c.ID] = path
	}
	return at
}

// inherit takes over what the file does not mention.
func (k *kindFile) inherit(base *playbook.Playbook, r *strictyaml.Reader) {
	k.Steps = slices.Clone(base.Steps)
	if !r.Stands("id") {
		k.ID = base.ID
	}
	if !r.Stands("name") {
		k.Name = base.Name
	}
	if !r.Stands("floor") {
		k.Floor = base.Floor
	}
	if !r.Stands("eased") {
		k.Eased = base.Eased
	}
}

// over puts what is given into a step.
func (c *change) over(s *playbook.Step, given func(key string) bool) {
	for key, set := range map[string]func(){
		"phase": func() { s.Phase = c.Phase }, "text": func() { s.Text = c.Text }, "owner": func() { s.Owner = c.Owner },
		"gate": func() { s.Gate = c.Gate }, "due": func() { s.Due = c.Due }, "done": func() { s.Means = c.Means }, "moot": func() { s.Moot = c.Moot },
		"only": func() { s.Only = c.Only }, "unless": func() { s.Unless = c.Unless }, "same": func() { s.Same = c.Same },
	} {
		if given(key) {
			set()
		}
	}
}
