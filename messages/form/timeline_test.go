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
