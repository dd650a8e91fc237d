package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/ledger"
	"candor/cmd/candor/storefile"
	"candor/messages/report"
)

const figuresHelp = `Writes in eight figures how clients were told: of all of them, of each client,
of each incident. It is for the team, and counts private incidents, too. Candor
may run meanwhile. With FILE it reads a copy of the store.`

const reportHelp = `Writes how one client was told in a month, in words that they may read: no name
of ours, no other client, no incident of which they have not heard. Read it
before you send it. Candor may run meanwhile. With FILE it reads a copy of the store.`

func figuresCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "figures [FILE]", Short: "Write how clients were told, in figures", Long: figuresHelp, Args: cobra.MaximumNArgs(1)}
	at, month := configFlag(cmd), monthFlag(cmd)
	only := cmd.Flags().String("client", "", "only this client, by its id")
	asJSON := cmd.Flags().Bool("json", false, "write JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		_, path, err := storeOf(*at, getenv, args)
		if err != nil {
			return err
		}
		k, err := ledgerOf(cmd.Context(), path, ledger.Query{Client: *only, Month: *month})
		if err != nil {
			return err
		}
		sheet := report.Count(k.Cases, k.Month, k.At)
		sheet.Unread = k.Unread
		if *asJSON {
			return cli.PrintJSON(cmd.OutOrStdout(), sheet)
		}
		return sheet.Text(cmd.OutOrStdout())
	}
	return cmd
}

func monthFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("month", "", "only what counts in a `month`, like 2026-03")
}

func reportCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "report CLIENT [FILE]", Short: "Write how one client was told, for them to read", Long: reportHelp, Args: cobra.RangeArgs(1, 2)}
	at, month := configFlag(cmd), monthFlag(cmd)
	asHTML := cmd.Flags().Bool("html", false, "write a page with a bar for each promise")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		people, path, err := storeOf(*at, getenv, args[1:])
		if err != nil {
			return err
		}
		k, err := ledgerOf(cmd.Context(), path, ledger.Query{Client: args[0], Month: *month})
		if err != nil {
			return err
		}
		r := report.ForClient(args[0], k.Cases, k.Month, k.At)
		r.Company = people.Company
		for _, line := range k.Unread {
			fmt.Fprintf(cmd.ErrOrStderr(), "The report lacks what could not be read: %s\n", line)
		}
		if len(r.Untold) > 0 {
			fmt.Fprintf(cmd.ErrOrStderr(), "Left out, because %s has not heard of it from us: %s.\n", r.Name, strings.Join(r.Untold, ", "))
		}
		if *asHTML {
			return r.HTML(cmd.OutOrStdout())
		}
		return r.Markdown(cmd.OutOrStdout())
	}
	return cmd
}

// ledgerOf reads what the figures are made of, also while candor runs.
func ledgerOf(ctx context.Context, path string, q ledger.Query) (k ledger.Counted, err error) {
	file, done, err := storefile.Legible(ctx, path)
	if err != nil {
		return k, err
	}
	defer done()
	return ledger.Count(ctx, file, q, time.Now())
}
