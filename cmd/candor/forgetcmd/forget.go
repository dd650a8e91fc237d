// Package forgetcmd is candor forget: a person who asked for it is taken out of the
// store, and of each copy that is put back.
package forgetcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/incident/forget"
	"candor/store/backup"
	"candor/store/bolt"
)

const help = `Forgets a person who asked for it: name them by what is known of them, their whole
name, mail address, phone number or Slack id, as many as you have. What belongs to
one of these in a client's contacts is forgotten with it. Candor must be stopped.

They are taken out of every record of the store, and the file is written anew, so
that nothing of them is left in it. A list beside the store and beside the copies,
which holds no name, only hashes, sees to it that a copy that is put back does not
bring them back. Without a name everybody on that list is forgotten again.

What Candor cannot change: the messages in Slack, mails, and what others'
systems hold; copies made before, until they are taken away; files that you moved
away or wrote with candor clients export or candor export. A first name in the
greeting of a text that was sent stays in the record of that text.`

// Setup is where a config says that things are.
type Setup struct {
	Store  string
	Copies *backup.Job       // nil: no copies are made
	Config map[string]string // who stands in the config: what is known of them, and where it stands
	Now    time.Time
}

// request is what candor forget is asked.
type request struct {
	Setup
	things   []string
	identity string
	dry, yes bool
	only     bool // what was typed, and not what stands with it
	in       io.Reader
	out      io.Writer
}

// Command is candor forget. load reads a config.
func Command(load func(config string) (Setup, error)) *cobra.Command {
	cmd := &cobra.Command{Use: "forget [WHO...]", Short: "Take a person who asked to be forgotten out of the store, and of each copy that is put back", Long: help, Args: cobra.ArbitraryArgs}
	config := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	var r request
	cmd.Flags().BoolVar(&r.dry, "dry-run", false, "say what would be forgotten, and change nothing")
	cmd.Flags().BoolVar(&r.only, "only", false, "what you name and nothing that stands with it, where two people have one name")
	cmd.Flags().StringVar(&r.identity, "identity", "", "the key `file` of an encrypted list beside the copies")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "do not ask")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if r.Setup, err = load(*config); err != nil {
			return err
		}
		r.things, r.in, r.out = args, cmd.InOrStdin(), cli.Out(cmd)
		return r.run(cmd.Context())
	}
	return cmd
}

func (r *request) run(ctx context.Context) error {
	if err := r.refused(ctx); err != nil {
		return err
	}
	list, err := r.listed()
	if err != nil {
		return err
	}
	if err := r.widen(); err != nil {
		return err
	}
	probe := new(forget.List)
	probe.Add(r.Now, r.things...)
	if err := r.needed(ctx, probe); err != nil {
		return err
	}
	r.announce(list)
	if r.dry {
		fmt.Fprintln(r.out, "Nothing was changed: this was a dry run.")
		return nil
	}
	if !r.yes && !cli.Agreed(ctx, r.in, r.out, "forget them") {
		return cli.Sentence("Nobody was forgotten. Type yes when you are asked, or give --yes.")
	}
	list.Add(r.Now, r.things...)
	return r.do(ctx, list)
}

// listed is everybody who was forgotten, as it stands beside the store and beside the copies.
func (r *request) listed() (*backup.Lists, error) {
	dirs := []string{}
	if r.Copies != nil {
		dirs = append(dirs, r.Copies.Dir)
	}
	list, err := backup.Gather(r.Store, r.identity, dirs...)
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return nil, cli.Sentence("%v. Nobody was forgotten. %s, then try again.", d, d.Do())
	}
	switch {
	case err != nil:
		return nil, cli.Sentence("%v. Nobody was forgotten.", err)
	case len(list.Silent) > 0: // the list has to be written there, too
		return nil, cli.Sentence("%s does not answer. Nobody was forgotten. Mount it again, then try again.", list.Silent[0])
	case len(r.things) > 0:
		return list, nil
	case len(list.Locked) > 0:
		return nil, cli.Sentence("%s is encrypted. Nobody was forgotten. Name the file with its key: --identity key.txt.", list.Locked[0])
	case len(list.Entries) == 0:
		return nil, cli.Sentence("nobody is on the list of those who were forgotten, beside the store%s. Name the person, for example: candor forget dana@acme.example", strings.Join(append([]string{""}, dirs...), " or in "))
	}
	return list, nil
}

