package alike

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/question"
	"candor/incident/update"
)

// A text stands beside what it leaves open: harm always, but for bad news; what does not work beside that it works;
// what only asks once they have read that it works. Who wants a call is called.
func TestWaits(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	const harm, asks, down = "All orders of today are gone", "When does it work?", "It still does not work"
	for _, tt := range []struct {
		name  string
		kind  string
		works bool // they have read that it works
		reply outbox.Reply
		named bool
	}{
		{"harm beside news", update.Progress, false, outbox.Reply{TS: "1", Text: harm}, true},
		{"harm beside bad news", update.DataLoss, false, outbox.Reply{TS: "1", Text: harm}, false},
		{"harm with a question beside bad news", update.DataLoss, false, outbox.Reply{TS: "1", Text: harm + ". When do we get them?"}, true},
		{"a question while it is open", update.Progress, false, outbox.Reply{TS: "1", Text: asks}, false},
		{"a question beside that nothing has changed", update.Holding, false, outbox.Reply{TS: "1", Text: asks}, true},
		{"a question since it works", update.Progress, true, outbox.Reply{TS: "1", Text: asks}, true},
		{"the same, answered by the text", update.Progress, true, outbox.Reply{TS: "2", Text: asks}, false},
		{"what does not work beside that it works", update.MonitoringUpdate, false, outbox.Reply{TS: "1", Text: down}, true},
		{"the same beside other news", update.Progress, false, outbox.Reply{TS: "1", Text: down}, false},
		{"a call that they want", update.Progress, true, outbox.Reply{TS: "1", Text: harm, Wish: outbox.WantsCall}, false},
	} {
		aff := &incident.Affected{Asked: []outbox.Reply{tt.reply}, Asks: question.List{{Text: "Which orders?"}}}
		inc := &incident.Incident{State: incident.Open}
		if tt.works {
			aff.SaidTimes = map[string]time.Time{"since_fixed": at}
			aff.Status = update.Monitoring
		}
		lines := Waits(inc, aff, &update.Update{Kind: tt.kind, Replies: []string{"2"}})
		if got := slices.Contains(lines, tt.reply.Text); got != tt.named {
			t.Errorf("%s: %q", tt.name, lines)
		}
		if got := slices.Contains(lines, "Which orders?"); got != (tt.works || tt.kind == update.Holding) {
			t.Errorf("%s: a question of theirs that we wrote down: %t", tt.name, got)
		}
	}
}
