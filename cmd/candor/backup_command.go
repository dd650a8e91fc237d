package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/cmd/candor/storefile"
	"candor/store/backup"
	"candor/store/bolt"
)

const backupHelp = `Makes a copy of the store where backup: of the config says, at any time: by the
running candor, which is not held up, or by itself if none runs. The copy is of
one moment. It is read to its end before it counts, and then backup.after runs.

It ends with 0 if the copy can be relied on, and with 1 if not.`

// copyMade is the answer to candor backup.
type copyMade struct {
	Path    string         `json:"path"`
	Size    int64          `json:"size"`
	Owed    int            `json:"owed"`    // promises in it that are not settled
	Dropped int            `json:"dropped"` // older copies that need not stay
	Hook    backup.HookEnd `json:"hook,omitzero"`
}

func backupCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "backup", Short: "Make a copy of the store now, and read it to its end", Long: backupHelp, Args: cobra.NoArgs}
	config := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := loadPlaces(*config, getenv)
		if err != nil {
			return err
		}
		if c.Backup.Every.IsZero() {
			return cli.Sentence("the config does not say where copies go. No copy was made. Write backup: {} into %s for the usual, or as config.example.yaml shows.", *config)
		}
		if err := takesSoon(c.backupDir()); errors.Is(err, backup.ErrSilent) {
			return cli.Sentence("%s does not answer. No copy was made. %s, then try again.", c.backupDir(), backup.Remedy(err, c.backupDir(), false))
		}
		var made copyMade
		err = control.On(c.storeFile()).AskJSON(cmd.Context(), http.MethodPost, "/backup", &made)
		if errors.Is(err, control.ErrNotRunning) {
			made, err = backupAlone(cmd.Context(), c, newLog(cmd.ErrOrStderr()))
		}
		if err != nil {
			return err
		}
		return made.print(cli.Out(cmd))
	}
	return cmd
}

// print says what was made; its error is that of the hook.
func (m copyMade) print(out io.Writer) error {
	fmt.Fprintf(out, "Made %s, %s, and read it to its end. %s in it. Older copies taken away: %d.\n", m.Path, backup.Megabytes(uint64(m.Size)), counted(m.Owed, "open promise", "open promises"), m.Dropped)
	if m.Hook.Problem != "" {
		return cli.Sentence("the command after it failed: %s. The copy is safe on this machine. The log has what the command said; run it by hand, or correct backup.after.", m.Hook.Problem)
	}
	if !m.Hook.At.IsZero() {
		fmt.Fprintln(out, "The command after it ended well.")
	}
	return nil
}

// backupAlone makes a copy of a store on which nothing runs, as it is: also of one
// that the next candor will bring up to date.
func backupAlone(ctx context.Context, c *config, log *slog.Logger) (copyMade, error) {
	if _, err := os.Stat(c.storeFile()); errors.Is(err, os.ErrNotExist) {
		return copyMade{}, cli.Sentence("there is no store %s yet. Nothing was copied. Check the key store in the config.", c.storeFile())
	}
	s, err := bolt.OpenAsItIs(c.storeFile())
	if err != nil {
		return copyMade{}, storefile.NoAnswer(c.storeFile(), err, "Nothing was copied")
	}
	k := keeperOf(c, os.Environ(), new(clock).Now, log, s.Copy)
	if err := k.Open(); err != nil {
		log.Warn("how the store was copied before cannot be read; what lies in the folder counts", "err", err)
	}
	made, err := copyNow(ctx, k)
	return made, errors.Join(err, s.Close())
}

// copyNow makes a copy because somebody asked for it.
func copyNow(ctx context.Context, k *backup.Keeper) (copyMade, error) {
	made, hook, err := k.Make(ctx)
	if err != nil {
		return copyMade{}, err
	}
	return copyMade{Path: filepath.Join(k.Job.Dir, made.Name), Size: made.Size, Owed: len(made.Report.Open), Dropped: made.Dropped, Hook: hook}, nil
}

// serveBackup makes a copy for candor backup. It goes on when who asked does not
// wait, and ends with ctx.
func (a *app) serveBackup(ctx context.Context, w http.ResponseWriter) {
	if a.backups == nil {
		http.Error(w, "the config with which candor runs does not say where copies go. No copy was made. Start candor again to take over the changed config.", http.StatusConflict)
		return
	}
	made, err := copyNow(ctx, a.backups)
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	control.Answer(w, made)
}

// checkApart has a copy read by a process of its own, at low priority: bbolt ends
// the process that meets some kinds of damage, and that must not be the one that
// keeps the promises.
func checkApart(ctx context.Context, path string) (r backup.Report, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	if runtime.GOOS == "linux" { // also when the file was replaced by a newer candor
		self = "/proc/self/exe"
	}
	cmd := exec.CommandContext(ctx, self, "verify", "--json", path)
	cmd.Env = append(withoutSecrets(os.Environ()), "GOMAXPROCS=1") // not even its garbage collector takes a second core
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Start(); err != nil {
		return r, fmt.Errorf("it could not be checked: %w", err)
	}
	backup.LowPriority(cmd.Process.Pid)
	ended := cmd.Wait()
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		last, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return backup.Report{}, fmt.Errorf("it could not be read: %w: %s", errors.Join(ended, err), last)
	}
	return r, nil
}
