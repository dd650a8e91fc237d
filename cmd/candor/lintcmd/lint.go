// Package lintcmd is the draft check as a command: candor lint.
package lintcmd

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"candor/cmd/candor/cli"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/messages"
	"candor/messages/lint"
)

const lintHelp = `Reads a draft from a file or from standard input and says what is wrong with it,
worst first. Nothing is sent anywhere and no config is needed.

It ends with 0 if the text is clean or has hints only, with 1 if something would
stop it or needs a second look. With --jsonl each line is a draft,
{"id": …, "text": …, "context": {…}}, and is answered with {"id": …, "rules": […]}
in the same order; that ends with 1 only if a line could not be read. What weighs
less there than its rule does, such as a cause in a text of whose incident nothing
is known, is no rule that it breaks: such rules are listed in "hints".`

// maxDraft is far beyond any text that a client reads, and keeps a wrong file out of memory.
const maxDraft = 1 << 20

// lintFlags is the context of a draft as it is typed.
type lintFlags struct {
	lint.Context
	of, severity, now, eta, zone, late string // of: the kind of incident
	jsonl, urgent                      bool
}

func Command() *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{Use: "lint [file]", Short: "Check a draft before a client reads it", Long: lintHelp, Args: cobra.MaximumNArgs(1)}
	f.register(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f.read(); err != nil {
			return cli.UsageError{Err: err, Cmd: cmd}
		}
		in, err := openDraft(cmd, args, f.jsonl)
		if err != nil {
			return err
		}
		defer in.Close()
		if f.jsonl {
			return LintLines(cli.Ending(cmd.Context(), in), cmd.OutOrStdout(), cmd.ErrOrStderr())
		}
		text, err := cli.AllUpTo(cli.Ending(cmd.Context(), in), maxDraft)
		if err != nil {
			return unread(args, err)
		}
		return f.lintText(string(text), cmd.OutOrStdout())
	}
	return cmd
}

func (f *lintFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.jsonl, "jsonl", false, "each line is a draft with its context")
	fl.BoolVar(&f.urgent, "urgent", false, "show only what stops the text")
	fl.StringVar(&f.Kind, "kind", "", "what the message is for: "+strings.Join(lint.Kinds(), ", "))
	fl.StringVar(&f.severity, "severity", "", "SEV1 to SEV4")
	fl.StringVar(&f.of, "type", "", "of incident: outage, data_loss, security, …")
	fl.StringVar(&f.Phase, "phase", "", "assess, contain, recover, verify, learn or rebuild")
	fl.StringVar(&f.Channel, "channel", "", "slack, email or review")
	fl.StringVar(&f.Status, "status", "", "what the client was told: investigating, identified, mitigated, monitoring or resolved")
	fl.StringVar(&f.CauseState, "cause-state", "", "unknown, suspected or confirmed")
	fl.StringVar(&f.DataState, "data-state", "", "unknown, confirmed_none or confirmed_loss")
	fl.StringVar(&f.Language, "language", "", "of the text, if it is not English")
	fl.StringVar(&f.now, "now", "", "when it is sent: 2026-03-10T14:00:00+01:00")
	fl.StringVar(&f.eta, "estimate", "", "the `time` that they were told it would work again")
	fl.StringVar(&f.zone, "zone", "", "of the client: Europe/London")
	fl.StringVar(&f.late, "late", "", "how late it is: 12m")
	fl.StringSliceVar(&f.OtherClients, "other-client", nil, "the `name` of another client, which must not appear")
	fl.StringSliceVar(&f.AllowedDomains, "allow", nil, "a `domain` to which links and addresses may lead")
	fl.StringSliceVar(&f.Staff, "staff", nil, "the `name` of somebody in the team")
	fl.BoolVar(&f.Technical, "technical", false, "the client knows the trade's words")
	fl.BoolVar(&f.Auto, "auto", false, "nobody reads it before it leaves")
}

// known are the values that a flag takes.
var known = map[string][]string{
	"phase":       {"assess", "communicate", "contain", "recover", "verify", "learn", "rebuild"},
	"channel":     {"slack", "email", "review"},
	"status":      {"investigating", "identified", "mitigated", "monitoring", "resolved"},
	"cause-state": {"unknown", "suspected", "confirmed"},
	"data-state":  {"unknown", "confirmed_none", "confirmed_loss"},
}

