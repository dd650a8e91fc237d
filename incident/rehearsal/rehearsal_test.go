package rehearsal

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/update"
)

// A text that was composed before counts for the same words about the same record alone,
// and whoever takes it may change it.
func TestARehearsalIsOfOneRecord(t *testing.T) {
	of := incident.Proposal{Client: "acme", Kind: update.Holding, Times: map[string]time.Time{}}
	other := of
	other.Kind = update.Progress
	var r, none *Rehearsal = &Rehearsal{}, nil
	r.Keep(Of{7, 1, "acme", of, "U0ANA"}, &update.Update{Kind: update.Holding, Words: map[string]string{"action_now": "checking"}})
	r.Keep(Of{8, 1, "acme", of, "U0ANA"}, nil)
	none.Keep(Of{7, 1, "acme", of, "U0ANA"}, nil)
	for range 2 { // a transaction may run again
		u, ok := r.Text(Of{7, 1, "acme", of, "U0ANA"})
		if !ok || u.Words["action_now"] != "checking" {
			t.Fatalf("the text is %+v", u)
		}
		u.Words["action_now"] = "changed"
	}
	if u, ok := r.Text(Of{8, 1, "acme", of, "U0ANA"}); !ok || u != nil {
		t.Errorf("that only a person can know the words is not kept: %+v, %v", u, ok)
	}
	for _, tt := range []struct {
		name string
		from *Rehearsal
		of   Of
	}{
		{"the record has changed", r, Of{7, 2, "acme", of, "U0ANA"}},
		{"it is another text", r, Of{7, 1, "acme", other, "U0ANA"}},
		{"it is for another client", r, Of{7, 1, "globex", of, "U0ANA"}},
		{"somebody else signs it", r, Of{7, 1, "acme", of, "U0BEN"}},
		{"it is another incident", r, Of{9, 1, "acme", of, "U0ANA"}},
		{"nothing was rehearsed", none, Of{7, 1, "acme", of, "U0ANA"}},
	} {
		if _, ok := tt.from.Text(tt.of); ok {
			t.Errorf("%s, and what was composed before is taken", tt.name)
		}
	}
}
