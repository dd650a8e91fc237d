package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/clientfile"
	"candor/cmd/candor/storefile"
	"candor/delivery"
	"candor/incident/client"
	"candor/incident/clientlist"
	"candor/incident/firm"
	"candor/incident/service"
	"candor/messages/strictyaml"
	"candor/store/backup"
	"candor/store/bolt"
)

// clientsCommand reads and writes the clients that were made in Slack.
func clientsCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "clients", Short: "Write out the clients that were made in Slack, or take some in", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cli.Add(cmd, "What to do", exportCommand(getenv), importCommand(getenv))
	return cmd
}

func exportCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: "Write the clients that were made in Slack as the config writes them", Args: cobra.NoArgs}
	path := configFlag(cmd)
	secrets := cmd.Flags().Bool("secrets", false, "write the secrets of webhooks, too: keep the file to yourself")
	lines := cmd.Flags().Bool("json", false, "write JSON, one client a line, instead of YAML")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withStore(*path, getenv, thatIsThere, cmd.ErrOrStderr(), func(s *service.Service) error {
			list, err := s.Clients().Stored(cmd.Context())
			if err != nil {
				return fmt.Errorf("a part cannot be read, so nothing was written: %w", err)
			}
			return writeClients(cmd.OutOrStdout(), list, *lines, *secrets)
		})
	}
	return cmd
}

func importCommand(getenv func(string) string) *cobra.Command {
	cmd := &cobra.Command{Use: "import FILE", Short: "Take in clients from YAML, JSON lines, CSV or vCard, all of them or none", Args: oneFile}
	path := configFlag(cmd)
	trial := cmd.Flags().Bool("dry-run", false, "say what would change, and change nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		text, why := readConfig(args[0])
		if _, err := os.Stat(args[0]); errors.Is(err, fs.ErrNotExist) {
			why = "there is no such file. Nothing was imported. Check the path."
		}
		if why != "" {
			return &configError{[]problem{{File: args[0], Text: why}}}
		}
		c, err := loadConfig(*path, withoutTokens(getenv))
		if err != nil {
			return err
		}
		list, problems := readAny(args[0], text, c.guard())
		if len(problems) > 0 {
			return &configError{problems}
		}
		use := mayBegin
		if *trial {
			use = onTrial
		}
		return withStore(*path, getenv, use, cmd.ErrOrStderr(), func(s *service.Service) error {
			return importClients(cmd.Context(), cmd.OutOrStdout(), s, list, *trial)
		})
	}
	return cmd
}

// readAny reads clients as an export writes them, or as CSV or vCard. Slack is not
// asked, so that a channel has to be named by its id.
func readAny(path string, text []byte, guard *delivery.Guard) (clients []client.Client, problems []problem) {
	if !clientlist.Is(path, text) {
		return readClients(path, text, guard)
	}
	list, err := clientlist.Read(text, nil)
	if err != nil {
		return nil, []problem{{File: path, Text: err.Error() + " Nothing was imported."}}
	}
	for _, r := range slices.Clone(list.Rows) {
		switch {
		case r.Channel == "":
		case clientlist.IsID(r.Channel):
			list.Place(r.Line, r.Channel)
		default:
			list.Refuse(r.Line, fmt.Sprintf("%q is a name, and Slack is not asked here. Write the channel's id, or take the file in with candor init.", r.Channel))
		}
	}
	for _, b := range list.Bad {
		problems = append(problems, problem{File: path, Line: b.Line, Path: b.Name, Text: b.Why})
	}
	return list.Clients(), problems
}

// oneFile wants the file to be named.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return cli.Sentence("name one file. Nothing was imported. For example: candor clients import clients.yaml")
	}
	return nil
}

func importClients(ctx context.Context, w io.Writer, s *service.Service, list []client.Client, trial bool) error {
	sum, err := s.Clients().Import(ctx, list, trial)
	if err != nil {
		return err
	}
	tense := ""
	if trial {
		tense = "would be "
	}
	for _, part := range []struct {
		what string
		ids  []string
	}{{"added", sum.Added}, {"changed", sum.Changed}, {"the same", sum.Same}} {
		if len(part.ids) > 0 {
			fmt.Fprintf(w, "%s%s: %s\n", tense, part.what, strings.Join(part.ids, ", "))
		}
	}
	if len(sum.Secrets) > 0 {
		fmt.Fprintf(w, "%sgiven a new webhook secret: %s. candor clients export --secrets shows it.\n", tense, strings.Join(sum.Secrets, ", "))
	}
	if len(list) == 0 {
		fmt.Fprintln(w, "There is no client in the file.")
	}
	return nil
}

// storeUse says what to do where there is no store yet.
type storeUse int

const (
	thatIsThere storeUse = iota // refuse
	mayBegin                    // begin one
	onTrial                     // do as if one had begun, and leave nothing
)

