package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/printing"
)

// level is how a check ended.
type level string

const (
	fine    level = "ok"
	warning level = "warning" // it works, and something will be missed one night
	trouble level = "problem" // something does not work
)

// finding is the end of one check, for the operator.
type finding struct {
	Level   level  `json:"level"`
	Subject string `json:"subject"`       // what was looked at: bot token, client acme
	Text    string `json:"text"`          // how it is
	Fix     string `json:"fix,omitempty"` // what to do; empty if it is fine
}

// doctor looks at everything that a running Candor needs and changes nothing.
type doctor struct {
	path   string // of the config
	getenv func(string) string
	now    func() time.Time
	log    *slog.Logger
	mail   string // send a real mail here; empty: do not
	ring   string // make this person's phone ring; empty: do not

	c       *config
	unasked bool // there are no tokens here to ask Slack with
	list    []finding
}

func doctorCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "doctor", Short: "Look at everything that a running Candor needs, and name the fix", Args: cobra.NoArgs}
	path := configFlag(cmd)
	asJSON := cmd.Flags().Bool("json", false, "print the findings as JSON")
	mail := cmd.Flags().String("mail", "", "send a real mail to this `address`")
	ring := cmd.Flags().String("ring", "", "make the phone of this `person` (a Slack id) ring")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		d := &doctor{path: *path, getenv: getenv, now: new(clock).Now, log: slog.New(slog.DiscardHandler), mail: *mail, ring: *ring}
		d.examine(cmd.Context())
		if *asJSON {
			return errors.Join(d.printJSON(redacting{cmd.OutOrStdout()}), d.verdict())
		}
		d.print(redacting{cli.Out(cmd)})
		return d.verdict()
	}
	return cmd
}

func (d *doctor) say(l level, subject, text, fix string) {
	d.list = append(d.list, finding{l, subject, cli.ToOwner(redact(text)), cli.ToOwner(redact(fix))})
}

func (d *doctor) ok(subject, format string, args ...any) {
	d.say(fine, subject, fmt.Sprintf(format, args...), "")
}

// examine makes every check. What cannot be asked does not keep the rest from
// being looked at.
func (d *doctor) examine(ctx context.Context) {
	if !d.config() {
		return
	}
	d.store()
	d.backups()
	d.words()
	d.clients()
	d.outsiders()
	if !d.unasked {
		d.slack(ctx)
	}
	d.mailing(ctx)
	if text, fix := printing.Try(ctx, d.c.path(d.c.Print)); fix != "" {
		d.say(trouble, "print", text, fix)
	} else {
		d.say(fine, "print", text, "")
	}
	d.waking(ctx)
}

// config reads the config; without one nothing else can be looked at.
func (d *doctor) config() bool {
	c, err := loadConfig(d.path, d.getenv)
	if without, e := loadConfig(d.path, withoutTokens(d.getenv)); err != nil && e == nil { // the service may have them, in an environment of its own
		d.say(trouble, "config", err.Error(), "Does the service have it? Then name it here as well: set -a; . /etc/candor/tokens; set +a. Slack was not looked at.")
		c, err, d.unasked = without, nil, true
	}
	if e, ok := errors.AsType[*configError](err); ok {
		for _, p := range e.Problems {
			fix := "Correct it in that line. Nothing else was looked at."
			if p.Line == 0 {
				fix = "Nothing else was looked at."
			}
			d.say(trouble, "config", p.String(), fix)
		}
		return false
	}
	if err != nil {
		d.say(trouble, "config", err.Error(), "Check the path.")
		return false
	}
	d.c = c
	d.ok("config", "%s is read: %s, %s.", d.path, counted(len(c.Clients), "client", "clients"), counted(len(c.People), "person", "people"))
	for _, line := range c.ranOut {
		d.say(warning, "config", line, "Then kill -HUP, or start Candor again.")
	}
	d.permissions()
	return true
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// count says how many findings have a level.
func (d *doctor) count(l level) (n int) {
	for _, f := range d.list {
		if f.Level == l {
			n++
		}
	}
	return n
}

// verdict is an error if there is a problem.
func (d *doctor) verdict() error {
	if n := d.count(trouble); n > 0 {
		return fmt.Errorf("problems: %d, warnings: %d", n, d.count(warning))
	}
	return nil
}

// print writes a line for each finding, and below it what to do.
func (d *doctor) print(w io.Writer) {
	for _, f := range d.list {
		fmt.Fprintf(w, "%-8s %s: %s\n", f.Level, f.Subject, f.Text)
		if f.Fix != "" {
			fmt.Fprintf(w, "         → %s\n", f.Fix)
		}
	}
	if d.count(trouble) == 0 {
		fmt.Fprintf(w, "Candor can run. Warnings: %d.\n", d.count(warning))
	}
}

func (d *doctor) printJSON(w io.Writer) error {
	text, err := json.MarshalIndent(struct {
		OK       bool      `json:"ok"` // no problem; there may be warnings
		Findings []finding `json:"findings"`
	}{d.count(trouble) == 0, d.list}, "", "  ")
	if err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
