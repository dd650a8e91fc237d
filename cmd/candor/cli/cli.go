// Package cli is what all commands of candor have in common: how they refuse, and how
// they write for programs.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// sentences is an error that a person reads as it is.
type sentences string

func (s sentences) Error() string { return string(s) }

// Sentence is an error that a person reads as it is: whole sentences, with their stops.
func Sentence(format string, args ...any) error { return sentences(fmt.Sprintf(format, args...)) }

// UsageError is a mistake on the command line.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap gives the mistake itself.
func (e UsageError) Unwrap() error { return e.Err }

// PrintJSON writes a value for programs.
func PrintJSON(w io.Writer, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// Quoted is a path in a command that somebody copies into a shell.
func Quoted(path string) string {
	if plainWord.MatchString(path) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
