// Package pocketcmd is candor pocket, the page on paper, and candor restored, which notes
// that a copy of a client's data was put back.
package pocketcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/incident/firm"
	"candor/incident/records"
	"candor/messages/pocket"
	"candor/store/backup"
	"candor/store/bolt"
)

const help = `Writes one page to print, for when Slack, the network or Candor is down: whom to call,
the first five steps, three texts to read out, what is known of each client for the
night, where the newest copy of the data lies and how to start again. It holds
phone numbers of people: only your user can read the file. Candor may run meanwhile.`

// Setup is where a config says that things are.
type Setup struct {
	Page pocket.Page                                  // without what stands in the store
	Read func() (file string, done func(), err error) // makes the store legible
}

// Pocket is candor pocket. load reads a config.
func Pocket(load func(ctx context.Context, config string) (Setup, error)) *cobra.Command {
	cmd := &cobra.Command{Use: "pocket", Short: "Write a page to print, for when Slack or Candor is down", Long: help, Args: cobra.NoArgs}
	config := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	out := cmd.Flags().String("out", "", "write the page into this `file`")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := load(cmd.Context(), *config)
		if err != nil {
			return err
		}
		s.Page.Config, _ = filepath.Abs(*config)
		s.Page.Store, _ = filepath.Abs(s.Page.Store)
		s.fill(cmd.Context())
		if *out == "" {
			return s.Page.HTML(cmd.OutOrStdout())
		}
		if err := write(*out, s.Page); err != nil {
			return cli.Sentence("The page was not written: %s. Name another file with --out.", err)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "The page is in %s. Print it, and keep it where you can reach it without a computer.\n", *out)
		return nil
	}
	return cmd
}

// fill adds what stands in the store, and where its copies lie. What cannot be read is
// missing on the page, which says so: it is of use all the same.
func (s *Setup) fill(ctx context.Context) {
	f := &firm.Firm{Log: slog.New(slog.DiscardHandler)}
	f.SetRoster(s.Page.Roster)
	if err := s.sheets(ctx, f); err != nil {
		s.Page.Unread = "The data could not be read: " + err.Error() + "."
		if errors.Is(err, fs.ErrNotExist) {
			s.Page.Unread = "There is no data at " + s.Page.Store + "."
		}
		for _, c := range s.Page.Roster.Clients {
			s.Page.Sheets = append(s.Page.Sheets, firm.OfConfig(c))
		}
	}
	s.Page.Copies, _ = filepath.Abs(s.Page.Copies)
	if list, err := backup.List(s.Page.Copies); err == nil && len(list) > 0 {
		s.Page.Newest, s.Page.AsOf = list[0].Name, list[0].At
	}
}

func (s *Setup) sheets(ctx context.Context, f *firm.Firm) error {
	file, done, err := s.Read()
	if err != nil {
		return err
	}
	defer done()
	store, err := bolt.OpenToRead(file)
	if err != nil {
		return err
	}
	defer store.Close()
	return store.View(ctx, func(tx records.Tx) (err error) {
		sound := records.Sound{Tx: tx, Findings: &records.Findings{}, Log: f.Log}
		s.Page.Sheets, err = f.Sheets(sound)
		return err
	})
}

// write puts the page into a file that its user alone can read, whole or not at all. It
// takes the place of an older page, and of nothing else.
func write(path string, p pocket.Page) error {
	if old, err := filepath.EvalSymlinks(path); err == nil {
		path = old
	}
	switch is, err := pageIn(path); {
	case err != nil:
		return err
	case !is:
		return fmt.Errorf("%s is there and is no such page. It is as it was", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".candor-pocket-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // or it has its name by then
	if err := errors.Join(p.HTML(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// pageIn says whether what a file holds is a page of ours, or nothing is there.
func pageIn(path string) (bool, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil || !info.Mode().IsRegular() { // a pipe would be waited for
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 8<<10))
	return pocket.Is(head), err
}
