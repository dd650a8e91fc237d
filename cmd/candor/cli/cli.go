// Package cli is what all commands of candor have in common: how they refuse, and how
// they write for programs.
package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
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

// Unknown refuses a command that there is not, and names what may have been meant.
func Unknown(root *cobra.Command, name string) error {
	if near := root.SuggestionsFor(name); len(near) > 0 {
		return UsageError{fmt.Errorf("there is no command %q. Did you mean candor %s?", name, strings.Join(near, ", or candor "))}
	}
	return UsageError{fmt.Errorf("there is no command %q", name)}
}

// Arguments holds what stands behind a command to what it takes.
func Arguments(cmd *cobra.Command, takes cobra.PositionalArgs, given []string) error {
	err := takes(cmd, given)
	switch {
	case err == nil:
		return nil
	case takes(cmd, nil) == nil && takes(cmd, []string{""}) != nil:
		return UsageError{fmt.Errorf("%s takes nothing behind it but flags, and %q is none. Nothing was done", cmd.CommandPath(), given[0])}
	}
	return UsageError{err}
}

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
