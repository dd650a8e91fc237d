// Package exportcmd is candor export: what happened in one incident, for whoever reads
// or prints it.
package exportcmd

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/ledger"
	"candor/delivery/printer"
	"candor/incident"
	"candor/incident/client"
	"candor/messages/history"
	"candor/messages/law"
	"candor/messages/paper"
)

const help = `Writes what happened in one incident: its facts, the timeline, each text that
left for a client, word for word, what became of each promise, the review and
what changes; with --html as a page to print, with --pdf printed by the browser under
print: of the config. With --client it is the review that this client was sent, and
nothing else. With --lawyer it is the copy for
your lawyer, about one client: what was known when, texts as sent, calls, steps and
evidence, with checksums, and nothing of other clients. It is for
the team: without --lawyer or --client nothing is taken out of it, also of a private incident.
Candor may run meanwhile. With FILE it reads a copy of the store, as candor backup makes one.`

// Source is what a config says of it.
type Source struct {
	Company string
	Clients []client.Client
	People  map[string]string // names by Slack id
	Store   string            // the file
	Browser string            // that prints; empty: none
}

// Reads is how the command gets at what it writes.
type Reads struct {
	// Source reads a config, or of a copy of the store nothing but what prints.
	Source func(config string, copied []string, prints bool) (Source, error)
	// Legible returns a file with what is in a store.
	Legible func(ctx context.Context, store string) (file string, done func(), err error)
}

// form is what is written, by its flag.
type form struct{ json, html, pdf, lawyer bool }

// oneForm refuses two forms at once.
func oneForm(cmd *cobra.Command) error {
	var given []string
	for _, name := range []string{"json", "html", "pdf", "lawyer"} {
		if yes, _ := cmd.Flags().GetBool(name); yes {
			given = append(given, "--"+name)
		}
	}
	if len(given) < 2 {
		return nil
	}
	return cli.UsageError{Err: cli.Sentence("%s are forms of one thing. Nothing was written. Give one of them, and type it again for the other.", strings.Join(given, " and ")), Cmd: cmd}
}

// Command writes one incident.
func Command(r Reads) *cobra.Command {
	cmd := &cobra.Command{Use: "export INC-7 [FILE]", Short: "Write what happened in an incident, as Markdown, JSON, HTML or PDF", Long: help, Args: cobra.RangeArgs(1, 2), SuggestFor: []string{"timeline", "history", "log"}}
	at := cmd.Flags().String("config", "candor.yaml", "the config `file`")
	var f form
	cmd.Flags().BoolVar(&f.json, "json", false, "write JSON")
	cmd.Flags().BoolVar(&f.html, "html", false, "write a page to print")
	cmd.Flags().BoolVar(&f.pdf, "pdf", false, "write a PDF; needs print: in the config")
	cmd.Flags().BoolVar(&f.lawyer, "lawyer", false, "write the copy for your lawyer")
	id := cmd.Flags().String("client", "", "with --html or --pdf: write the review that this client, by its id, was sent; with --lawyer: the one client that the copy is about")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneForm(cmd); err != nil {
			return err
		}
		number, err := numberOf(args[0])
		if err != nil {
			return err
		}
		s, err := r.Source(*at, args[1:], f.pdf)
		if err != nil {
			return err
		}
		if f.pdf && s.Browser == "" {
			return cli.Sentence("the config names no browser that prints. Nothing was written. Add print: with the path of a Chromium to %s, or use --html and print the page yourself.", *at)
		}
		file, done, err := r.Legible(cmd.Context(), s.Store)
		if err != nil {
			return err
		}
		defer done()
		record, err := ledger.Record(cmd.Context(), file, number)
		if err != nil {
			return err
		}
		record.Name = s.namer(record.Incident)
		switch {
		case f.lawyer:
			return s.lawyersCopy(cmd, file, record, *id)
		case *id != "" && !f.html && !f.pdf:
			return cli.Sentence("--client alone says nothing. Nothing was written. Add --html or --pdf for the review that they were sent, or --lawyer for the copy for your lawyer.")
		}
		return s.write(cmd, record, f, *id)
	}
	return cmd
}