// refused says why nothing is looked at.
func (r *request) refused(ctx context.Context) error {
	if body, err := control.On(r.Store).Ask(ctx, http.MethodGet, "/status"); !errors.Is(err, control.ErrNotRunning) {
		if err == nil {
			body.Close()
		}
		return cli.Sentence("a candor runs on %s. Nobody was forgotten. Stop it first, for example with systemctl stop candor, and start it again when this is done.", r.Store)
	}
	if _, err := os.Stat(r.Store); errors.Is(err, fs.ErrNotExist) {
		return cli.Sentence("there is no store %s. Nobody was forgotten. Check the key store in the config.", r.Store)
	}
	for _, s := range r.things {
		if strings.TrimSpace(s) == "" || forget.KindOf(s) == forget.Name && len(strings.Fields(s)) < 2 {
			return cli.Sentence("“%s” may be anybody, or a word. Nobody was forgotten. Give the whole name, a mail address, a phone number or a Slack id.", s)
		}
	}
	return nil
}

// announce says who is forgotten, before anything is changed.
func (r *request) announce(list *backup.Lists) {
	if len(r.things) == 0 {
		fmt.Fprintf(r.out, "On the list of those who were forgotten stand names, addresses, numbers and ids: %d. They are taken out of %s once more.\n", len(list.Entries), r.Store)
		for _, place := range list.Returned(r.Config) {
			fmt.Fprintf(r.out, "Somebody of them is in the config, under %s, and the next start brings them back. Take them out there first, unless they are back on purpose.\n", place)
		}
		return
	}
	fmt.Fprintf(r.out, "These are taken out of %s, and of each copy that is put back:\n", r.Store)
	for _, s := range r.things {
		fmt.Fprintf(r.out, "  %s\n", s)
	}
	fmt.Fprintln(r.out, "This cannot be undone. Messages that are in Slack, in mailboxes and in others' systems stay there.")
}

func (r *request) do(ctx context.Context, list *backup.Lists) error {
	n, err := backup.Forget(ctx, r.Store, &list.List)
	if bolt.InUse(err) {
		return cli.Sentence("%s is in use. The store is as it was, and who is to be forgotten is on the list. Stop candor, then type candor forget.", r.Store)
	}
	if d, ok := errors.AsType[*backup.DiskError](err); ok {
		return cli.Sentence("the store could not be written anew: %v. It is as it was. %s, then type candor forget again.", d, d.Do())
	}
	if err != nil {
		return cli.Sentence("the store could not be written anew: %v. It is as it was, and who is to be forgotten is on the list. Look after the disk, or type candor repair if records are damaged; then type candor forget.", err)
	}
	if n == 0 && len(r.things) > 0 { // in a copy it may stand all the same
		fmt.Fprintf(r.out, "No record of %s held anything of them. Look in Slack how it is written, and name it so.\n", r.Store)
	} else {
		fmt.Fprintf(r.out, "Forgotten: %d records of %s held something of them and hold it no more.\n", n, r.Store)
	}
	if r.Copies == nil {
		fmt.Fprintf(r.out, "Keep %s: a copy of the store that is put back brings them back without it.\n", backup.ForgottenOf(r.Store))
		return nil
	}
	if err := errors.Join(r.Copies.Clean(), r.Copies.KeepForgotten()); err != nil {
		return cli.Sentence("they are forgotten, and the list could not be brought to the copies: %v. Look after %s, then type candor backup.", err, r.Copies.Dir)
	}
	fmt.Fprintf(r.out, "Copies made before hold them until they are taken away, as backup.keep says; one that is put back forgets them again. Keep the list with them: it is in %s. Start candor again, then type candor backup.\n", r.Copies.Dir)
	return nil
}

// inConfig refuses somebody who stands in the config: the next start would bring them
// back.
func (r *request) inConfig(probe *forget.List) error {
	for thing, where := range r.Config {
		if probe.Text(thing) != thing {
			return cli.Sentence("%s is in the config, under %s. Nobody was forgotten: the next start would bring it back. Take it out there, then try again.", thing, where)
		}
	}
	return nil
}
