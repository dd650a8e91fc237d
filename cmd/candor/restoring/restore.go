// Package restoring is candor restore: the store is put back from a copy, and before it
// is said what is in that.
package restoring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/store/backup"
)

const help = `Puts the store back from a copy. Candor must be stopped, and no store may be there:
move the old one away first, and keep it. The copy is read to its end, what is in it
is printed, and nothing is changed before you type yes. --dry-run ends there, and for
that candor may run.

After that start candor. It sends nothing to a client by itself: in the channel of
each open incident it asks whether what it knows of the client is right.`

// Setup is where a config says that things are.
type Setup struct {
	Store  string
	Copies string            // the folder of the copies
	Config map[string]string // who stands in the config: what is known of them, and where it stands
	Now    time.Time
}

// request is what candor restore is asked.
type request struct {
	Setup
	copy, identity    string
	dry, yes, damaged bool
	running           bool // a candor runs on the store
	out               io.Writer
}

// Command is candor restore. load reads a config.
func Command(load func(config string) (Setup, error)) *cobra.Command {
	var r request
	cmd := &cobra.Command{Use: "restore COPY", Short: "Put the store back from a copy, and say before what is in it", Long: help, Args: oneCopy}
	config := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	cmd.Flags().StringVar(&r.identity, "identity", "", "the key `file` of an encrypted copy")
	cmd.Flags().BoolVar(&r.dry, "dry-run", false, "say what would become of it, and change nothing")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&r.damaged, "damaged", false, "also if some of its records cannot be read")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if r.Setup, err = load(*config); err != nil {
			return err
		}
		r.copy, r.out = args[0], cli.Out(cmd)
		return r.run(cmd.Context(), cmd.InOrStdin())
	}
	return cmd
}

// oneCopy wants the copy to be named.
func oneCopy(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return cli.Sentence("name one copy. Nothing was changed. For example: candor restore backups/candor-20261128T030000Z.db")
	}
	return nil
}

func (r *request) run(ctx context.Context, in io.Reader) error {
	if err := r.refused(ctx); err != nil {
		return err
	}
	fetch := backup.Fetch
	if r.dry { // which needs no room beside the store
		fetch = backup.Look
	}
	f, err := fetch(ctx, r.copy, r.identity, r.Store, r.Copies)
	if err != nil {
		return r.unread(err)
	}
	defer f.Drop()
	r.announce(f)
	if err := r.unfit(ctx, f); err != nil {
		return err
	}
	fmt.Fprintf(r.out, "It would become %s. What was said or declared after that moment is not in it.\n", r.Store)
	if r.dry {
		fmt.Fprintln(r.out, "Nothing was changed: this was a dry run.")
		return nil
	}
	if !r.yes && !cli.Agreed(ctx, in, r.out, "restore it") {
		return cli.Sentence("Nothing was changed. Type yes when you are asked, or give --yes.")
	}
	if err := f.Install(ctx, r.Store, r.Now); err != nil {
		return r.uninstalled(err)
	}
	r.done(f)
	return nil
}

// unread says why a copy could not be read: a disk that is full is not its fault.
func (r *request) unread(err error) error {
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		blameless := ", and the copy is not to blame"
		if d.Read {
			blameless = ""
		}
		return cli.Sentence("%v. Nothing was changed%s. %s, then try again.", d, blameless, d.Do())
	}
	if e, ok := errors.AsType[*backup.NotTheCopy](err); ok {
		return cli.Sentence("%v. Nothing was changed, and the copy is not to blame.", e)
	}
	return cli.Sentence("%s cannot be restored: %v. Nothing was changed. Take another copy, or look at it with candor verify. %s", r.copy, err, backup.Inventory(r.Copies))
}

func (r *request) uninstalled(err error) error {
	do := "Look after the disk"
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		do = d.Do()
	}
	return cli.Sentence("it could not be put in its place: %v. The copy is as it was. %s, then try again.", err, do)
}

// announce says what is in the copy, and who might come back with it.
func (r *request) announce(f *backup.Fetched) {
	fmt.Fprintf(r.out, "%s, a copy as of %s:\n", r.copy, asOf(f.AsOf))
	printStore(r.out, f.Report)
	for _, dir := range f.Silent {
		fmt.Fprintf(r.out, "%s does not answer, so a list there of who was forgotten was not read. If somebody was, mount it and type this again; or start without it, and once it answers stop candor and type candor forget.\n", dir)
	}
	if len(f.Lists) == 0 && len(f.Silent) == 0 {
		fmt.Fprintf(r.out, "No list of who was forgotten lies beside the copy or the store, or in %s. If somebody was, fetch candor-forgotten (or candor-forgotten.age) into the folder of the copy first.\n", r.Copies)
	}
	for _, place := range f.Returned(r.Config) {
		fmt.Fprintf(r.out, "Somebody who was forgotten is in the config, under %s, and the start brings them back. Take them out there before, unless they are back on purpose.\n", place)
	}
}

