package asked

import (
	"slices"
	"testing"

	"candor/incident"
)

// A question is open until it is answered, its client knows, or it is over; none is missed
// because another is open.
func TestWhichQuestionsNobodyNeedsAnyMore(t *testing.T) {
	waits := func(key string) *incident.Decision { return &incident.Decision{Key: key} }
	two := func() *incident.Incident {
		inc := &incident.Incident{State: incident.Open, Clients: make([]incident.Affected, 2)}
		inc.Clients[0].Client.ID, inc.Clients[1].Client.ID = "acme", "globex"
		inc.Clients[0].Embargo, inc.Clients[1].Embargo = waits("a"), waits("g")
		inc.TakeBack = &incident.Decision{Key: "t", Act: &incident.TakeBack{Untold: []incident.Untold{{Client: "acme"}}}}
		return inc
	}
	for what, tt := range map[string]struct {
		change func(*incident.Incident)
		gone   []string
	}{
		"nothing":        {func(*incident.Incident) {}, nil},
		"one is told":    {func(inc *incident.Incident) { inc.Clients[1].Embargo = nil }, []string{"g"}},
		"asked anew":     {func(inc *incident.Incident) { inc.Clients[0].Embargo = waits("b") }, []string{"a"}},
		"it works again": {func(inc *incident.Incident) { inc.State = incident.Resolved }, []string{"a", "g"}},
		"it is over":     {func(inc *incident.Incident) { inc.State = incident.Cancelled }, []string{"t", "a", "g"}},
	} {
		inc := two()
		before := Open(inc)
		tt.change(inc)
		var got []string
		for _, q := range Gone(before, inc) {
			got = append(got, q.Key)
		}
		if !slices.Equal(got, tt.gone) {
			t.Errorf("%s: gone are %v, want %v", what, got, tt.gone)
		}
	}
}
