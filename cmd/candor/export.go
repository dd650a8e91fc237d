package main

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/ledger"
	"candor/incident"
	"candor/messages/history"
	"candor/messages/law"
)

const exportHelp = `Writes what happened in one incident: its facts, the timeline, each text that
left for a client, word for word, what became of each promise, the review and
what changes; with --html as a page to print. With --lawyer it is the copy for
your lawyer, about one client: what was known when, texts as sent, calls, steps and
evidence, with checksums, and nothing of other clients. It is for
the team: without --lawyer nothing is taken out of it, also of a private incident. Candor may
run meanwhile. With FILE it reads a copy of the store, as candor backup makes one.`

// exportIncident writes one incident as Markdown or JSON.
func exportIncident(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "export INC-7 [FILE]", Short: "Write what happened in an incident, as Markdown, JSON or HTML", Long: exportHelp, Args: cobra.RangeArgs(1, 2), SuggestFor: []string{"timeline", "history", "log"}}
	at := configFlag(cmd)
	asJSON := cmd.Flags().Bool("json", false, "write JSON")
	asHTML := cmd.Flags().Bool("html", false, "write a page to print")
	asCopy := cmd.Flags().Bool("lawyer", false, "write the copy for your lawyer")
	client := cmd.Flags().String("client", "", "with --lawyer: the id of the one client that it is about")
	cmd.MarkFlagsMutuallyExclusive("json", "html", "lawyer")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		number, err := numberOf(args[0])
		if err != nil {
			return err
		}
		people, path, err := storeOf(*at, getenv, args[1:])
		if err != nil {
			return err
		}
		file, done, err := legible(cmd.Context(), path)
		if err != nil {
			return err
		}
		defer done()
		record, err := ledger.Record(cmd.Context(), file, number)
		if err != nil {
			return err
		}
		record.Name = func(user string) string { return people.nameOf(record.Incident, user) }
		if *asCopy {
			return people.lawyersCopy(cmd, file, record, *client)
		}
		paper := history.Write(record)
		switch {
		case *asJSON:
			return cli.PrintJSON(cmd.OutOrStdout(), paper)
		case *asHTML:
			return paper.HTML(cmd.OutOrStdout())
		}
		return paper.Markdown(cmd.OutOrStdout())
	}
	return cmd
}

// lawyersCopy writes the copy for our lawyer, about one client.
func (c *config) lawyersCopy(cmd *cobra.Command, file string, r history.Record, id string) error {
	aff := law.Of(r.Incident, id)
	if aff == nil {
		var ids []string
		for i := range r.Incident.Clients {
			ids = append(ids, r.Incident.Clients[i].Client.ID)
		}
		return cli.Sentence("a copy for your lawyer is about one client. Nothing was written. Name one with --client: %s.", strings.Join(ids, ", "))
	}
	others, made, err := ledger.Clients(cmd.Context(), file)
	if err != nil {
		return err
	}
	return law.WriteCopy(cmd.OutOrStdout(), law.Source{Record: r, Client: aff.Client.ID, Others: append(others, c.Clients...), Company: c.Company, Made: made})
}

// storeOf is the store that a command reads: the copy that was named, of which no
// config is needed, else that of the config.
func storeOf(at string, getenv func(string) string, copied []string) (c *config, path string, err error) {
	if len(copied) > 0 {
		path, err = storePath("", getenv, copied)
		return &config{}, path, err
	}
	if c, err = loadConfig(at, withoutTokens(getenv)); err != nil {
		return nil, "", err
	}
	path, err = storePath("", getenv, []string{c.storeFile()})
	return c, path, err
}

var incidentNumber = regexp.MustCompile(`(?i)^(?:inc-)?([1-9]\d{0,17})$`)

func numberOf(name string) (int64, error) {
	m := incidentNumber.FindStringSubmatch(name)
	if m == nil {
		return 0, cli.Sentence("%q is not the name of an incident. Nothing was written. Write it like INC-7.", name)
	}
	return strconv.ParseInt(m[1], 10, 64)
}

// nameOf is how people call a Slack user: as the config says, else as their profile
// did, else by their id.
func (c *config) nameOf(inc *incident.Incident, user string) string {
	for _, p := range c.People {
		if p.Slack == user {
			return p.Name
		}
	}
	return cmp.Or(inc.Names[user], user)
}