// done says what became of it, and what to do next.
func (r *request) done(f *backup.Fetched) {
	if f.Again > 0 {
		fmt.Fprintf(r.out, "Who was forgotten after that moment is not in it: records changed: %d.\n", f.Again)
	}
	fmt.Fprintf(r.out, "Restored %s, as of %s.\n", r.Store, asOf(f.AsOf))
	next := "Start candor now."
	if !f.Report.Readable() {
		next = "Run candor repair now, before you start candor: some of it cannot be read, as listed above. Tell those clients by hand. Then start candor, and declare again what repair moved out and still goes on."
	}
	if f.Remain {
		next = "Run candor repair now, and then candor forget, before you start candor: who was forgotten after that moment may still be in it, since it is damaged. Tell by hand the clients listed above. Then start candor, and declare again what repair moved out and still goes on."
	}
	fmt.Fprintf(r.out, "%s Nothing is sent to clients by itself: in each incident's channel it asks whether what it knows is right. Incidents declared after the copy are not known; declare them again if they are still open.\n", next)
	if backup.RootOwns(r.Store) {
		fmt.Fprintf(r.out, "It belongs to root, as its folder does. If candor runs as another user, give both to that one first: chown USER %s %s*\n", cli.Quoted(filepath.Dir(r.Store)), cli.Quoted(r.Store))
	}
}

// refused says why nothing is looked at.
func (r *request) refused(ctx context.Context) error {
	if body, err := control.On(r.Store).Ask(ctx, http.MethodGet, "/status"); !errors.Is(err, control.ErrNotRunning) {
		if err == nil {
			body.Close()
		}
		if r.running = true; r.dry { // looking does no harm
			return r.refusedCopy()
		}
		return cli.Sentence("a candor runs on %s. Nothing was changed. Stop it first, for example with systemctl stop candor, and keep it stopped until this is done. Only looking? Leave it running and type: candor restore --dry-run %s%s", r.Store, r.withKey(), cli.Quoted(r.copy))
	}
	return r.refusedCopy()
}

// refusedCopy says why a copy is not looked at.
func (r *request) refusedCopy() error {
	info, err := backup.Stat(r.copy)
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return r.unread(d)
	}
	if err == nil && info.IsDir() {
		return cli.Sentence("%s is a folder. Nothing was changed. Name one copy. %s", r.copy, backup.Inventory(r.copy))
	}
	if dir := filepath.Dir(r.Store); !isThere(dir) {
		return cli.Sentence("there is no folder %[1]s, where the store belongs. Nothing was changed. Make it: mkdir -m 700 %[1]s. Give it to the user that runs candor: chown USER %[1]s. Then try again.", cli.Quoted(dir))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return cli.Sentence("there is no copy %s. Nothing was changed. %s", r.copy, backup.Inventory(r.Copies))
	}
	if backup.NeedsKey(r.copy) && r.identity == "" {
		return cli.Sentence("%s is encrypted. Nothing was changed. Name the file with its key: --identity key.txt.", r.copy)
	}
	return nil
}

// withKey is how the key was named.
func (r *request) withKey() string {
	if r.identity == "" {
		return ""
	}
	return "--identity " + cli.Quoted(r.identity) + " "
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// unfit says why a copy that was read does not become the store.
func (r *request) unfit(ctx context.Context, f *backup.Fetched) error {
	if !f.Report.Readable() && !r.damaged {
		return cli.Sentence("the copy is damaged. Nothing was changed. Take another one; or restore this one with --damaged, run candor repair before you start candor, and tell clients by hand what it names. %s", backup.Inventory(r.Copies))
	}
	if r.running {
		fmt.Fprintf(r.out, "A candor runs on %s. Stop it and move that away before you restore.\n", r.Store)
		return nil
	}
	if _, err := os.Lstat(r.Store); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	fmt.Fprintf(r.out, "%s is there, and holds:\n", r.Store)
	if now, err := backup.Check(ctx, r.Store); err != nil {
		fmt.Fprintf(r.out, "  what cannot be read: %v\n", err)
	} else {
		printStore(r.out, now)
	}
	if r.dry {
		return nil
	}
	return cli.Sentence("%s is not overwritten. Nothing was changed. If the copy is to take its place, move it away and keep it: mv -n %s %s", r.Store, cli.Quoted(r.Store), cli.Quoted(backup.FreeName(r.Store+".before-restore")))
}

// printStore says what of a store tells one from another.
func printStore(out io.Writer, r backup.Report) {
	for _, line := range r.Summary() {
		fmt.Fprintf(out, "  %s\n", line)
	}
}

func asOf(at time.Time) string {
	if at.IsZero() {
		return "a moment that it does not say"
	}
	return backup.Instant(at)
}
