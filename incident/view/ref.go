package view

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"candor/incident/fault"
)

// Ref says what a button or a form is about. It travels in the button's value
// and in the form's private metadata, and is never trusted: every act is
// authorised again.
type Ref struct {
	Number int64  // of the incident
	Client string // id; may be empty
	N      int    // number of the update or promise; may be 0
	Key    string // a delivery's key or a draft's hash; may be empty
	Knows  string // of a form that a text is written in: up to which text its writer knows what each client was told, see [FormatGroup]
}

// String writes the reference as it travels in a button; [ParseRef] reads it.
func (r Ref) String() string {
	number := strconv.FormatInt(r.Number, 10)
	if r.Knows != "" {
		number += " " + r.Knows
	}
	return fmt.Sprintf("%s|%s|%d|%s", number, r.Client, r.N, r.Key)
}

// longestRef is the most that Slack keeps for us, in a form; in a button it is less.
const longestRef = 3000

// ErrNoRef is said of a value that [Ref.String] never wrote: one of an older version,
// or one that somebody made up.
var ErrNoRef = fault.Errorf(fault.Invalid, "This button or form cannot be read. Nothing was changed. Open it anew, or type what you want as a command.")

// ParseRef reads what String wrote, or returns [ErrNoRef].
func ParseRef(s string) (Ref, error) {
	part := strings.SplitN(s, "|", 4)
	if len(part) != 4 || len(s) > longestRef || strings.ContainsFunc(s, unicode.IsControl) {
		return Ref{}, ErrNoRef
	}
	first, knows, _ := strings.Cut(part[0], " ")
	number, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return Ref{}, ErrNoRef
	}
	n, err := strconv.Atoi(part[2])
	if err != nil {
		return Ref{}, ErrNoRef
	}
	return Ref{Number: number, Client: part[1], N: n, Key: part[3], Knows: knows}, nil
}
