package ready

import (
	"maps"
	"slices"
)

// Meanwhile is the field of a text that says what the client can do while it lasts.
const Meanwhile = "meanwhile"

// Offers are what a client can do while it lasts, by kind of incident.
type Offers struct {
	Ask   string              `yaml:"ask"`
	Hint  string              `yaml:"hint"`
	Kinds map[string][]Answer `yaml:"kinds"`
}

// anyKind is the key of what fits kinds that have no offers of their own.
const anyKind = "other"

// For is the question for an incident of these kinds. Without an answer there is
// nothing to offer.
func (o Offers) For(kinds ...string) Question {
	q := Question{Ask: o.Ask, Hint: o.Hint, Optional: true}
	for _, kind := range kinds {
		list, ok := o.Kinds[kind]
		if !ok && len(kinds) == 1 {
			list = o.Kinds[anyKind]
		}
		q.Answers = append(q.Answers, list[:min(len(list), maxAnswers-len(q.Answers))]...)
	}
	return q
}

// All is the question with every answer there is: what was chosen in a form is found in
// it. It is not for a form.
func (o Offers) All() Question {
	q := Question{Ask: o.Ask, Hint: o.Hint, Optional: true}
	for _, kind := range slices.Sorted(maps.Keys(o.Kinds)) {
		q.Answers = append(q.Answers, o.Kinds[kind]...)
	}
	return q
}

// Check reports what is wrong with the offers, each with the path where it stands. known
// says whether there is such a kind.
func (o Offers) Check(known func(kind string) bool, bad func(path, what string)) {
	seen := map[string]bool{}
	for _, kind := range slices.Sorted(maps.Keys(o.Kinds)) {
		path := "kinds." + kind
		if kind != anyKind && !known(kind) {
			bad(path, "there is no kind of incident "+kind+". Write the name of its file, or other.")
		}
		for _, a := range o.Kinds[kind] {
			if seen[a.ID] || a.Text == "" {
				bad(path, "each offer needs an id that no other has, and a text.")
			}
			seen[a.ID] = true
		}
		if q := o.For(kind); len(o.Kinds[kind]) > 0 {
			q.Check(func(what string) { bad(path, what) })
		}
	}
}
