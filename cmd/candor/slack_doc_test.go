package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// docs/SLACK.md gives a reason for each scope and event of the manifest, and its
// link makes the same app.
func TestSlackDocAgreesWithManifest(t *testing.T) {
	doc, text := mustRead(t, "../../docs/SLACK.md"), mustRead(t, "../../bot/manifest.yaml")
	var manifest struct {
		OAuth struct {
			Scopes struct{ Bot []string } `yaml:"scopes"`
		} `yaml:"oauth_config"`
		Settings struct {
			Events struct {
				Bot []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
		} `yaml:"settings"`
	}
	if err := yaml.Unmarshal([]byte(text), &manifest); err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(manifest.OAuth.Scopes.Bot, tableOf(t, doc, "bot scope")); diff != "" {
		t.Errorf("scopes (-manifest +docs/SLACK.md):\n%s", diff)
	}
	if diff := cmp.Diff(manifest.Settings.Events.Bot, tableOf(t, doc, "event")); diff != "" {
		t.Errorf("events (-manifest +docs/SLACK.md):\n%s", diff)
	}
	if scopes := slices.Clone(manifest.OAuth.Scopes.Bot); len(slices.Compact(slices.Sorted(slices.Values(scopes)))) != len(scopes) {
		t.Errorf("a scope stands twice in %q", scopes)
	}

	want, err := manifestLink()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc, "("+want+")") {
		t.Errorf("the link of docs/SLACK.md makes another app. Put this one there:\n%s", want)
	}
}

// tableOf returns the first column of the table with the heading, every row of
// which must give a reason.
func tableOf(t *testing.T, doc, heading string) []string {
	t.Helper()
	table := regexp.MustCompile(`(?m)^\| ` + heading + ` \| why \|\n\| --- \| --- \|\n((?:\|.*\n)+)`).FindStringSubmatch(doc)
	if table == nil {
		t.Fatalf("docs/SLACK.md has no table %q", heading)
	}
	var names []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(.+?)` \\| .{10,} \\|$").FindAllStringSubmatch(table[1], -1) {
		names = append(names, row[1])
	}
	return names
}