// withStore runs fn on the store of a config. Nobody else may have it: bbolt locks
// the file for one process.
func withStore(path string, getenv func(string) string, use storeUse, stderr io.Writer, fn func(*service.Service) error) error {
	c, err := loadConfig(path, withoutTokens(getenv))
	if err != nil {
		return err
	}
	file := c.storeFile()
	_, err = os.Stat(file)
	switch none := errors.Is(err, fs.ErrNotExist); {
	case none && use == thatIsThere:
		return fmt.Errorf("there is no store at %s yet, so there are no clients in it. Nothing was done. Check the key store in %s", file, path)
	case none && use == onTrial:
		dir, done, err := backup.Scratch(os.TempDir())
		if err != nil {
			return fmt.Errorf("there is no store yet, and no room to try it in: %w", err)
		}
		defer done()
		file = filepath.Join(dir, "trial.db")
	}
	store, err := bolt.Open(file, bolt.Options{})
	if bolt.InUse(err) && use == thatIsThere { // a candor that runs hands out a copy
		if copied, done, e := storefile.Legible(context.Background(), file); e == nil {
			defer done()
			store, err = bolt.Open(copied, bolt.Options{})
		}
	}
	if bolt.InUse(err) {
		return fmt.Errorf("%s is in use: Candor is running on it. Nothing was done. Stop it, run this again and start it: what is due meanwhile is brought up then. "+
			"Or change clients in Slack, with %s clients, while it runs", c.storeFile(), c.Slack.Command)
	}
	if err != nil {
		return err
	}
	s := &service.Service{Firm: firm.Firm{Log: newLog(stderr)}, Store: store, Now: func() time.Time { return time.Now().UTC() }}
	_, err = s.Provision(context.Background(), c.roster())
	if err == nil {
		err = fn(s)
	}
	return errors.Join(err, store.Close())
}

// withoutTokens stands in for tokens: what does not talk to Slack needs none.
func withoutTokens(getenv func(string) string) func(string) string {
	return func(name string) string {
		switch name {
		case "SLACK_BOT_TOKEN":
			return cmp.Or(getenv(name), "xoxb-not-needed")
		case "SLACK_APP_TOKEN":
			return cmp.Or(getenv(name), "xapp-not-needed")
		}
		return getenv(name)
	}
}

// readClients reads the clients section of a config, or JSON lines with the same
// keys, with every check of the config. The guard says what may be called.
func readClients(path string, text []byte, guard *delivery.Guard) ([]client.Client, []problem) {
	text = arrayLines(text)
	jsonLines := bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{clients"))
	if jsonLines {
		text = asYAML(text)
	}
	c := &config{}
	r := newReader(path)
	r.Empty = "the file is empty. Nothing was imported. Write clients into it as candor clients export writes them."
	file := struct {
		Clients []client.Client `yaml:"clients"`
	}{}
	if r.Read(text, &file) {
		c.Clients = file.Clients
		k := newChecker(r, c, func(string) string { return "" })
		k.clients()
		k.sending(guard, true)
	}
	if jsonLines { // one line stands above them now
		for i := range r.Problems {
			r.Problems[i].Line = max(1, r.Problems[i].Line-1)
		}
	}
	strictyaml.Sort(r.Problems)
	return c.Clients, r.Problems
}

// arrayLines writes the objects of a JSON array a line each, as other programs export
// them; what is no such array stays.
func arrayLines(text []byte) []byte {
	var list []map[string]json.RawMessage
	var lines []byte
	if json.Unmarshal(text, &list) != nil {
		return text
	}
	for _, one := range list {
		line, err := json.Marshal(one)
		if err != nil {
			return text
		}
		lines = append(append(lines, line...), '\n')
	}
	return lines
}

// asYAML makes a list of JSON lines, which are YAML each.
func asYAML(text []byte) []byte {
	var b bytes.Buffer
	b.WriteString("clients:\n")
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 {
			b.WriteString("- ")
		}
		b.Write(line)
	}
	return b.Bytes()
}

// writeClients writes what readClients reads.
func writeClients(w io.Writer, list []client.Client, jsonLines, secrets bool) error {
	nodes := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range list {
		nodes.Content = append(nodes.Content, clientfile.Node(list[i], secrets))
	}
	if !jsonLines {
		if len(list) == 0 {
			nodes.Style = yaml.FlowStyle
		}
		enc := yaml.NewEncoder(w)
		enc.SetIndent(2)
		err := enc.Encode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{clientfile.Word("clients"), nodes}})
		return errors.Join(err, enc.Close())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, n := range nodes.Content {
		var v any
		if err := n.Decode(&v); err != nil {
			return fmt.Errorf("write a client as JSON: %w", err)
		}
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}