// read turns what was typed into a context.
func (f *lintFlags) read() error {
	for _, v := range []struct{ flag, value string }{
		{"phase", f.Phase}, {"channel", f.Channel}, {"status", f.Status}, {"cause-state", f.CauseState}, {"data-state", f.DataState},
	} {
		if v.value != "" && !slices.Contains(known[v.flag], v.value) {
			return cli.Sentence("--%s does not know %q. Write one of %s.", v.flag, v.value, strings.Join(known[v.flag], ", "))
		}
	}
	if f.Kind != "" && !lint.KnowsKind(f.Kind) {
		return cli.Sentence("--kind does not know %q. Write one of %s, or the id of a template.", f.Kind, strings.Join(lint.Kinds(), ", "))
	}
	f.Access = accessOf(f.of)
	var err error
	if f.Severity, err = lint.ParseSeverity(f.severity); err != nil {
		return cli.Sentence("--severity: %v. Write SEV1, SEV2, SEV3 or SEV4.", err)
	}
	if f.late != "" {
		if f.Late, err = schedule.ParseSpan(f.late, 0); err != nil {
			return cli.Sentence("--late: %s", err)
		}
	}
	if f.zone != "" {
		if f.Zone, err = time.LoadLocation(f.zone); err != nil {
			return cli.Sentence("--zone: there is no zone %q. Write a name like Europe/London.", f.zone)
		}
	}
	for _, t := range []struct {
		flag, text string
		to         *time.Time
	}{{"now", f.now, &f.Now}, {"estimate", f.eta, &f.PrevETA}} {
		if t.text == "" {
			continue
		}
		if *t.to, err = lint.ParseInstant(t.text); err != nil {
			return fmt.Errorf("--%s: %w", t.flag, err)
		}
	}
	return nil
}

// builtInKinds are the kinds of incident that the draft check is told about.
var builtInKinds = sync.OnceValue(func() map[string]*playbook.Playbook {
	words, err := messages.Load("")
	if err != nil { // no draft is checked less for it
		return nil
	}
	return words.Playbooks()
})

// accessOf says whether the harm of a kind may be that somebody got in or saw
// something; no for a kind that is not built in.
func accessOf(kind string) bool {
	if kind == "" {
		return false
	}
	pb := builtInKinds()[strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(kind)))]
	return pb != nil && pb.Access.Possible()
}

// typed says whether somebody sits before an input, and nothing comes before they type.
func typed(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	none, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, none)
}

// openDraft opens the file that was named, or standard input. Who is to type is told so.
func openDraft(cmd *cobra.Command, args []string, jsonl bool) (io.ReadCloser, error) {
	if len(args) == 0 || args[0] == "-" {
		if typed(cmd.InOrStdin()) {
			what := "the draft"
			if jsonl {
				what = "drafts, one a line, as JSON"
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "Type or paste %s, then press Enter and Ctrl-D. Ctrl-C checks nothing. To check a file: candor lint draft.txt\n", what)
		}
		return io.NopCloser(cmd.InOrStdin()), nil
	}
	f, err := os.Open(args[0])
	if err != nil {
		return nil, unread(args, err)
	}
	return f, nil
}

// unread says that a draft was not read, and why.
func unread(args []string, err error) error {
	if errors.Is(err, cli.ErrStopped) {
		return err
	}
	if errors.Is(err, cli.ErrTooMuch) {
		return cli.Sentence("%s is over 1 MB, which is no text for a client. Nothing was checked. Check the path.", cmp.Or(strings.Join(args, " "), "the draft"))
	}
	why := err.Error()
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		why = e.Err.Error()
	}
	return cli.Sentence("%s cannot be read: %s. Nothing was checked. Name the file with the draft, or write it to standard input.", strings.Join(args, " "), why)
}

