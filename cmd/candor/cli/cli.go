// Package cli is what all commands of candor have in common: how they refuse, and how
// they write for programs.
package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"candor/incident/fault"
)

// sentences is an error that a person reads as it is.
type sentences string

func (s sentences) Error() string { return string(s) }

// Sentence is an error that a person reads as it is: whole sentences, with their stops.
func Sentence(format string, args ...any) error { return sentences(fmt.Sprintf(format, args...)) }

// UsageError is a mistake on the command line.
type UsageError struct {
	Err error
	Cmd *cobra.Command // whose help says how it is typed; nil: that of candor
}

func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap gives the mistake itself.
func (e UsageError) Unwrap() error { return e.Err }

// Help is the line that says where it stands how it is typed.
func (e UsageError) Help() string {
	path := "candor"
	if e.Cmd != nil {
		path = e.Cmd.CommandPath()
	}
	return "Type " + path + " --help for what there is."
}

// Unknown refuses a command that there is not, and names what may have been meant.
func Unknown(root *cobra.Command, name string) error {
	root.SuggestionsMinimumDistance = 2
	path := root.CommandPath() + " "
	no := fmt.Sprintf("there is no command %q.", path+name)
	if root.Parent() == nil {
		no = fmt.Sprintf("there is no command %q.", name)
	}
	if near := root.SuggestionsFor(name); len(near) > 0 {
		no += " Did you mean " + path + strings.Join(near, ", or "+path) + "?"
	}
	return UsageError{Sentence("%s Nothing was done.", no), root}
}

// Add adds commands to another under a heading of its help. In it they stand by name.
func Add(to *cobra.Command, about string, list ...*cobra.Command) {
	to.AddGroup(&cobra.Group{ID: about, Title: about + ":"})
	for _, c := range list {
		takes := c.Args
		c.Args = func(cmd *cobra.Command, given []string) error { return Arguments(cmd, takes, given) }
		c.GroupID = about
		to.AddCommand(c)
	}
}

// Asks says whether somebody who typed a word alone wants help.
func Asks(word string) bool {
	return slices.Contains([]string{"?", "-?", "/?", "-h", "-help", "--help", "/help", "help"}, word)
}

// Asking is a command line in which whoever asks for help as other programs have it asks for
// ours: candor ?, candor init -help, candor status help. A file of that name is ./help.
func Asking(args []string) []string {
	last := len(args) - 1
	if last < 0 || last > 0 && strings.HasPrefix(args[last-1], "-") { // else it belongs to a flag
		return args
	}
	if word := args[last]; word == "help" && (last == 0 || args[0] == "help") || !Asks(word) { // which is a command
		return args
	}
	return append(slices.Clone(args[:last]), "--help")
}

// Help is the command that prints the help of another.
func Help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [command]", Short: "Say how a command is typed", RunE: func(_ *cobra.Command, args []string) error {
		about, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return Unknown(root, strings.Join(args, " "))
		}
		return about.Help()
	}}
}

// Arguments holds what stands behind a command to what it takes.
func Arguments(cmd *cobra.Command, takes cobra.PositionalArgs, given []string) error {
	err := takes(cmd, given)
	if err == nil || isSentence(err) {
		return usage(cmd, err)
	}
	if cmd.HasSubCommands() {
		return Unknown(cmd, given[0])
	}
	form := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	for n := len(given) - 1; n >= 0; n-- {
		if takes(cmd, given[:n]) == nil {
			return usage(cmd, tooMuch(cmd, form, given[n]))
		}
	}
	return usage(cmd, Sentence("something is missing behind %s. Nothing was done. Write it like this: %s", cmd.CommandPath(), form))
}

// tooMuch refuses the first word that a command does not take.
func tooMuch(cmd *cobra.Command, form, word string) error {
	if form == cmd.CommandPath() {
		return Sentence("%s takes nothing behind it but flags, and %q is none. Nothing was done.", form, word)
	}
	return Sentence("%q is one word too many. Nothing was done. Write it like this: %s", word, form)
}

// usage is the mistake of a command; nil stays nil.
func usage(cmd *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return UsageError{err, cmd}
}

func isSentence(err error) bool {
	_, ok := errors.AsType[sentences](err)
	return ok
}

// Flag refuses a flag in our words.
func Flag(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := e.GetSpecifiedName()
		if e.GetSpecifiedShortnames() != "" {
			return usage(cmd, Sentence("%s has no flag -%s. Nothing was done.", cmd.CommandPath(), name))
		}
		return usage(cmd, Sentence("%s has no flag --%s.%s Nothing was done.", cmd.CommandPath(), name, nearFlag(cmd, name)))
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usage(cmd, Sentence("something is missing behind --%s. Nothing was done.", e.GetFlag().Name))
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return usage(cmd, Sentence("%q cannot stand behind --%s, which takes %s. Nothing was done.", e.GetValue(), e.GetFlag().Name, kindOf(e.GetFlag())))
	}
	return usage(cmd, Sentence("%v. Nothing was done.", err))
}

// kindOf is what the value of a flag is, for people.
func kindOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	}
	return "a " + f.Value.Type()
}

// nearFlag asks whether the flag that is written most alike was meant.
func nearFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := fault.Closest(name, names, func(meant string) int { return min(3, len(meant)/2) }); near != "" {
		return " Did you mean --" + near + "?"
	}
	return ""
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

// ToOwner says to whoever runs Candor what people in Slack read about them.
func ToOwner(s string) string {
	before, after, about := strings.Cut(strings.ReplaceAll(s, ", then press Retry", ""), "Whoever runs Candor has to ")
	if !about || after == "" {
		return s
	}
	return before + strings.ToUpper(after[:1]) + after[1:]
}
