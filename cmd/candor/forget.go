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
		c, err := loadConfig(path, withoutTokens(getenv))
		if err != nil {
			return forgetcmd.Setup{}, err
		}
		now := new(clock).Now
		s := forgetcmd.Setup{Store: c.storeFile(), Config: c.everybody(), Now: now()}
		if !c.Backup.Every.IsZero() {
			s.Copies = keeperOf(c, os.Environ(), now, slog.New(slog.DiscardHandler), func(context.Context, io.Writer) error { return errors.ErrUnsupported }).Job
		}
		return s, nil
	})
}

// everybody is all by which people are known in a config, with where it stands there.
func (c *config) everybody() map[string]string {
	all := map[string]string{}
	for _, p := range c.People {
		for _, thing := range []string{p.Slack, p.Name, p.Email, p.Phone} {
			all[thing] = "people"
		}
	}
	for _, id := range append(append([]string{}, c.EscalateTo...), c.Trusted...) {
		all[id] = "escalate_to or trusted_guests"
	}
	for _, cl := range c.Clients {
		for _, ct := range cl.Contacts {
			for _, thing := range []string{ct.Name, ct.Email, ct.Phone} {
				all[thing] = "clients, " + cl.ID
			}
		}
		for _, id := range cl.Approval.People {
			all[id] = "clients, " + cl.ID + ", approval"
		}
		all[cl.Letters] = "clients, " + cl.ID + ", letters"
	}
	delete(all, "")
	return all
}
