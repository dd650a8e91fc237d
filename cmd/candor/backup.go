package main

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

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
			Source: source, Check: backup.Check, Free: freeSpace,
		},
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
	return messages.Escape(strings.Join(list, "\n"))
}
