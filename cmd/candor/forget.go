package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"candor/cmd/candor/forgetcmd"
	"candor/cmd/candor/pocketcmd"
	"candor/cmd/candor/storefile"
	"candor/messages/pocket"
)

func pocketOf(getenv func(string) string) func(context.Context, string) (pocketcmd.Setup, error) {
	return func(ctx context.Context, at string) (s pocketcmd.Setup, err error) {
		c, err := loadConfig(at, withoutTokens(getenv))
		if err == nil {
			p := pocket.Page{Company: c.Company, Roster: new(c.roster()), Printed: new(clock).Now(), Store: c.storeFile(), Copies: c.backupDir(), Made: !c.Backup.Every.IsZero()}
			s = pocketcmd.Setup{Page: p, Read: func() (string, func(), error) { return storefile.Legible(ctx, p.Store) }}
		}
		return s, err
	}
}

func forgetCommand(getenv func(string) string) *cobra.Command {
	return forgetcmd.Command(func(path string) (forgetcmd.Setup, error) {
		c, err := loadPlaces(path, getenv, "people", "clients", "escalate_to", "trusted_guests")
		if err != nil {
			return forgetcmd.Setup{}, err
		}
		now := new(clock).Now
		s := forgetcmd.Setup{Store: c.storeFile(), Config: forgetcmd.Everybody(c.roster()), Now: now()}
		if !c.Backup.Every.IsZero() {
			s.Copies = keeperOf(c, os.Environ(), now, slog.New(slog.DiscardHandler), func(context.Context, io.Writer) error { return errors.ErrUnsupported }).Job
		}
		return s, nil
	})
}
