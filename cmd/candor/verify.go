package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/incident/damage"
	"candor/store/backup"
	"candor/store/bolt"
)

const verifyHelp = `Reads the whole store, or the copy of one that you name, and changes nothing. It
counts what is in it, names each record that cannot be read with its incident,
and lists what clients were promised and have not had yet. Candor may run
meanwhile. A copy that is encrypted needs --identity, the file that age-keygen
wrote; for a moment it lies readable, for you alone, in the folder for temporary
files.

It ends with 0 if everything can be read and fits together, and with 1 if not.`

func verifyCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "verify [FILE]", Short: "Say what is in the store, or in a copy of it, and what of it is damaged", Long: verifyHelp, Args: cobra.MaximumNArgs(1)}
	config := configFlag(cmd)
	identity := cmd.Flags().String("identity", "", "the key `file` of an encrypted copy")
	asJSON := cmd.Flags().Bool("json", false, "print it as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := storePath(*config, getenv, args)
		if err != nil {
			return err
		}
		report, err := verify(cmd.Context(), path, *identity)
		if err != nil {
			return err
		}
		if *asJSON {
			return errors.Join(cli.PrintJSON(cmd.OutOrStdout(), report), verdictOn(report))
		}
		writeReport(cmd.OutOrStdout(), path, report)
		return verdictOn(report)
	}
	return cmd
}

// storePath is the store that a command is about: the file that was named, else
// that of the config.
func storePath(config string, getenv func(string) string, args []string) (string, error) {
	path := ""
	if len(args) > 0 {
		path = args[0]
	} else {
		c, err := loadPlaces(config, getenv)
		if err != nil {
			return "", err
		}
		path = c.storeFile()
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", cli.Sentence("there is no store %s. Nothing was read. Check the path.", path)
	}
	return path, nil
}

// inUse makes of the error of a store that runs one that says what to do.
func inUse(path string, err error) error {
	if !bolt.InUse(err) {
		return err
	}
	return cli.Sentence("%s is in use by a running candor. Nothing was read or changed. Stop it and try again, or name a copy of the file.", path)
}

// noAnswer is inUse of a store whose program does not answer here.
func noAnswer(path string, err error, not string) error {
	if !bolt.InUse(err) {
		return whatToDo(err, not)
	}
	return cli.Sentence("%s is in use by a program that does not answer: a candor that was started this moment, or a sandbox, which cannot be asked. %s. Try again in some seconds; a sandbox makes copies with Copy the data now, under Inspector.", path, not)
}

// verify reads a store or a copy to its end.
func verify(ctx context.Context, path, identity string) (r backup.Report, err error) {
	if backup.NeedsKey(path) && identity == "" {
		return r, cli.Sentence("%s is encrypted. Nothing was read. Name the file with its key: --identity key.txt.", path)
	}
	opened, drop, err := backup.Open(path, identity)
	defer drop()
	if err != nil {
		return r, whatToDo(err, "Nothing else was read")
	}
	file, done, err := legible(ctx, opened)
	if err != nil {
		return r, whatToDo(err, "Nothing was read to its end")
	}
	defer done()
	if r, err = backup.Check(ctx, file); err != nil {
		return r, fmt.Errorf("%s cannot be read to its end; restore the last backup: %w", path, err)
	}
	return r, nil
}

// whatToDo adds to an error what did not happen and, if a disk is to blame, what to do.
func whatToDo(err error, not string) error {
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return cli.Sentence("%v. %s. %s, then try again.", d, not, d.Do())
	}
	return fmt.Errorf("%w. %s", err, not)
}

func writeReport(out io.Writer, path string, r backup.Report) {
	fmt.Fprintf(out, "%s%s holds:\n", path, r.Moment(path))
	for _, c := range r.Counts {
		fmt.Fprintf(out, "%8d  %s\n", c.N, c.Kind)
	}
	for _, line := range r.Newly() {
		fmt.Fprintf(out, "  %s\n", line)
	}
	switch {
	case len(r.Open) > 0:
		fmt.Fprintln(out, "Due to clients:")
	case len(r.Damaged) > 0:
		fmt.Fprintln(out, "Of what can be read nothing is due to anybody.")
	default:
		fmt.Fprintln(out, "Nothing is due to anybody.")
	}
	for _, o := range r.Open {
		fmt.Fprintf(out, "  %s  %s  %s: %s\n", instant(o.Due), o.Incident, o.Client, o.Kind)
	}
	if r.Readable() {
		fmt.Fprintln(out, "Everything can be read.")
	}
	for _, part := range []struct {
		head  string
		lines []string
	}{{"Cannot be read:", r.Damaged}, {"Does not agree with the records:", r.Problems}, {"Can be read, and breaks a rule:", r.Breaches}} {
		if len(part.lines) > 0 {
			fmt.Fprintln(out, part.head)
		}
		for _, line := range part.lines {
			fmt.Fprintf(out, "  %s\n", line)
		}
	}
}

func instant(t time.Time) string { return backup.Instant(t) }

// verdictOn is an error if something is wrong; it says what to do.
func verdictOn(r backup.Report) error {
	switch {
	case !r.Readable():
		return cli.Sentence("damaged: %d, other problems: %d. Nothing was changed. Tell clients by hand what is listed above. Then stop candor and run candor repair, or restore the last backup.", len(r.Damaged), len(r.Problems))
	case len(r.Breaches) > 0:
		return cli.Sentence("rules that are broken: %d. Nothing was changed, and everything can be read. Look at those incidents in Slack, and tell clients by hand if a reminder is missing.", len(r.Breaches))
	}
	return nil
}

const repairHelp = `Moves the records that cannot be read out of the store into a new file beside it,
byte for byte, and makes the indexes anew. Candor must be stopped. What was moved
is named; nothing else is changed. Copy the store first if you can.`

func repairCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "repair [FILE]", Short: "Move damaged records out of the store into a file beside it", Long: repairHelp, Args: cobra.MaximumNArgs(1)}
	config := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := storePath(*config, getenv, args)
		if err != nil {
			return err
		}
		return repair(path, new(clock).Now(), cmd.OutOrStdout())
	}
	return cmd
}

func repair(path string, now time.Time, out io.Writer) error {
	to := path + ".damaged-" + now.UTC().Format("20060102T150405Z")
	moved, err := bolt.Repair(path, to)
	if err != nil {
		return inUse(path, err)
	}
	if len(moved) == 0 {
		fmt.Fprintf(out, "Every record of %s can be read, and its indexes agree with them. Nothing was moved.\n", path)
		return nil
	}
	fmt.Fprintf(out, "Moved to %s:\n", to)
	again := ""
	for _, m := range moved {
		fmt.Fprintf(out, "  %s\n", backup.Unreadable(m.Unreadable))
		if o := m.Outline; m.Kind == damage.IncidentRecord && (o == nil || !o.Over) {
			again = " Candor does not know those incidents any more, and reminds nobody of them: declare again what still goes on."
		}
	}
	fmt.Fprintf(out, "Everything else is in its place. Nothing is sent for what was moved: tell clients by hand what is listed above.%s Keep that file.\n", again)
	return nil
}
