package form

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/view"
)

// Every incident stands on one page; the buttons turn to the next and keep what is
// looked for. What is looked for is shown, not obeyed.
func TestPastIncidentsAreReadByPage(t *testing.T) {
	var list []*incident.Incident
	for n := 40; n > 0; n-- {
		list = append(list, &incident.Incident{Number: int64(n), State: incident.Closed, Severity: 2, Impact: strings.Repeat("<@U0ANA> & *x*\n", 40),
			ClosedAt: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: strings.Repeat("Acme ", 60)}}}})
	}
	for _, tt := range []struct {
		page         int
		first, last  int
		newer, older bool
	}{{0, 40, 26, false, true}, {1, 40, 26, false, true}, {2, 25, 11, true, true}, {3, 10, 1, true, false}, {9, 40, 26, false, true}} {
		f := Past(list, view.Ref{N: tt.page, Key: "<!channel>|*"}, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC))
		mustFitView(t, formCase{view: f})
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		shown := string(raw)
		for n := 1; n <= 40; n++ {
			if got, want := strings.Contains(shown, fmt.Sprintf("*INC-%d*", n)), n <= tt.first && n >= tt.last; got != want {
				t.Errorf("page %d has INC-%d: %t, want %t", tt.page, n, got, want)
			}
		}
		for word, want := range map[string]bool{`"Newer"`: tt.newer, `"Older"`: tt.older, fmt.Sprintf("|%d|", max(1, tt.page)+1): tt.older && tt.page < 3} {
			if got := strings.Contains(shown, word); got != want {
				t.Errorf("page %d has %s: %t, want %t", tt.page, word, got, want)
			}
		}
		if strings.Contains(shown, `“<!channel>`) || !strings.Contains(f.PrivateMetadata, "<!channel>|*") {
			t.Errorf("page %d obeys what is looked for, or forgets it: %s", tt.page, f.PrivateMetadata)
		}
	}
}
