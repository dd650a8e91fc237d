package main

import (
	"context"
	"log/slog"

	"github.com/spf13/cobra"

	"candor/cmd/candor/astray"
	"candor/cmd/candor/forgetcmd"
	"candor/cmd/candor/restoring"
	"candor/incident/service"
)

func restoreCommand(getenv func(string) string) *cobra.Command {
	return restoring.Command(func(path string) (restoring.Setup, error) {
		c, err := loadPlaces(path, getenv)
		if err == nil {
			err = astray.Other(c.storeFile())
		}
		if err != nil {
			return restoring.Setup{}, err
		}
		return restoring.Setup{Store: c.storeFile(), Copies: c.backupDir(), Config: forgetcmd.Everybody(c.roster()), Now: new(clock).Now()}, nil
	})
}

// takeUp does what follows where the store was put back from a copy, before anything
// runs on it.
func takeUp(ctx context.Context, s *service.Service, log *slog.Logger) error {
	mark, err := s.TakeUpRestored(ctx)
	if mark != nil && err == nil {
		log.Warn("the store was put back from a copy: nothing is sent to clients until a person confirms each", "as of", mark.AsOf, "put back", mark.At)
	}
	return err
}
