package fault

import (
	"errors"
	"fmt"
)

// Code says what kind of mistake an [Error] is.
type Code string

const (
	Invalid  Code = "invalid"   // what was typed does not work
	NotFound Code = "not_found" // there is no such thing
	Denied   Code = "denied"    // this person may not do this
	Conflict Code = "conflict"  // it does not fit the state of things
	Blocked  Code = "blocked"   // the draft check keeps it from leaving; a reason lets it pass
	Internal Code = "internal"  // ours, not theirs: never shown as it is
)

// Error is a sentence for the person who asked: what did not happen, what is
// safe, what to do. Every other error is ours and is shown only as a reference.
type Error struct {
	Code    Code
	Message string
	Fields  map[string]string // form field → what is wrong with it; nil without a form
	Ready   []Ready           // what answers its question, each for one press; empty if it asks none
}

// Error returns the sentence for whoever asked.
func (e *Error) Error() string { return e.Message }

// Errorf makes an [Error] from a format.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// FieldError is an Invalid error about one field of a form.
func FieldError(field, format string, args ...any) *Error {
	e := Errorf(Invalid, format, args...)
	e.Fields = map[string]string{field: e.Message}
	return e
}

// Ready is a line that answers what an error asks.
type Ready struct {
	Line  string // as it is typed, without the slash command
	Label string
}

// Offering is the error with what answers its question.
func (e *Error) Offering(list ...Ready) *Error {
	e.Ready = list
	return e
}

// CodeOf returns the code of the first [Error] in err's chain, Internal if there
// is none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}
