package main

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inUTC finds where the source writes an instant by nobody's clock.
var inUTC = regexp.MustCompile(`\.UTC\(\)\.Format\([^)]*\)|%[sv] UTC\b|15:04(:05)? UTC\b`)

// notRead is how instants are written that are no sentence: keys, and what machines read.
var notRead = regexp.MustCompile(`20060102T150405Z|\(stamp\)|time\.(DateOnly|RFC3339|RFC1123Z)|paperTime`)

// readInUTC are the files that write UTC for people, and why.
var readInUTC = map[string]string{
	"incident/fault/moment.go":       "the one place: what stands where Slack cannot show the reader's clock",
	"messages/kit/words.go":          "what stands where Slack cannot show the reader's clock",
	"messages/kit/pen.go":            "notifications, which have one text for all readers",
	"messages/pocket/pocket.go":      "paper, which says so",
	"messages/report/sheet.go":       "a document, which says so",
	"messages/law/insurer.go":        "a document for others, which says so",
	"messages/law/copy.go":           "a document for others, which says so",
	"messages/upkeep/trial.go":       "days, a year back",
	"bot/commands.go":                "a line to be typed again, which means one instant whoever types it",
	"store/backup/check.go":          "the one place for what a command line says, which writes it by its reader's clock",
	"cmd/candor/candour/candour.go":  "what a test says",
	"cmd/candor/candour/contrary.go": "what a test says",
}

// Everybody reads times by their own clock: what the domain says writes a moment with
// fault.Clock or fault.Moment, a screen with kit, a command with backup.Instant to cli.Out.
func TestNobodyReadsTimesByAnotherClock(t *testing.T) {
	used := map[string]bool{}
	for _, dir := range []string{"incident", "bot", "messages", "delivery", "store", "cmd"} {
		err := filepath.WalkDir("../../"+dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file := strings.TrimPrefix(path, "../../")
			for _, found := range inUTC.FindAllString(mustRead(t, path), -1) {
				switch {
				case notRead.MatchString(found):
				case readInUTC[file] != "":
					used[file] = true
				default:
					t.Errorf("%s writes %s. Nobody's clock shows that: use fault.Clock or fault.Moment, or a pen of messages/kit.", file, found)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for file := range readInUTC {
		if !used[file] {
			t.Errorf("%s needs no exception any more", file)
		}
	}
}
