package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"runtime/debug"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"candor/bot"
	"candor/messages"
)

func manifestCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "manifest", Short: "Print the Slack app's manifest", Args: cobra.NoArgs}
	asURL := cmd.Flags().Bool("url", false, "print a link that creates the app with one click")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *asURL {
			link, err := manifestLink()
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), link)
			return nil
		}
		_, err := cmd.OutOrStdout().Write(bot.Manifest)
		return err
	}
	return cmd
}

// newAppLink opens Slack with a form that is filled in with a manifest.
const newAppLink = "https://api.slack.com/apps?new_app=1&manifest_json="

// manifestLink is the link that creates the app. Slack takes JSON there.
func manifestLink() (string, error) {
	var m any
	if err := yaml.Unmarshal(bot.Manifest, &m); err != nil {
		return "", fmt.Errorf("read the manifest: %w", err)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write the manifest as JSON: %w", err)
	}
	return newAppLink + url.QueryEscape(string(text)), nil
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			fmt.Fprintln(cmd.OutOrStdout(), "candor", version())
			return nil
		}}
}

// version is the module's version, or the commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "unreleased"
}

// checkWords reads the team's own texts, so that a mistake in them is found
// before the night in which they are needed.
func checkWords(c *config) error {
	if _, err := messages.Load(c.wordsDir()); err != nil {
		return &configError{[]problem{{File: c.wordsDir(), Text: err.Error()}}}
	}
	return nil
}

var (
	secretShapes = regexp.MustCompile(`(?i:xox[a-z]-[a-z0-9-]+|xapp-[a-z0-9-]+|whsec_[a-z0-9+/=]+)|https://hooks\.slack\.com/[^\s"]+|/response/[^\s"]+` +
		`|(?i:\b(?:bearer|auth(?:orization)?:? (?:plain|login|basic|bearer)) )[^\s"]+`)

	// addresses finds those in a line of the log, where quotes are escaped: between
	// two of them there may be anything. What is kept is where it leads.
	addresses = regexp.MustCompile(`(?i)(\\"[a-z][a-z0-9+.-]*://)[^/?#\\]*?([^@/?#\\]*)[/?#].*?(\\")` +
		`|([a-z][a-z0-9+.-]*://)(?:[^\s/?#"\\]*@)?([^\s@/?#"\\]*)(?:[/?#][^\s"\\]*)?`)
	plainHost = regexp.MustCompile(`^[a-zA-Z]+://[^/?#@]*/?$`)
)

// withoutKeys cuts down the addresses in a line to where they lead: the rest may be
// a key. What Slack's own methods are called stays.
func withoutKeys(line []byte) []byte {
	return addresses.ReplaceAllFunc(line, func(address []byte) []byte {
		if own := bytes.Contains(address, []byte("slack.com/api/")); own || plainHost.Match(address) {
			return address
		}
		return addresses.ReplaceAll(address, []byte("${1}${2}${4}${5}/***${3}"))
	})
}

// logWriter writes a line of the log, without what may be a key.
type logWriter struct{ w io.Writer }

func (l logWriter) Write(p []byte) (int, error) {
	if _, err := redacting(l).Write(withoutKeys(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// redacting cuts out what looks like a secret. slog hands it one line a call.
type redacting struct{ w io.Writer }

func (r redacting) Write(p []byte) (int, error) {
	if _, err := r.w.Write(secretShapes.ReplaceAll(p, []byte("***"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
