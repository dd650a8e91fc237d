package main

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"candor/cmd/candor/forgetcmd"
	"candor/incident/fault"
	"candor/messages"
	"candor/store/backup"
)

// stateOf is where it is kept how a store was copied.
func stateOf(store string) string { return store + ".backups.json" }

// keeperOf copies the store of a config from source, which is nil where nothing is
// to be copied. Who is to be told, and who is to read the copies, is set afterwards.
func keeperOf(c *config, env []string, now func() time.Time, log *slog.Logger, source func(context.Context, io.Writer) error) *backup.Keeper {
	return &backup.Keeper{
		Every: c.Backup.Every, Path: stateOf(c.storeFile()), Now: now, Log: log,
		Hook: backup.Hook{Command: c.Backup.After, Limit: c.Backup.AfterLimit, Env: withoutSecrets(env)},
		Job: &backup.Job{
			Dir: c.backupDir(), Beside: c.storeFile(), Recipient: c.Backup.Recipient, Keep: c.Backup.Keep, Zone: time.Local,
			Source: source, Check: backup.Check, Free: backup.FreeSpace,
		},
	}
}

// tidy takes away what commands that were killed have left beside the store, and says where
// the config brings back somebody who was forgotten.
func tidy(c *config, log *slog.Logger) {
	if err := backup.Sweep(c.storeFile()); err != nil {
		log.Warn("what commands that were killed have left beside the store could not be taken away", "err", err)
	}
	for _, line := range append(forgetcmd.Returned(c.storeFile(), c.roster()), c.ranOut...) {
		log.Warn(line)
	}
}

// secretNames are the variables that hold a secret of the config.
var secretNames = []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MAIL_PASSWORD", "MAIL_INBOX_PASSWORD"}

// withoutSecrets is an environment for others' programs.
func withoutSecrets(env []string) (kept []string) {
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		if !slices.Contains(secretNames, name) {
			kept = append(kept, pair)
		}
	}
	return kept
}

// noCopies is how copies stand where none are made.
var noCopies = backup.Status{Wrong: []string{backup.NoCopies}}

// homeOfCopies is how copies stand in Slack's markup, for admins. It holds nothing
// that changes by itself.
func homeOfCopies(v backup.Status) string {
	list := []string{"*For admins: copies of Candor's data*"}
	if v.On {
		list = append(list, v.LastLine())
	}
	for _, line := range v.Wrong {
		list = append(list, "▲ "+line)
	}
	return fault.ByReader(messages.Escape(strings.Join(list, "\n")))
}

// copiesEndWithin is how long the end of the program waits for a copy that is being
// made: less than the ten seconds after which Docker kills.
const copiesEndWithin = 8 * time.Second

// endCopies waits for what the copies began. One that is being written to a disk that
// does not answer is left, and with it the store that it reads: what was committed is
// on disk, and the end of the process closes it.
func (a *app) endCopies() {
	if a.backups == nil {
		return
	}
	done := make(chan struct{})
	go func() { a.backups.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(copiesEndWithin):
		a.stuck = true
		a.log.Error("a copy that is being made does not end: its disk does not answer. It is left; nothing of the store is lost", "dir", a.backups.Job.Dir)
	}
}
