package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"candor/cmd/candor/forgetcmd"
)

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
