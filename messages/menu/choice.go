package menu

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/incident/client"
	"candor/incident/playbook"
	"candor/messages/strictyaml"
)

// Choice is an answer to "What do they notice?" and what follows from it.
type Choice struct {
	ID       string          `yaml:"id"`
	Label    string          `yaml:"label"`
	Kind     string          `yaml:"kind"`  // id of a playbook
	Under    string          `yaml:"under"` // id of the answer below which it is asked for; empty: it stands in the form
	Severity client.Severity `yaml:"severity"`
	Impact   string          `yaml:"impact"` // clients read it; empty: the person must write it
	Noun     string          `yaml:"noun"`   // the words in it for which a client's service stands that has a name; empty: none
	Past     string          `yaml:"past"`   // the same once it is over
	Since    string          `yaml:"since"`  // the same as it stands beside “since”; empty: turned by rule
	Began    string          `yaml:"began"`  // how a text says it that begins the conversation, with {{time}}; empty: by rule
}

// Choices are the answers to “What do they notice?”, in the order in which they are offered.
type Choices struct {
	Doing string   `yaml:"doing"` // what we do about it when nothing else is known
	List  []Choice `yaml:"choices"`
}

// Slack's limits: an option's label, the most radio buttons of a group, and the
// most options of a menu, which stands in their place.
const (
	MaxLabel   = 75
	MaxRadios  = 10
	maxChoices = 100
)

// Find is the answer that an impact came with, as it reads about a service that has a
// name; the zero answer if it was typed.
func (c Choices) Find(impact, service string) Choice {
	impact = strings.TrimSpace(impact)
	for i := range c.List {
		if choice := &c.List[i]; choice.Impact != "" && (choice.Impact == impact || choice.named(service) && strings.ReplaceAll(choice.Impact, choice.Noun, service) == impact) {
			return choice.about(service)
		}
	}
	return Choice{}
}

// named says whether the name of a service stands in it in place of the noun. One that may
// be several things is left: “the shops does not open”.
func (ch *Choice) named(service string) bool {
	return ch.Noun != "" && service != "" && !strings.HasSuffix(service, "s")
}

// about puts the name of a service in place of the noun.
func (ch Choice) about(service string) Choice {
	if !ch.named(service) {
		return ch
	}
	for _, text := range []*string{&ch.Impact, &ch.Past, &ch.Since} {
		*text = strings.ReplaceAll(*text, ch.Noun, service)
	}
	return ch
}

// Below are those of a list that are asked for once the answer is chosen; of "" those
// that stand in the form.
func Below(list []Choice, id string) []Choice {
	return slices.DeleteFunc(slices.Clone(list), func(c Choice) bool { return c.Under != id })
}

// ParseChoices reads the answers and notes what is wrong with them. Each means one of
// the playbooks.
func ParseChoices(file, text string, playbooks map[string]*playbook.Playbook, m *strictyaml.Mistakes) Choices {
	var c Choices
	r, ok := m.YAMLAt(file, 0, text, &c)
	if !ok {
		return c
	}
	if strings.TrimSpace(c.Doing) == "" {
		m.Add(file, r.Line(""), "doing is missing. Write what you do about it first: checking what happened.")
	}
	if len(c.List) == 0 || len(c.List) > maxChoices {
		m.Add(file, r.Line(""), "there are %d choices. Write 1 to %d.", len(c.List), maxChoices)
	}
	seen := map[string]bool{}
	for i, ch := range c.List {
		bad := func(format string, args ...any) { m.Add(file, r.Line(fmt.Sprintf("choices[%d]", i)), format, args...) }
		if ch.ID == "" || seen[ch.ID] {
			bad("each choice needs an id of its own; this one has %q.", ch.ID)
		}
		seen[ch.ID] = true
		ch.check(bad)
		if i := slices.IndexFunc(c.List, func(up Choice) bool { return up.ID == ch.Under }); ch.Under != "" && (i < 0 || c.List[i].Under != "") {
			bad("%s: under: %q is no answer of the form. Write the id of one that stands under no other.", ch.ID, ch.Under)
		}
		if playbooks[ch.Kind] == nil {
			bad("%s: there is no checklist %q. Write one of %s.", ch.ID, ch.Kind, strings.Join(slices.Sorted(maps.Keys(playbooks)), ", "))
		}
	}
	return c
}

// check says what is wrong with an answer by itself.
func (ch *Choice) check(bad func(format string, args ...any)) {
	if ch.Began != "" && (!strings.Contains(ch.Began, "{{time}}") || strings.Count(ch.Began, "{{") != 1) {
		bad("%s: began: write {{time}} where the time belongs, and no other name.", ch.ID)
	}
	if ch.Label == "" || len(ch.Label) > MaxLabel {
		bad("%s: label has %d characters. Write 1 to %d.", ch.ID, len(ch.Label), MaxLabel)
	}
	if !ch.Severity.Valid() {
		bad("%s: severity %d does not exist. Write 1 (business stopped) to 4 (near miss).", ch.ID, ch.Severity)
	}
}

// Names says whether an answer means the kind.
func (c *Choices) Names(kind string) bool {
	return slices.ContainsFunc(c.List, func(ch Choice) bool { return ch.Kind == kind })
}

// Add puts the answers of a kind's own file before the last one, which is for
// all that is none of the others.
func (c *Choices) Add(file string, list []Choice, m *strictyaml.Mistakes) {
	for _, ch := range list {
		if ch.ID == "" || slices.ContainsFunc(c.List, func(have Choice) bool { return have.ID == ch.ID }) {
			m.Add(file, 1, "menu: each answer needs an id that no other has; this one has %q.", ch.ID)
			continue
		}
		c.List = slices.Insert(c.List, max(0, len(c.List)-1), ch)
	}
	if len(c.List) > maxChoices {
		m.Add(file, 1, "menu: with this file there are %d answers to “What do they notice?”. Keep it to %d.", len(c.List), maxChoices)
	}
}
