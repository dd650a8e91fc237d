package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/messages/history"
	"candor/store/bolt"
)

const exportHelp = `Writes what happened in one incident: its facts, the timeline, each text that
left for a client, word for word, what became of each promise, the review and
what changes; with --html as a page to print. It is for
the team: nothing is taken out of it, also of a private incident. Candor may
run meanwhile. With FILE it reads a copy of the store, as candor backup makes one.`

// exportIncident writes one incident as Markdown or JSON.
func exportIncident(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "export INC-7 [FILE]", Short: "Write what happened in an incident, as Markdown, JSON or HTML", Long: exportHelp, Args: cobra.RangeArgs(1, 2)}
	at := configFlag(cmd)
	asJSON := cmd.Flags().Bool("json", false, "write JSON")
	asHTML := cmd.Flags().Bool("html", false, "write a page to print")
	cmd.MarkFlagsMutuallyExclusive("json", "html")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		number, err := numberOf(args[0])
		if err != nil {
			return err
		}
		people, path := &config{}, ""
		if len(args) > 1 {
			path, err = storePath("", getenv, args[1:])
		} else if people, err = loadConfig(*at, withoutTokens(getenv)); err == nil {
			path, err = storePath("", getenv, []string{people.storeFile()})
		}
		if err != nil {
			return err
		}
		file, done, err := legible(cmd.Context(), path)
		if err != nil {
			return err
		}
		defer done()
		record, err := recordOf(cmd.Context(), file, number)
		if err != nil {
			return err
		}
		record.Name = func(user string) string { return people.nameOf(record.Incident, user) }
		paper := history.Write(record)
		switch {
		case *asJSON:
			return printJSON(cmd.OutOrStdout(), paper)
		case *asHTML:
			return paper.HTML(cmd.OutOrStdout())
		}
		return paper.Markdown(cmd.OutOrStdout())
	}
	return cmd
}

var incidentNumber = regexp.MustCompile(`(?i)^(?:inc-)?([1-9]\d{0,17})$`)

func numberOf(name string) (int64, error) {
	m := incidentNumber.FindStringSubmatch(name)
	if m == nil {
		return 0, sentence("%q is not the name of an incident. Nothing was written. Write it like INC-7.", name)
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

// recordOf reads all that a store has of an incident. What cannot be read is named in
// it; the rest is there.
func recordOf(ctx context.Context, file string, number int64) (r history.Record, err error) {
	s, err := bolt.OpenToRead(file)
	if err != nil {
		return r, err
	}
	defer s.Close()
	err = s.View(ctx, func(tx records.Tx) error {
		r = history.Record{}
		inc, err := tx.Incident(number)
		if fault.CodeOf(err) == fault.NotFound {
			return sentence("there is no incident INC-%d. Nothing was written.", number)
		}
		if err != nil {
			return err
		}
		r.Incident = inc
		entries, err := tx.Timeline(number)
		if err != nil {
			r.Unread = append(r.Unread, err.Error())
		}
		r.Lines = timeline.Lines(entries)
		for i := range inc.Clients {
			for n := 1; n <= inc.Clients[i].Updates; n++ {
				u, err := tx.ClientUpdate(number, inc.Clients[i].Client.ID, n)
				if err != nil {
					r.Unread = append(r.Unread, fmt.Sprintf("text %d for %s: %v", n, inc.Clients[i].Client.Name, err))
					continue
				}
				r.Texts = append(r.Texts, u)
			}
		}
		return nil
	})
	return r, err
}
