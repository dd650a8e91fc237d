package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/promise"
	"candor/incident/work"
	"candor/store/bolt"
)

const verifyHelp = `Reads the whole store, or the copy of one that you name, and changes nothing. It
counts what is in it, names each record that cannot be read with its incident,
and lists what clients were promised and have not had yet.

It ends with 0 if everything can be read, and with 1 if not.`

func verifyCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "verify [FILE]", Short: "Say what is in the store, or in a copy of it, and what of it is damaged", Long: verifyHelp, Args: cobra.MaximumNArgs(1)}
	config := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := storePath(*config, getenv, args)
		if err != nil {
			return err
		}
		return verify(cmd.Context(), path, cmd.OutOrStdout())
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
		c, err := loadConfig(config, getenv)
		if err != nil {
			return "", err
		}
		path = c.storeFile()
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", sentence("there is no store %s. Nothing was read. Check the path.", path)
	}
	return path, nil
}

// inUse makes of the error of a store that runs one that says what to do.
func inUse(path string, err error) error {
	if !bolt.InUse(err) {
		return err
	}
	return sentence("%s is in use by a running candor. Nothing was read or changed. Stop it and try again, or name a copy of the file.", path)
}

func verify(ctx context.Context, path string, out io.Writer) error {
	s, err := bolt.OpenToRead(path)
	if err != nil {
		return inUse(path, err)
	}
	defer s.Close()
	v, err := s.Survey()
	if err != nil {
		return fmt.Errorf("%s cannot be read to its end; restore the last backup: %w", path, err)
	}
	fmt.Fprintf(out, "%s holds:\n", path)
	for _, c := range v.Counts {
		fmt.Fprintf(out, "%8d  %s\n", c.N, c.Kind)
	}
	var open []owing
	err = s.View(ctx, func(tx work.Tx) error {
		list, _ := tx.LatestIncidents(math.MaxInt) // what cannot be read stands in the survey
		open = openPromises(list)
		return nil
	})
	if err != nil {
		return err
	}
	writePromises(out, open)
	return damageOf(v, out)
}

// owing is a promise that is not settled.
type owing struct {
	incident, client string
	promise.Promise
}

// openPromises lists what is owed, the earliest first.
func openPromises(list []*incident.Incident) (open []owing) {
	for _, inc := range list {
		for i := range inc.Clients {
			for _, p := range inc.Clients[i].Promises {
				if p.Outcome == promise.Pending {
					open = append(open, owing{inc.Name(), inc.Clients[i].Client.Name, p})
				}
			}
		}
	}
	slices.SortStableFunc(open, func(a, b owing) int { return a.DueAt.Compare(b.DueAt) })
	return open
}

func writePromises(out io.Writer, open []owing) {
	if len(open) == 0 {
		fmt.Fprintln(out, "Nothing is due to anybody.")
		return
	}
	fmt.Fprintln(out, "Due to clients:")
	for _, o := range open {
		fmt.Fprintf(out, "  %s  %s  %s: %s\n", instant(o.DueAt), o.incident, o.client, o.Kind)
	}
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// damageOf names what is damaged. Its error says what to do.
func damageOf(v bolt.Survey, out io.Writer) error {
	if len(v.Damaged) == 0 && len(v.Problems) == 0 {
		fmt.Fprintln(out, "Everything can be read.")
		return nil
	}
	if len(v.Damaged) > 0 {
		fmt.Fprintln(out, "Cannot be read:")
	}
	for _, u := range v.Damaged {
		fmt.Fprintf(out, "  %s\n", unreadableLine(u))
	}
	if len(v.Problems) > 0 {
		fmt.Fprintln(out, "Does not agree with the records:")
	}
	for _, p := range v.Problems {
		fmt.Fprintf(out, "  %v\n", p)
	}
	return sentence("damaged: %d, other problems: %d. Nothing was changed. Tell clients by hand what is listed above. Then stop candor and run candor repair, or restore the last backup.", len(v.Damaged), len(v.Problems))
}

// unreadableLine names a record with what is known of its incident.
func unreadableLine(u damage.Unreadable) string {
	line := fmt.Sprintf("%s %s", u.Kind, u.Key)
	o := u.Outline
	if o == nil {
		return line
	}
	line += " (" + strings.Join(o.Clients, ", ") + ")"
	switch {
	case u.Kind != damage.IncidentRecord:
		return line
	case !o.Due.IsZero():
		return line + ": the next update is due at " + instant(o.Due)
	case o.Over:
		return line + ": it is over, and nothing is due"
	}
	return line + ": nothing is due"
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
	for _, m := range moved {
		fmt.Fprintf(out, "  %s\n", unreadableLine(m.Unreadable))
	}
	fmt.Fprintln(out, "Everything else is in its place. Nothing is sent for what was moved: tell clients by hand what is listed above. Keep that file.")
	return nil
}
