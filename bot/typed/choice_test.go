package typed

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
)

// Which of two times a client chose, as people type it.
func TestChoice(t *testing.T) {
	inc := &incident.Incident{Number: 1, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}, {Client: client.Client{ID: "globex", Name: "Globex Travel"}}}}
	for _, tt := range []struct {
		text, whose string
		n           int
		rest        string
	}{
		{"2", "", 2, ""}, {"first", "", 1, ""}, {"the second one", "", 2, ""}, {"acme 1", "acme", 1, ""},
		{"Globex Travel: second", "globex", 2, ""}, {"they chose 2", "", 2, ""}, {"she takes the first", "", 1, ""},
		{"", "", 0, ""}, {"acme", "acme", 0, ""},
		{"cancel", "", 0, "cancel"}, {"no", "", 0, "no"}, {"acme tomorrow 10:00", "acme", 0, "tomorrow 10:00"}, {"3", "", 0, "3"}, {"2 people", "", 0, "2 people"},
	} {
		if whose, n, rest := Choice(inc, tt.text); whose != tt.whose || n != tt.n || rest != tt.rest {
			t.Errorf("%q is read as %q, %d, %q", tt.text, whose, n, rest)
		}
	}
}