// namer says how people are called. Of whom neither the config nor the record says it, a
// reader elsewhere has nothing of an id: they are told apart by a number.
func (s Source) namer(inc *incident.Incident) func(user string) string {
	unknown := map[string]int{}
	return func(user string) string {
		name := cmp.Or(s.People[user], inc.Names[user], inc.Called[user])
		if name != "" {
			return name
		}
		if unknown[user] == 0 {
			unknown[user] = len(unknown) + 1
		}
		return fmt.Sprintf("somebody whose name is not known (%d)", unknown[user])
	}
}

// write writes the record in a form; of one client's, if there is an id, the review.
func (s Source) write(cmd *cobra.Command, r history.Record, f form, id string) (err error) {
	out, p := cmd.OutOrStdout(), history.Write(r)
	switch {
	case f.json:
		return cli.PrintJSON(out, p)
	case !f.html && !f.pdf:
		return p.Markdown(out)
	}
	var page bytes.Buffer
	if id == "" {
		err = p.HTML(&page)
	} else {
		err = s.review(&page, r, id)
	}
	if err == nil && f.pdf {
		err = print(cmd.Context(), &page, s.Browser)
	}
	if err == nil {
		_, err = out.Write(page.Bytes())
	}
	return err
}

// print makes a PDF of the page.
func print(ctx context.Context, page *bytes.Buffer, browser string) error {
	pdf, err := (&printer.Browser{Path: browser, Limit: printer.Unhurried}).Print(ctx, page.Bytes())
	if err != nil {
		return cli.Sentence("no PDF was made: %s. Nothing was written. candor doctor tries the browser; --html writes the page to print yourself.", err)
	}
	page.Reset()
	page.Write(pdf)
	return nil
}

// review is what one client was sent as their review, as a page.
func (s Source) review(page *bytes.Buffer, r history.Record, id string) error {
	if law.Of(r.Incident, id) == nil {
		return cli.Sentence("%s has no client %q. Nothing was written. Name one with --client: %s.", r.Incident.Name(), id, affected(r.Incident))
	}
	u := paper.Latest(r.Texts, id)
	if u == nil {
		return cli.Sentence("%s was sent no review of %s that still stands. Nothing was written. Without --client you get what happened, for the team.", id, r.Incident.Name())
	}
	text, err := paper.Page(u, s.Company, template.HTML(printer.Policy))
	page.Write(text)
	return err
}

// affected are the ids of an incident's clients, for a sentence.
func affected(inc *incident.Incident) string {
	var ids []string
	for _, aff := range inc.Everybody() {
		ids = append(ids, aff.Client.ID)
	}
	return strings.Join(ids, ", ")
}

// lawyersCopy writes the copy for our lawyer, about one client.
func (s Source) lawyersCopy(cmd *cobra.Command, file string, r history.Record, id string) error {
	aff := law.Of(r.Incident, id)
	if aff == nil {
		return cli.Sentence("a copy for your lawyer is about one client. Nothing was written. Name one with --client: %s.", affected(r.Incident))
	}
	others, made, err := ledger.Clients(cmd.Context(), file)
	if err != nil {
		return err
	}
	people, err := ledger.People(cmd.Context(), file)
	if err != nil {
		return err
	}
	for _, c := range s.Clients { // the config itself is here
		delete(people, c.ID)
	}
	return law.WriteCopy(cmd.OutOrStdout(), law.Source{Record: r, Client: aff.Client.ID, Others: append(others, s.Clients...), People: people, Company: s.Company, Made: made})
}

var incidentNumber = regexp.MustCompile(`(?i)^(?:inc-)?([1-9]\d{0,17})$`)

func numberOf(name string) (int64, error) {
	m := incidentNumber.FindStringSubmatch(name)
	if m == nil {
		return 0, cli.Sentence("%q is not the name of an incident. Nothing was written. Write it like INC-7.", name)
	}
	return strconv.ParseInt(m[1], 10, 64)
}
