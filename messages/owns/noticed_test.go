package owns

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/spell"
	"candor/incident/update"
)

// What nobody has told a client does not replace what they have read that they notice.
func TestNoticed(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 10, 14, minute, 0, 0, time.UTC) }
	read := []spell.Effect{{Text: "checkout is down", At: at(0)}}
	for name, tt := range map[string]struct {
		impact  string
		said    int // when those words were written down; 0: never since it was declared
		works   int
		effects []spell.Effect
		want    string // of the last; empty: nobody can say it
		n       int
	}{
		"as they read it":       {"checkout is down", 0, 0, read, "checkout is down", 1},
		"worse, and untold":     {"the whole shop is down", 5, 0, read, "the whole shop is down", 2},
		"less, and untold":      {"images are slow", 5, 30, read, "images are slow", 2},
		"written down too late": {"images are slow", 35, 30, read, "", 2},
		"told since":            {"the whole shop is down", 5, 0, append(read[:1:1], spell.Effect{Text: "the whole shop is down", At: at(6)}), "the whole shop is down", 2},
		"they read it before":   {"checkout is down", 9, 0, append(read[:1:1], spell.Effect{Text: "search is slow", At: at(6)}), "search is slow", 2},
		"they read nothing":     {"checkout is down", 5, 0, nil, "", 0},
	} {
		inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Effects: tt.effects, SaidTimes: map[string]time.Time{}}}}
		aff := &inc.Clients[0]
		if tt.said > 0 {
			aff.ImpactAt = at(tt.said)
		}
		if tt.works > 0 {
			aff.SaidTimes["since_fixed"], aff.Status = at(tt.works), update.Monitoring
		}
		got := Noticed(inc, aff, tt.impact)
		if len(got) != tt.n || tt.n > 0 && got[len(got)-1].Text != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
