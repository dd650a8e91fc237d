package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/clientfile"
	"candor/cmd/candor/initcmd"
	"candor/cmd/candor/slackapp"
	"candor/delivery"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
)

func initCommand(getenv func(string) string) *cobra.Command {
	return initcmd.Command(func() initcmd.Setup {
		return initcmd.Setup{
			Getenv: getenv, Link: manifestLink,
			Web:    &http.Client{Timeout: httpTimeout, Transport: transport()},
			Client: func(c client.Client) *yaml.Node { return clientfile.Node(c, true) },
			Read: func(path string, text []byte) (initcmd.Current, []problem) {
				c, problems := judgeConfig(path, text, getenv)
				return c.current(), problems
			},
			Missing: func(h http.Header) (vital, rest []string) {
				for _, s := range slackapp.Missing(h) {
					if line := s.Name + ": " + s.Without; s.Vital {
						vital = append(vital, line)
					} else {
						rest = append(rest, line)
					}
				}
				return vital, rest
			},
			Ring: func(ctx context.Context, now initcmd.Current, p team.Person) outbox.DeliveryOutcome {
				c := config{Webhooks: webhooksConfig{AllowPrivate: now.Private}}
				ring := delivery.NewRing(c.guard())
				ring.Log = slog.New(slog.DiscardHandler)
				return ring.Test(ctx, p)
			},
			LogIn: func(ctx context.Context, path string, text []byte) outbox.DeliveryOutcome {
				c, _ := judgeConfig(path, text, getenv)
				server := delivery.NewEmail(c.mailServer())
				server.Log = slog.New(slog.DiscardHandler)
				return server.LogIn(ctx)
			},
			Examine: func(ctx context.Context, path string) (wrong []string) {
				d := &doctor{path: path, getenv: getenv, now: new(clock).Now, log: slog.New(slog.DiscardHandler)}
				d.examine(ctx)
				for _, f := range d.list {
					if f.Level != fine {
						wrong = append(wrong, fmt.Sprintf("%-8s %s: %s\n         → %s", f.Level, f.Subject, f.Text, f.Fix))
					}
				}
				return wrong
			},
		}
	})
}

// current is what candor init has to know of a config.
func (c *config) current() initcmd.Current {
	return initcmd.Current{
		Company: c.Company, Command: c.Slack.Command, APIURL: c.Slack.APIURL, Announce: c.Slack.Announce,
		BotToken: client.Secret(c.Slack.BotToken.Reveal()), AppToken: client.Secret(c.Slack.AppToken.Reveal()),
		People: c.people(), AskedNext: c.EscalateTo, Clients: c.Clients,
		RunsOn: c.RunsOn, Copies: c.Backup.Dir, MakesCopies: !c.Backup.Every.IsZero(),
		Heartbeat: c.Heartbeat.Reveal() != "", Mail: c.Mail.Host != "", Secrets: len(c.inline) > 0, Private: c.Webhooks.AllowPrivate, Ours: c.Contacts,
	}
}