// lintText prints what is wrong with one draft.
func (f *lintFlags) lintText(text string, out io.Writer) error {
	if strings.TrimSpace(text) == "" {
		return cli.Sentence("there is no text in it, so nothing was checked. Name the file with the draft, or write it to standard input.")
	}
	if !utf8.ValidString(text) {
		return cli.Sentence("it is no text in UTF-8, so nothing was checked. Save it as UTF-8, then try again.")
	}
	list := lint.Merged(lint.Check(text, f.Context))
	if f.urgent {
		list = lint.Urgent(list)
	}
	count := map[lint.Level]int{}
	for _, found := range list {
		count[found.Level]++
		fmt.Fprint(out, findingText(found))
	}
	if len(list) == 0 {
		fmt.Fprintln(out, "Nothing found.")
	}
	if left := f.unchecked(); left != "" && !f.urgent {
		fmt.Fprintln(out, left)
	}
	switch {
	case count[lint.Block] > 0:
		return cli.Sentence("it would not leave like this. Blocks: %d, warnings: %d, hints: %d. Mend the blocks first.", count[lint.Block], count[lint.Warn], count[lint.Hint])
	case count[lint.Warn] > 0:
		return cli.Sentence("it needs a second look. Warnings: %d, hints: %d. Change it, or send it if you mean it so.", count[lint.Warn], count[lint.Hint])
	}
	return nil
}

// unchecked says what was not looked at, as nothing was said about it.
func (f *lintFlags) unchecked() string {
	var left []string
	for _, c := range []struct {
		given bool
		what  string
	}{
		{f.Kind != "", "what a message like this owes (--kind)"},
		{f.Phase+f.CauseState+f.DataState != "", "whether a cause or a loss that it names is confirmed (--phase)"},
		{!f.Now.IsZero(), "whether its times are still to come (--now)"},
		{len(f.OtherClients) > 0, "names of other clients (--other-client)"},
	} {
		if !c.given {
			left = append(left, c.what)
		}
	}
	if len(left) == 0 {
		return ""
	}
	return "Not checked: " + strings.Join(left, ", ") + "."
}

func findingText(f lint.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-5s  %s", f.Level, f.Rule)
	if f.Words != "" {
		fmt.Fprintf(&b, ": “%s”", strings.Join(strings.Fields(f.Words), " "))
	}
	fmt.Fprintf(&b, "\n       %s\n", f.Why)
	switch {
	case f.Replace != "" && f.Example:
		fmt.Fprintf(&b, "       For example: %s\n", f.Replace)
	case f.Replace != "":
		fmt.Fprintf(&b, "       Instead: %s\n", f.Replace)
	}
	return b.String()
}

// LintLines answers each line with the rules that it breaks. A line that cannot
// be read is named on errs and takes none of the others with it.
func LintLines(in io.Reader, out, errs io.Writer) error {
	lines, results := bufio.NewReaderSize(in, 1<<16), bufio.NewWriterSize(out, 1<<16)
	n, bad := 0, 0
	for end := false; !end; {
		line, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(fmt.Errorf("line %d was not read: %w", n+1, err), results.Flush())
		}
		end = err != nil
		if line = bytes.TrimSpace(line); end && len(line) == 0 {
			break
		}
		n++
		if len(line) == 0 {
			continue
		}
		if wrong := lintLine(line, results); wrong != nil {
			bad++
			fmt.Fprintf(errs, "line %d is no draft: %v. It has no result; the others have.\n", n, wrong)
		}
	}
	if err := results.Flush(); err != nil {
		return fmt.Errorf("the results were not written: %w", err)
	}
	if bad > 0 {
		return cli.Sentence("lines without a result: %d of %d. Mend them and run it again.", bad, n)
	}
	return nil
}

// result is the answer to a line: the rules that it breaks, and those of which it has
// no more than a hint.
type result struct {
	ID    json.RawMessage `json:"id"`
	Rules []string        `json:"rules"`
	Hints []string        `json:"hints,omitempty"`
}

func lintLine(line []byte, out io.Writer) error {
	var d lint.Draft
	if err := json.Unmarshal(line, &d); err != nil {
		return err
	}
	if d.ID == nil {
		d.ID = json.RawMessage("null")
	}
	d.Context.Access = d.Context.Access || accessOf(d.Type)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	broken, hints := lint.Broken(lint.Check(d.Text, d.Context))
	return enc.Encode(result{d.ID, broken, hints})
}
