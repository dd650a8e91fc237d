package view

import (
	"fmt"
	"strconv"
	"strings"
)

// Ref says what a button or a form is about. It travels in the button's value
// and in the form's private metadata, and is never trusted: every act is
// authorised again.
type Ref struct {
	Number int64  // of the incident
	Client string // id; may be empty
	N      int    // number of the update or promise; may be 0
	Key    string // a delivery's key or a draft's hash; may be empty
}

// String writes the reference as it travels in a button; [ParseRef] reads it.
func (r Ref) String() string {
	return fmt.Sprintf("%d|%s|%d|%s", r.Number, r.Client, r.N, r.Key)
}

// ParseRef reads what String wrote.
func ParseRef(s string) (Ref, error) {
	part := strings.SplitN(s, "|", 4)
	if len(part) != 4 {
		return Ref{}, fmt.Errorf("%q is not a reference to an incident", s)
	}
	number, err := strconv.ParseInt(part[0], 10, 64)
	if err != nil {
		return Ref{}, fmt.Errorf("%q is not a reference to an incident", s)
	}
	n, err := strconv.Atoi(part[2])
	if err != nil {
		return Ref{}, fmt.Errorf("%q is not a reference to an incident", s)
	}
	return Ref{Number: number, Client: part[1], N: n, Key: part[3]}, nil
}
