// Package solved is what a person says of an incident as they call it solved: who has
// seen that it is, what became of the data, and how long the repair is meant to stay.
// It knows no incident.
package solved

import (
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/facts"
	"candor/incident/fault"
)

// Seen is who has seen that it is over.
type Seen string

const (
	ByUs   Seen = "us"     // as the client uses it, from outside
	ByThem Seen = "client" // the client says so
	NotYet Seen = "not_yet"
)

// Each answers of the data that each of several clients has an answer of its own, which
// still is so.
const Each facts.Answer = "each"

// Names of the fields of an error.
const (
	FieldSeen  = "seen"
	FieldData  = "data"
	FieldUntil = "until"
	FieldWhy   = "reason"
)

// Answers are what a person says. The zero value says nothing, and solves nothing.
type Answers struct {
	Seen    Seen         `json:"seen,omitempty"`
	Data    facts.Answer `json:"data,omitempty"`    // to [facts.DataLost], of all clients, or [Each]; it does not count where all of them are known to have lost some
	Until   time.Time    `json:"until,omitzero"`    // when a temporary fix is replaced; zero: it stays
	Lasting string       `json:"lasting,omitempty"` // what it is replaced by then, in words that clients may read
	Reason  string       `json:"reason,omitempty"`  // why a client who was told nothing hears nothing
	Of      int          `json:"of,omitempty"`      // how bad it was when they were asked, see Incident.Look; 0: nobody knows
}

// maxReason is how many characters the reason may have.
const maxReason = 300

// Temporary says whether what works now is replaced later.
func (a Answers) Temporary() bool { return !a.Until.IsZero() }

// Leaves refuses to leave clients out, named in unaware, who heard nothing of the incident,
// without a reason: nobody owes them anything after it was resolved.
func (a Answers) Leaves(name string, unaware []string) error {
	if len(unaware) == 0 || strings.TrimSpace(a.Reason) != "" {
		return nil
	}
	return fault.FieldError(FieldWhy, "%s was *not* resolved, and nothing was sent: %s heard nothing of it from us. Tell them first with Client update, or resolve it anew and say why they do not hear of it.", name, fault.And(unaware))
}

// Check says what is missing. name is the incident's, works says whether something was
// down that can work again, known is what was answered of the data before; [Each] where it
// is not the same for all clients.
func (a Answers) Check(name string, works bool, known facts.Answer, now time.Time) error {
	switch {
	case a.Seen == NotYet && works:
		return fault.FieldError(FieldSeen, "%s was *not* resolved, and nothing was sent. Open it as the client does, or ask them, then resolve it. What you promised them is still due.", name)
	case a.Seen == NotYet:
		return fault.FieldError(FieldSeen, "%s was *not* resolved, and nothing was sent. Look at it yourself first, then resolve it. What you promised them is still due.", name)
	case !fault.OneOf(a.Seen, ByUs, ByThem):
		return fault.FieldError(FieldSeen, "%s was *not* resolved, and nothing was sent. Say who has seen that it is over.", name)
	case known == Each && a.Data != Each:
		return fault.FieldError(FieldData, "%s was *not* resolved, and nothing was sent. What became of the data is not the same for all clients. Say whether it is still as it stands there for each.", name)
	case !fault.OneOf(known, facts.Yes, Each) && !fault.OneOf(a.Data, facts.Answers[facts.DataLost]...):
		return fault.FieldError(FieldData, "%s was *not* resolved, and nothing was sent. Say whether data is lost; “don't know yet” is an answer.", name)
	case a.Temporary() && !a.Until.After(now):
		return fault.FieldError(FieldUntil, "%s was *not* resolved, and nothing was sent: that time has passed. Say until when the temporary fix stays.", name)
	case a.Temporary() && a.Lasting == "":
		return fault.FieldError(FieldUntil, "%s was *not* resolved, and nothing was sent. Say what replaces the temporary fix.", name)
	case utf8.RuneCountInString(a.Reason) > maxReason:
		return fault.FieldError(FieldWhy, "%s was *not* resolved, and nothing was sent. Keep the reason to %d characters.", name, maxReason)
	}
	return nil
}
