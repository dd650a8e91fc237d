// Package ready holds answers that need no typing: what a text about bad news asks
// of a person, and the sentence that each answer becomes.
package ready

import (
	"slices"
	"strings"

	"candor/incident/fault"
)

// Question asks for one field of a text.
type Question struct {
	Ask     string   `yaml:"ask"`
	Answers []Answer `yaml:"answers"`

	Hint     string `yaml:"-"` // below it in a form; empty: the usual one
	Optional bool   `yaml:"-"` // nothing may be chosen
}

// Answer is one of several that may hold. Did and What end the sentence “We have …”;
// Text stands in their place, and is sentences of its own.
type Answer struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"` // at most 75 characters, as a form shows it
	Did   string `yaml:"did"`   // stopped; answers with the same stand together
	What  string `yaml:"what"`  // all changes
	Text  string `yaml:"text"`
}

// Slack's limits: the boxes of one group, and the length of a label.
const (
	maxAnswers = 10
	maxLabel   = 75
)

// Check reports what is wrong with a question, in sentences that follow its name.
func (q Question) Check(bad func(string)) {
	if strings.TrimSpace(q.Ask) == "" || len(q.Answers) == 0 || len(q.Answers) > maxAnswers {
		bad("write ask, and one to ten answers.")
	}
	seen := map[string]bool{}
	for _, a := range q.Answers {
		if a.ID == "" || seen[a.ID] || a.Text == "" && (a.Did == "" || a.What == "") || a.Label == "" || len(a.Label) > maxLabel {
			bad("each answer needs an id of its own, a label of at most 75 characters, did and what.")
		}
		seen[a.ID] = true
	}
}

// Says makes of the answers with these ids what follows “We have”; "" of none. The
// order is that of the question.
func (q Question) Says(ids []string) string {
	var did, texts []string
	what := map[string][]string{}
	for _, a := range q.Answers {
		if !slices.Contains(ids, a.ID) {
			continue
		}
		if a.Text != "" {
			texts = append(texts, a.Text)
			continue
		}
		if what[a.Did] == nil {
			did = append(did, a.Did)
		}
		what[a.Did] = append(what[a.Did], a.What)
	}
	parts, sep := []string{}, " and "
	for _, d := range did {
		if len(what[d]) > 1 { // has an “and” of its own
			sep = ", and "
		}
		parts = append(parts, d+" "+fault.And(what[d]))
	}
	if len(texts) > 0 {
		return strings.Join(texts, " ")
	}
	return fault.Listed(parts, sep)
}

// Chosen returns the answers that a text consists of. ok is false where somebody
// wrote words of their own; nothing is no answer, and nobody's words.
func (q Question) Chosen(text string) (ids []string, ok bool) {
	for set := range 1 << len(q.Answers) {
		ids = nil
		for i, a := range q.Answers {
			if set>>i&1 == 1 {
				ids = append(ids, a.ID)
			}
		}
		if q.Says(ids) == strings.TrimSpace(text) {
			return ids, true
		}
	}
	return nil, false
}
