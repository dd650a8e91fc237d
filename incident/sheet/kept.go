package sheet

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/forget"
	"candor/incident/proof"
	"candor/incident/secret"
)

// Kept is what the program keeps of a client beside their profile, also of one that stands
// in the config: what of the sheet was written in Slack, what was asked, and how their
// backups were tried. Of a client of whom nothing is kept it has only the Client.
type Kept struct {
	Client  string   `json:"client"`            // their id
	Said    Sheet    `json:"said,omitempty"`    // what was written in Slack; an empty text takes out what stands in the config
	Skipped []string `json:"skipped,omitempty"` // ids of fields about which nobody is asked again

	Known []string `json:"known,omitempty"` // by which words a client of the config is known: who reads a copy of the store has no config

	People *forget.List `json:"people,omitempty"` // and who speaks for them, so that they are found in a text and named by nobody; nil: not known

	By string    `json:"by,omitempty"` // who wrote last, a Slack user id
	At time.Time `json:"at,omitzero"`  // and when

	AskedAt time.Time `json:"asked_at,omitzero"` // when one of the team was last asked about a gap
	Asked   string    `json:"asked,omitempty"`   // about which, the id of a field
	AskedOf string    `json:"asked_of,omitempty"`

	Question *Question `json:"question,omitempty"` // what they were asked themselves; nil: never

	Proof proof.Record `json:"proof,omitzero"`
}

// Question is that a client was asked how to tell them.
type Question struct {
	At    time.Time `json:"at"`              // when it was sent off
	By    string    `json:"by"`              // who pressed, and hears of the answer: a Slack user id
	Key   string    `json:"key"`             // of the delivery
	Place string    `json:"place,omitempty"` // the thread in which they answer; empty: it is not there, or was a mail

	Answer  string    `json:"answer,omitempty"` // what they wrote; empty: nothing yet
	Name    string    `json:"name,omitempty"`   // who of them
	HeardAt time.Time `json:"heard_at,omitzero"`
}

// longestAnswer is how much of an answer is kept, in characters.
const longestAnswer = 1500

// Heard adds what somebody at the client wrote.
func (q *Question) Heard(name, text string, now time.Time) {
	if q.Answer != "" {
		text = q.Answer + "\n" + text
	}
	if r := []rune(text); len(r) > longestAnswer {
		text = string(r[:longestAnswer-1]) + "…"
	}
	q.Answer, q.Name, q.HeardAt = text, name, now
}

// AskedThem says whether the client was asked within the last year.
func (k *Kept) AskedThem(now time.Time) bool {
	return k.Question != nil && now.Before(k.Question.At.AddDate(1, 0, 0))
}

var numbered = regexp.MustCompile(`^\s*(\d)\s*[.):]\s*(.+)$`)

// Suggested is what an answer would say on the sheet, by the numbers of the questions; the
// whole of it under the first one where it has none. What looks like a secret is left out.
func (q *Question) Suggested() Sheet {
	s, fields := Sheet{}, ForThem()
	for line := range strings.Lines(q.Answer) {
		if m := numbered.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			if n := int(m[1][0] - '1'); n >= 0 && n < len(fields) && !secret.IsLikely(m[2]) {
				s[fields[n].ID] = Clean(m[2])
			}
		}
	}
	if len(s) == 0 && !secret.IsLikely(q.Answer) {
		s[fields[0].ID] = Clean(q.Answer)
	}
	return s
}

// Skip lets nobody be asked about a field again.
func (k *Kept) Skip(id string) error {
	if FieldOf(id).ID == "" {
		return fault.Errorf(fault.NotFound, "The sheet does not ask that any more. Nothing was changed.")
	}
	k.Skipped = fault.AppendNew(k.Skipped, id)
	return nil
}

// NextGap is the first field of a sheet about which somebody may be asked; one without an
// id if there is none.
func (k *Kept) NextGap(whole Sheet) Field {
	for _, f := range whole.Gaps() {
		if !slices.Contains(k.Skipped, f.ID) {
			return f
		}
	}
	return Field{}
}
