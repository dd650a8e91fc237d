package drill

import (
	"strings"
	"time"
)

// Script is who is played in a drill, and what they say. Its keys are those of its file.
type Script struct {
	ID      string `json:"id" yaml:"id"`           // as it is typed: down
	Does    string `json:"does" yaml:"does"`       // what it is about, for whoever chooses: their shop is down
	Kind    string `json:"kind" yaml:"kind"`       // id of the playbook that it is declared as
	Person  string `json:"person" yaml:"person"`   // who writes: Dana
	Client  string `json:"client" yaml:"client"`   // of which client: Acme Shop
	Service string `json:"service" yaml:"service"` // what they call the thing
	Impact  string `json:"impact" yaml:"impact"`   // what they notice, in words that they may read
	Lines   []Line `json:"lines" yaml:"lines"`
}

// When is what a line waits for.
type When string

const (
	Start    When = "start"    // the beginning
	Untold   When = "untold"   // the beginning, while they have heard nothing
	Told     When = "told"     // the first text
	Late     When = "late"     // a promised time at which no text came
	Open     When = "open"     // a question of theirs that is not answered
	Answered When = "answered" // a question of theirs that is
	Well     When = "well"     // the end, if all that they asked is answered
	Badly    When = "badly"    // the end otherwise
)

// Whens lists all of them.
var Whens = []When{Start, Untold, Told, Late, Open, Answered, Well, Badly}

// Line is something that the person says, once: so long after what it waits for.
type Line struct {
	ID    string `json:"id,omitempty" yaml:"id"`       // of a question
	When  When   `json:"when" yaml:"when"`             // of [Open] and [Answered] Of says which question
	Of    string `json:"of,omitempty" yaml:"of"`       // the id of that question
	After int    `json:"after,omitempty" yaml:"after"` // seconds, in the three minutes of a script
	Says  string `json:"says" yaml:"says"`             // {promised} and {now} are filled in

	Asks  string   `json:"asks,omitempty" yaml:"asks"`   // what it asks, after “She asked”; empty: it is no question
	Words []string `json:"words,omitempty" yaml:"words"` // an answer has one of them, from its first letter on; none: every text answers
}

// Lasts is how long a script goes on, at its own pace.
const Lasts = 3 * time.Minute

// question is the line of a question, nil if there is none.
func (s *Script) question(id string) *Line {
	for i := range s.Lines {
		if id != "" && s.Lines[i].ID == id {
			return &s.Lines[i]
		}
	}
	return nil
}

// Text is something that reached the person who is played.
type Text struct {
	At    time.Time
	Next  time.Time // by when it promised the next one; zero: it did not
	Words string    // as they read it
	Last  bool      // it was the last one: nothing more is promised
	Spoke bool      // somebody called them
}

// answers says whether a text answers a question.
func (t Text) answers(l *Line) bool {
	if len(l.Words) == 0 {
		return true
	}
	words := strings.FieldsFunc(strings.ToLower(t.Words), func(r rune) bool { return !('a' <= r && r <= 'z' || r == '\'') })
	for _, w := range words {
		for _, want := range l.Words {
			if strings.HasPrefix(w, want) {
				return true
			}
		}
	}
	return t.Spoke
}
