package form

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/timeline"
)

// Each line stands on exactly one page, the newest page comes first, and no page is
// larger than Slack takes.
func TestTimelinePages(t *testing.T) {
	start := time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)
	var entries []timeline.Entry
	for n := 1; n <= 45; n++ {
		entries = append(entries, timeline.Entry{N: n, At: start.Add(time.Duration(n) * time.Minute), By: "U0ANA", Kind: timeline.Note, Words: fmt.Sprintf("line-%d! <!channel> %s", n, strings.Repeat("ü", 2900))})
	}
	inc, seen := &incident.Incident{Number: 7}, map[string]int{}
	for page := 1; page <= 3; page++ {
		f := Timeline(inc, timeline.Lines(entries), page, time.UTC)
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Blocks.BlockSet) > 100 || strings.Contains(string(text), "<!channel>") {
			t.Errorf("page %d has %d blocks: %s", page, len(f.Blocks.BlockSet), text)
		}
		for n := 1; n <= 45; n++ {
			if strings.Contains(string(text), fmt.Sprintf("line-%d!", n)) {
				seen[fmt.Sprint(n)]++
			}
		}
		for button, want := range map[string]bool{`"Earlier"`: page > 1, `"Later"`: page < 3} {
			if strings.Contains(string(text), button) != want {
				t.Errorf("page %d has %s: %t", page, button, !want)
			}
		}
	}
	for n := 1; n <= 45; n++ {
		if seen[fmt.Sprint(n)] != 1 {
			t.Errorf("line %d is on %d pages", n, seen[fmt.Sprint(n)])
		}
	}
	newest, err := json.Marshal(Timeline(inc, timeline.Lines(entries), 0, time.UTC))
	if err != nil || !strings.Contains(string(newest), "line-45!") || !strings.Contains(string(newest), "Wednesday 11 March 2026") {
		t.Errorf("it opens at %s (%v)", newest, err)
	}
}

// All times of a page are by one clock: in summer a line that said UTC seemed an hour off.
func TestTimelineHasOneClock(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, 7, 10, 14, 30, 0, 0, time.UTC)
	entries := []timeline.Entry{
		{N: 1, At: due, Kind: timeline.Reminded, ClientName: "Acme Shop", Until: due},
		{N: 2, At: due, Kind: timeline.Estimate, Start: due, Until: due.Add(time.Hour)},
	}
	text, err := json.Marshal(Timeline(&incident.Incident{Number: 7}, timeline.Lines(entries), 1, london))
	if err != nil || strings.Contains(string(text), "UTC") {
		t.Errorf("%s, %v", text, err)
	}
	for _, want := range []string{"15:30 · 1 · Candor: Reminded of the promise to Acme Shop, due 15:30 BST.", "between 10 Jul 15:30 and 10 Jul 16:30 BST."} {
		if !strings.Contains(string(text), want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
}
