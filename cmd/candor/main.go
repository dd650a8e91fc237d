// Command candor is the program: its command line, its config, and the wiring of all
// that the other folders hold.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/astray"
	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/cmd/candor/exportcmd"
	"candor/cmd/candor/lean"
	"candor/cmd/candor/lintcmd"
	"candor/cmd/candor/pocketcmd"
	"candor/cmd/candor/storefile"
	"candor/store/backup"
)

// Exit codes. 78 is EX_CONFIG of sysexits.h: systemd does not start such a
// program again and again.
const (
	exitFailed = 1
	exitUsage  = 2
	exitConfig = 78
	// exitStopped is what a shell says of a program that Ctrl-C ended.
	exitStopped = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program wherever it is
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// run is main without the process: no globals, no os.Exit. It returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	root := commands(getenv)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ctx = cli.In(ctx, cli.Zone(getenv))
	err := cli.Execute(ctx, root, cli.Asking(args))
	switch {
	case err == nil:
		return 0
	case errors.Is(err, cli.ErrStopped):
		return exitStopped
	}
	fmt.Fprintln(stderr, cli.ByClock(ctx, err.Error()))
	if _, ok := errors.AsType[*configError](err); ok {
		return exitConfig
	}
	if e, ok := errors.AsType[cli.UsageError](err); ok {
		fmt.Fprintln(stderr, e.Help())
		return exitUsage
	}
	return exitFailed
}

// commands is the command line.
func commands(getenv func(string) string) *cobra.Command {
	root := &cobra.Command{
		Use: "candor", Short: "An incident commander for teams that run software for clients",
		SilenceErrors: true, SilenceUsage: true, Version: version(),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return cli.Unknown(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.SetVersionTemplate("candor {{.Version}}\n")
	root.SetFlagErrorFunc(cli.Flag)
	root.SetHelpCommand(cli.Help(root))
	for _, part := range []struct {
		about string
		list  []*cobra.Command
	}{
		{"To begin", []*cobra.Command{cli.OnSignal(cli.Serves, sandboxCommand()), cli.OnSignal(cli.Orderly, initCommand(getenv)), cli.OnSignal(cli.Serves, serveCommand(getenv)), checkConfigCommand(getenv), doctorCommand(getenv), manifestCommand()}},
		{"Every day", []*cobra.Command{statusCommand(getenv), lintcmd.Command(), clientsCommand(getenv), pocketcmd.Pocket(pocketOf(getenv)), pocketcmd.Restored(pocketOf(getenv))}},
		{"What happened", []*cobra.Command{exportcmd.Command(exports(getenv)), figuresCommand(getenv), reportCommand(getenv)}},
		{"The data", []*cobra.Command{cli.OnSignal(cli.Orderly, backupCommand(getenv)), verifyCommand(getenv), cli.OnSignal(cli.Orderly, restoreCommand(getenv)), cli.OnSignal(cli.Orderly, repairCommand(getenv)), cli.OnSignal(cli.Orderly, forgetCommand(getenv))}},
		{"Also", []*cobra.Command{versionCommand()}},
	} {
		cli.Add(root, part.about, part.list...)
	}
	root.SetHelpCommandGroupID("Also")
	root.SetCompletionCommandGroupID("Also")
	return root
}

func configFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("config", "candor.yaml", "the config `file`")
}

func serveCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "serve", Short: "Run the bot", Args: cobra.NoArgs, SuggestFor: []string{"start", "run", "up", "server"}}
	path := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		go lean.Keep(cmd.Context(), getenv)
		return serve(cmd.Context(), func() (*config, error) { return loadConfig(*path, getenv) }, newLog(cmd.ErrOrStderr()))
	}
	return cmd
}

// serve runs the bot until ctx ends, then finishes what was begun. SIGHUP makes
// it read the config again.
func serve(ctx context.Context, load func() (*config, error), log *slog.Logger) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP) // before anything else: one that comes too early must not end the program
	defer signal.Stop(hup)
	c, err := load()
	if err == nil {
		err = cmp.Or(astray.Other(c.storeFile()), storefile.Lost(c.storeFile(), c.backupDir(), stateOf(c.storeFile())))
	}
	if err != nil {
		return err
	}
	a, err := newApp(ctx, c, &clock{}, log)
	if err != nil {
		return err
	}
	if a.backups == nil {
		log.Warn(backup.NoCopies)
		a.bot.Copies = func() string { return homeOfCopies(noCopies) }
	} else {
		a.backups.Job.Check = checkApart
	}
	log.Info("connected", "company", c.Company, "clients", len(c.Clients), "version", version())
	r := &reloader{app: a, now: c, load: load, log: log}
	go r.run(ctx, hup)
	shut, err := control.Open(control.SocketOf(c.storeFile()), a.commands(ctx))
	if err != nil { // promises are kept without it
		log.Warn("candor status, backup and verify cannot reach this program", "err", err)
		shut = func() {}
	}
	err = a.run(ctx, true)
	shut()
	if a.stuck || a.place.End(context.WithoutCancel(ctx)) {
		log.Info("stopped; what was promised is in the store")
	}
	return errors.Join(err, a.close())
}

func checkConfigCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "check-config", Short: "Say everything that is wrong with a config, or that nothing is", Args: cobra.NoArgs, SuggestFor: []string{"check", "validate", "config"}}
	path := configFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		text, why := readConfig(*path)
		if why != "" {
			return &configError{[]problem{{File: *path, Text: why}}}
		}
		c, problems := judgeConfig(*path, text, getenv)
		if len(problems) > 0 {
			return &configError{problems}
		}
		if err := checkWords(c); err != nil {
			return err
		}
		if err := checkCopies(c, *path); err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s is fine. Clients: %d, people: %d.\n", *path, len(c.Clients), len(c.People))
		for _, line := range c.ranOut {
			fmt.Fprintln(cmd.OutOrStdout(), line)
		}
		if len(c.unset) > 0 {
			fmt.Fprintln(cmd.OutOrStdout(), "It was judged without the Slack tokens, which are not all set here. candor serve needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN.")
		}
		return nil
	}
	return cmd
}

// newLog writes one line an event; tokens and addresses that carry secrets are
// cut out whatever is logged.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(logWriter{w}, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				a.Value = slog.StringValue(a.Value.Time().UTC().Format(time.RFC3339))
			}
			return a
		},
	}))
}
