package main

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
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
	var all any
	for _, dst := range []any{&manifest, &all} {
		if err := yaml.Unmarshal([]byte(text), dst); err != nil {
			t.Fatal(err)
		}
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

	wantJSON, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	if link := linked(t, doc); link != string(wantJSON) {
		t.Errorf("the link of docs/SLACK.md makes another app. Put this one there:\n%s", newAppLink+url.QueryEscape(string(wantJSON)))
	}
}

const newAppLink = "https://api.slack.com/apps?new_app=1&manifest_json="

// linked returns the manifest in the link that creates the app.
func linked(t *testing.T, doc string) string {
	t.Helper()
	m := regexp.MustCompile(regexp.QuoteMeta(newAppLink) + `([^)\s]+)`).FindStringSubmatch(doc)
	if m == nil {
		return ""
	}
	text, err := url.QueryUnescape(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return text
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
