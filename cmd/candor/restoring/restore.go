// Package restoring is candor restore: the store is put back from a copy, and before it
// is said what is in that.
package restoring

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/store/backup"
)

const help = `Puts the store back from a copy. Candor must be stopped, and no store may be there:
move the old one away first, and keep it. The copy is read to its end, what is in it
is printed, and nothing is changed before you type yes. --dry-run ends there.

After that start candor. It sends nothing to a client by itself: in the channel of
each open incident it asks whether what it knows of the client is right.`

// request is what candor restore is asked.
type request struct {
	copy, identity, store string
	dry, yes, damaged     bool
	now                   time.Time
}

// Command is candor restore. load says where a config has the store.
func Command(load func(config string) (store string, now time.Time, err error)) *cobra.Command {
	var r request
	cmd := &cobra.Command{Use: "restore COPY", Short: "Put the store back from a copy, and say before what is in it", Long: help, Args: oneCopy}
	config := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	cmd.Flags().StringVar(&r.identity, "identity", "", "the key `file` of an encrypted copy")
	cmd.Flags().BoolVar(&r.dry, "dry-run", false, "say what would become of it, and change nothing")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&r.damaged, "damaged", false, "also if some of its records cannot be read")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if r.store, r.now, err = load(*config); err != nil {
			return err
		}
		r.copy = args[0]
		return r.run(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
	}
	return cmd
}

// oneCopy wants the copy to be named.
func oneCopy(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return cli.Sentence("name one copy, for example: candor restore backups/candor-20261128T030000Z.db")
	}
	return nil
}

func (r *request) run(ctx context.Context, in io.Reader, out io.Writer) error {
	if err := r.refused(ctx); err != nil {
		return err
	}
	f, err := backup.Fetch(ctx, r.copy, r.identity, r.store)
	if err != nil {
		return cli.Sentence("%s cannot be restored: %v. Nothing was changed. Take another copy, or look at it with candor verify.", r.copy, err)
	}
	defer f.Drop()
	fmt.Fprintf(out, "%s, a copy as of %s:\n", r.copy, asOf(f.AsOf))
	printStore(out, f.Report)
	if err := r.unfit(ctx, f, out); err != nil {
		return err
	}
	fmt.Fprintf(out, "It would become %s. What was said or declared after that moment is not in it.\n", r.store)
	if r.dry {
		fmt.Fprintln(out, "Nothing was changed: this was a dry run.")
		return nil
	}
	if !r.yes && !agreed(in, out) {
		return cli.Sentence("Nothing was changed. Type yes when you are asked, or give --yes.")
	}
	if err := f.Install(ctx, r.store, r.now); err != nil {
		return cli.Sentence("it could not be put in its place: %v. The copy is as it was. Look after the disk, then try again.", err)
	}
	if f.Again > 0 {
		fmt.Fprintf(out, "Who was forgotten after that moment is not in it: records changed: %d.\n", f.Again)
	}
	if f.Remain {
		fmt.Fprintln(out, "Who was forgotten after that moment may still be in it, since it is damaged: type candor repair, then candor forget.")
	}
	fmt.Fprintf(out, "Restored %s, as of %s.\nStart candor now. Nothing is sent to clients by itself: in each incident's channel it asks whether what it knows is right. Incidents declared after the copy are not known; declare them again if they are still open.\n", r.store, asOf(f.AsOf))
	return nil
}

// refused says why nothing is looked at.
func (r *request) refused(ctx context.Context) error {
	if body, err := control.On(r.store).Ask(ctx, http.MethodGet, "/status"); !errors.Is(err, control.ErrNotRunning) {
		if err == nil {
			body.Close()
		}
		return cli.Sentence("a candor runs on %s. Nothing was changed. Stop it first, for example with systemctl stop candor, and keep it stopped until this is done.", r.store)
	}
	info, err := os.Stat(r.copy)
	if err == nil && info.IsDir() {
		return cli.Sentence("%s is a folder. Nothing was changed. Name one copy in it.", r.copy)
	}
	if dir := filepath.Dir(r.store); !isThere(dir) {
		return cli.Sentence("there is no folder %[1]s, where the store belongs. Nothing was changed. Make it, for the user that runs candor: mkdir -m 700 %[1]s. Then try again.", dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return cli.Sentence("there is no copy %s. Nothing was changed. candor status, or the folder of backup.dir, says which there are.", r.copy)
	}
	if backup.Encrypted(r.copy) && r.identity == "" {
		return cli.Sentence("%s is encrypted. Nothing was changed. Name the file with its key: --identity key.txt.", r.copy)
	}
	return nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// unfit says why a copy that was read does not become the store.
func (r *request) unfit(ctx context.Context, f *backup.Fetched, out io.Writer) error {
	if !f.Report.Readable() && !r.damaged {
		for _, line := range append(f.Report.Damaged, f.Report.Problems...) {
			fmt.Fprintf(out, "  cannot be read: %s\n", line)
		}
		return cli.Sentence("the copy is damaged. Nothing was changed. Take another one; or restore this one with --damaged, run candor repair, and tell clients by hand what it names.")
	}
	if _, err := os.Lstat(r.store); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	fmt.Fprintf(out, "%s is there, and holds:\n", r.store)
	if now, err := backup.Check(ctx, r.store); err != nil {
		fmt.Fprintf(out, "  what cannot be read: %v\n", err)
	} else {
		printStore(out, now)
	}
	if r.dry {
		return nil
	}
	return cli.Sentence("%[1]s is not overwritten. Nothing was changed. If the copy is to take its place, move it away and keep it: mv %[1]s %[1]s.before-restore", r.store)
}

// printStore says what of a store tells one from another.
func printStore(out io.Writer, r backup.Report) {
	newest, told := "none", "nobody was told anything"
	if r.Newest != "" {
		newest = r.Newest
	}
	if !r.Said.IsZero() {
		told = backup.Instant(r.Said) + ", to " + r.SaidTo
	}
	fmt.Fprintf(out, "  newest incident: %s\n  last text to a client: %s\n", newest, told)
	if len(r.Open) == 0 {
		fmt.Fprintln(out, "  due to clients: nothing")
	}
	for _, o := range r.Open {
		fmt.Fprintf(out, "  due %s: %s, %s (%s)\n", backup.Instant(o.Due), o.Kind, o.Client, o.Incident)
	}
}

func asOf(at time.Time) string {
	if at.IsZero() {
		return "a moment that it does not say"
	}
	return backup.Instant(at)
}

func agreed(in io.Reader, out io.Writer) bool {
	fmt.Fprint(out, "Type yes to restore it: ")
	line, _ := bufio.NewReader(in).ReadString('\n')
	fmt.Fprintln(out)
	return strings.TrimSpace(line) == "yes"
}
