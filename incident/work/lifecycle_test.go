package work

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

// Everybody was asked again and again about something that happened, long before
// the next update was due. The final message that follows has a ladder of its own.
func TestTheFinalMessageInheritsNoLadderOfAnEvent(t *testing.T) {
	now := scheduletest.Start
	tests := []struct {
		name  string
		event *promise.Event
		rung  outbox.Rung
	}{
		{"an event", &promise.Event{Kinds: []promise.EventKind{promise.ClientAsked}, At: now.Add(-30 * time.Minute), DueAt: now.Add(-20 * time.Minute)}, 0},
		{"the promise itself", nil, outbox.Everybody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &incident.Incident{State: incident.Resolved, Severity: 1, Clients: []incident.Affected{{Client: client.Client{Slack: "C0ACME"}, Written: true, ToldAt: now.Add(-time.Hour)}}}
			aff := &inc.Clients[0]
			p := inc.Promise(aff, promise.Update, now.Add(5*time.Minute), now.Add(-time.Hour))
			p.Rung, p.Repeat, p.LastAt, p.Event = outbox.Everybody, 2, now.Add(-time.Minute), tt.event
			if err := (&Unit{Firm: &firm.Firm{}, Inc: inc, Now: now}).LastWord(aff, ""); err != nil {
				t.Fatal(err)
			}
			final := aff.Owed(promise.Final)
			if final == nil || final.Rung != tt.rung || (final.Repeat > 0) != (tt.event == nil) {
				t.Errorf("the final message is owed with %+v", final)
			}
		})
	}
}
