package review

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/fault"
)

// State is how sure the cause is.
type State string

// A cause that is not confirmed is never told as confirmed.
const (
	Unknown   State = "unknown"
	Suspected State = "suspected"
	Confirmed State = "confirmed"
)

// States lists them, the least sure first.
var States = []State{Unknown, Suspected, Confirmed}

// Answers are what only a person can say. Each may be empty until it is known.
type Answers struct {
	State State  `json:"state,omitempty"`
	Why   string `json:"why,omitempty"`   // what led to it
	Proof string `json:"proof,omitempty"` // by what it is confirmed
	Gap   string `json:"gap,omitempty"`   // which check would have caught it, and why it did not
	Work  string `json:"work,omitempty"`  // workload and conditions: for the team alone
}

// Review is the written review of an incident.
type Review struct {
	OpenedAt time.Time `json:"opened_at"`
	DueAt    time.Time `json:"due_at"`
	Answers  Answers   `json:"answers,omitzero"`
	By       string    `json:"by,omitempty"`         // who answered last
	At       time.Time `json:"answered_at,omitzero"` // zero: nobody has
}

// Open begins a review, or brings one forward that is due later: a client was
// promised it for then.
func Open(r *Review, due, now time.Time) *Review {
	if r == nil {
		return &Review{OpenedAt: now, DueAt: due}
	}
	r.DueAt = due
	return r
}

// Answered says whether a person has answered. A nil review has no answers.
func (r *Review) Answered() bool { return r != nil && !r.At.IsZero() }

// Mark stands for the answers that a form shows: those of another time are others. "" while there are none.
func (r *Review) Mark() string {
	if !r.Answered() {
		return ""
	}
	return strconv.FormatInt(r.At.UnixNano(), 36)
}

// Clashes says whether a person would write over answers that they have not seen: those of another mark than
// what their form showed, and not the same as theirs.
func (r *Review) Clashes(a Answers, shown string) bool {
	return r.Answered() && r.Mark() != shown && a.check() == nil && a != r.Answers
}

// Explains says whether somebody has answered why it happened. A nil review has no answers.
func (r *Review) Explains() bool { return r.Answered() && r.Answers.State != Unknown }

// Answer takes the answers of a person, who may answer again: what is known grows.
// What confirms a cause may stand behind it, after “Shown by”.
func (r *Review) Answer(a Answers, by string, now time.Time) error {
	if err := a.check(); err != nil {
		return err
	}
	r.Answers, r.By, r.At = a, by, now
	return nil
}

// MaxAnswer is how many characters an answer may have.
const MaxAnswer = 400

func (a *Answers) check() error {
	for field, text := range map[string]*string{FieldWhy: &a.Why, FieldGap: &a.Gap, FieldWork: &a.Work} {
		*text = strings.TrimSpace(*text)
		if n := utf8.RuneCountInString(*text); n > MaxAnswer {
			return fault.FieldError(field, "It has %d characters, and there is room for %d. Nothing was saved. Shorten it.", n, MaxAnswer)
		}
	}
	if i := strings.LastIndex(strings.ToLower(a.Why), "shown by"); i >= 0 && a.State == Confirmed && a.Proof == "" {
		a.Why, a.Proof = strings.TrimSpace(a.Why[:i]), strings.TrimSpace(a.Why[i+len("shown by"):])
	}
	switch {
	case !fault.OneOf(a.State, States...):
		return fault.FieldError(FieldState, "Is the cause unknown, suspected or confirmed? Nothing was saved.")
	case a.State != Unknown && a.Why == "":
		return fault.FieldError(FieldWhy, "Say what led to it, or choose that nobody knows it yet. Nothing was saved.")
	case a.State == Confirmed && a.Proof == "":
		return fault.FieldError(FieldWhy, "By what is it confirmed? End with it, for example: Shown by the log of 09:05. Without that it is suspected. Nothing was saved.")
	case a.State == Unknown:
		a.Proof = ""
	}
	return nil
}

// The fields of the form, as errors and drafts name them.
const (
	FieldState   = "state"
	FieldWhy     = "why"
	FieldGap     = "gap"
	FieldChanges = "changes"
	FieldWork    = "work"
)
