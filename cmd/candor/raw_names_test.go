package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"candor/incident/facts"
)

// rawName is a name that only the program has for something.
var rawName = regexp.MustCompile(`\b[a-z]+(_[a-z]+)+\b`)

// inCode is what stands between backticks, in a command to type or in a link: there a name of the
// program's own is meant.
var inCode = regexp.MustCompile("`[^`]*`|<[^>]*>|https?://\\S+|\\S+\\.(?:yaml|md|txt|json)\\b")

// slackSays are errors of Slack's, by which its help is searched.
var slackSays = regexp.MustCompile(`\buser_is_restricted\b`)

// typedCommand is a command that a sentence tells somebody to type.
var typedCommand = regexp.MustCompile(`(?i)\b(?:type|write|example:?) [^.;]*`)

// TestNobodyReadsNamesOfFields looks at all that people read, in the goldens and in the papers:
// no text says “data_lost: no”.
func TestNobodyReadsNamesOfFields(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../../messages", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".golden" || strings.Contains(path, "/lint/") || strings.HasSuffix(path, "sentences.golden") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var tree any
		texts := []string{string(b)}
		if json.Unmarshal(b, &tree) == nil {
			texts = shownIn(tree)
		}
		for _, text := range texts {
			seen++
			for _, name := range rawNames(text) {
				t.Errorf("%s says %q: %s", strings.TrimPrefix(path, "../../"), name, text)
			}
		}
		return nil
	})
	if err != nil || seen < 1000 {
		t.Fatalf("only %d texts: %v", seen, err)
	}
}

// shownIn are the texts of blocks, wherever they stand.
func shownIn(tree any) (list []string) {
	switch at := tree.(type) {
	case map[string]any:
		for key, v := range at {
			if s, ok := v.(string); ok && slices.Contains([]string{"text", "initial_value", "alt_text"}, key) {
				list = append(list, s)
			}
			list = append(list, shownIn(v)...)
		}
	case []any:
		for _, v := range at {
			list = append(list, shownIn(v)...)
		}
	}
	return list
}

// rawNames are the names in a text that only the program has.
func rawNames(text string) []string {
	text = slackSays.ReplaceAllString(text, "")
	text = typedCommand.ReplaceAllString(inCode.ReplaceAllString(text, ""), "")
	list := rawName.FindAllString(text, -1)
	for _, q := range facts.Questions {
		if strings.Contains(text, string(q)+": ") {
			list = append(list, string(q))
		}
	}
	return list
}

func TestRawNamesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"14:00 UTC · Ana: data_lost: no.":       "data_lost data_lost",
		"recoverable: part":                     "recoverable",
		"No data is gone.":                      "",
		"Type `fact data_lost yes`.":            "",
		"Answer it, for example: data_lost yes": "",
	} {
		if got := strings.Join(rawNames(text), " "); got != want {
			t.Errorf("rawNames(%q) = %q, want %q", text, got, want)
		}
	}
}
