package storefile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"candor/cmd/candor/cli"
	"candor/incident/damage"
	"candor/store/backup"
	"candor/store/bolt"
)

// WriteReport says what is in the store at a path.
func WriteReport(out io.Writer, path string, r backup.Report) {
	fmt.Fprintf(out, "%s%s holds:\n", path, r.Moment(path))
	for _, c := range r.Counts {
		fmt.Fprintf(out, "%8d  %s\n", c.N, called(c))
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
		fmt.Fprintf(out, "  %s  %s  %s: %s\n", backup.Instant(o.Due), o.Incident, o.Client, o.Kind)
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

// called is what so many records of a kind are called. Clients of the config are no records.
func called(c bolt.Count) string {
	one, several := string(c.Kind), string(c.Kind)+"s"
	switch c.Kind {
	case damage.TimelineRecord:
		several = "timeline entries"
	case damage.ClientRecord:
		one, several = "client made in Slack", "clients made in Slack"
	case damage.DeliveryRecord:
		several = "deliveries"
	case damage.EnvelopeRecord:
		several = "commands and presses"
	case damage.ReachRecord:
		several = "people"
	case damage.KeptRecord:
		several = "sheets of clients"
	case damage.StoreRecord:
		several = "notes of the store"
	}
	if c.N == 1 {
		return one
	}
	return several
}

// Verdict is an error if something is wrong; it says what to do.
func Verdict(r backup.Report) error {
	switch {
	case !r.Readable():
		return cli.Sentence("damaged: %d, other problems: %d. Nothing was changed. Tell clients by hand what is listed above. Then stop candor and run candor repair, or restore the last backup.", len(r.Damaged), len(r.Problems))
	case len(r.Breaches) > 0:
		return cli.Sentence("rules that are broken: %d. Nothing was changed, and everything can be read. Look at those incidents in Slack, and tell clients by hand if a reminder is missing.", len(r.Breaches))
	}
	return nil
}

// WhatToDo adds to an error what did not happen and, if a disk is to blame, what to do.
func WhatToDo(err error, not string) error {
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return cli.Sentence("%v. %s. %s, then try again.", d, not, d.Do())
	}
	if errors.Is(err, context.Canceled) || strings.HasSuffix(err.Error(), ".") { // somebody stopped it; it says so itself
		return err
	}
	return cli.Sentence("%v. %s.", err, not)
}

// Repair is candor repair: it says what was moved out of the store.
func Repair(path string, now time.Time, out io.Writer) error {
	to := path + ".damaged-" + now.UTC().Format("20060102T150405Z")
	moved, err := bolt.Repair(path, to)
	if err != nil {
		return err
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
