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

// A page shows what it is given, with the buttons to the others, which keep what is looked
// for. What is looked for is shown, not obeyed.
func TestAPageOfPastIncidents(t *testing.T) {
	var list []*incident.Incident
	for n := PastPerPage; n > 0; n-- {
		list = append(list, &incident.Incident{Number: int64(n), State: incident.Closed, Severity: 2, Impact: strings.Repeat("<@U0ANA> & *x*\n", 40),
			ClosedAt: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: strings.Repeat("Acme ", 60)}}}})
	}
	for _, tt := range []struct {
		page PastPage
		says string
	}{
		{PastPage{Shown: list}, "15 past incidents, the newest first."},
		{PastPage{Shown: list, Older: 7, Newer: -8}, "15 past incidents, the newest first."},
		{PastPage{Shown: list[:1], Query: "shop"}, "1 past incident with “shop”."},
		{PastPage{Query: "shop"}, "No past incident with “shop” that you may see."},
		{PastPage{Shown: list[:2], Query: "shop", Among: 500, Older: 7}, "2 past incidents with “shop”, the newest first. I have looked through 500: press Older to look further."},
		{PastPage{Query: "<!channel>|*", Among: 500, Older: 7}, "No past incident with “&lt;!channel&gt;|*” that you may see yet. I have looked through 500: press Older to look further."},
	} {
		f := Past(tt.page, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC))
		mustFitView(t, formCase{view: f})
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		shown := strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(string(raw))
		if !strings.Contains(shown, tt.says) {
			t.Errorf("%+v does not say %q: %.600s", tt.page, tt.says, shown)
		}
		for n := 1; n <= PastPerPage; n++ {
			if got, want := strings.Contains(shown, fmt.Sprintf("*INC-%d*", n)), n > PastPerPage-len(tt.page.Shown); got != want {
				t.Errorf("%q has INC-%d: %t, want %t", tt.says, n, got, want)
			}
		}
		for button, to := range map[string]int{"Newer": tt.page.Newer, "Older": tt.page.Older} {
			ref := view.Ref{N: to, Key: tt.page.Query}
			if got := strings.Contains(shown, fmt.Sprintf("%q", button)) && strings.Contains(shown, ref.String()); got != (to != 0) {
				t.Errorf("%q has the button %s: %t, want %t", tt.says, button, got, to != 0)
			}
		}
		if !strings.Contains(f.PrivateMetadata, tt.page.Query) {
			t.Errorf("%q forgets what is looked for: %s", tt.says, f.PrivateMetadata)
		}
	}
}
