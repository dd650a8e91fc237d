package service

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
	"candor/incident/work"
)

// Two clients of whom everybody is reminded again and again share the messages,
// also where the first of them came seconds apart.
func TestRepetitionsWithinAMinuteShareAMessage(t *testing.T) {
	c := client.Client{Name: "Acme Shop", Slack: "C0ACME"}
	inc := &incident.Incident{State: incident.Open, Severity: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{{Client: c}, {Client: c}}}
	for i := range inc.Clients {
		p := inc.Promise(&inc.Clients[i], promise.Update, scheduletest.At(30), scheduletest.At(0))
		p.Rung, p.LastAt = outbox.Everybody, scheduletest.At(40).Add(time.Duration(i)*30*time.Second)
	}
	first := inc.Clients[0].Owed(promise.Update)
	calls := []work.DueReminder{work.NewDueReminder(inc, &inc.Clients[0], first, first.Reached(scheduletest.At(50)))}
	if got := nearby(inc, calls, scheduletest.At(50)); len(got) != 2 {
		t.Errorf("%d clients share the message, want the one that comes in half a minute too", len(got))
	}
	inc.Clients[1].Owed(promise.Update).LastAt = scheduletest.At(42)
	if got := nearby(inc, calls, scheduletest.At(50)); len(got) != 1 {
		t.Errorf("%d clients share the message; the other comes in two minutes", len(got))
	}
}

// What a call to a phone stands for: what waited when it was made, and for a minute
// the other clients of its incident. Nothing else is silenced by it.
func TestWhatACallHasSaid(t *testing.T) {
	call := outbox.Delivery{Incident: 1, Client: "acme", Promise: 2, State: outbox.Delivered, Data: outbox.Payload{Also: "INC-2"}}
	rings := call
	rings.State = outbox.InFlight
	tests := []struct {
		name string
		call outbox.Delivery
		of   outbox.Delivery
		at   time.Duration // when the other was queued, after the call
		said bool
	}{
		{"the same, from before it", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, 0, true},
		{"the same promise, later", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, time.Second, false},
		{"another promise, soon", call, outbox.Delivery{Incident: 1, Client: "acme", Promise: 3}, 59 * time.Second, true},
		{"another client, soon", call, outbox.Delivery{Incident: 1, Client: "globex", Promise: 2}, 59 * time.Second, true},
		{"another client, a minute later", call, outbox.Delivery{Incident: 1, Client: "globex", Promise: 2}, time.Minute, false},
		{"an incident that it named", call, outbox.Delivery{Incident: 2}, 0, true},
		{"an incident that it named, later", call, outbox.Delivery{Incident: 2}, time.Second, false},
		{"an incident that it did not name", call, outbox.Delivery{Incident: 3}, 0, false},
		{"it has not rung yet", rings, outbox.Delivery{Incident: 1, Client: "acme", Promise: 2}, 0, false},
	}
	for _, tt := range tests {
		tt.of.QueuedAt = scheduletest.At(0).Add(tt.at)
		if got := hasSaid(&tt.call, &tt.of, scheduletest.At(0)); got != tt.said {
			t.Errorf("%s: said %t, want %t", tt.name, got, tt.said)
		}
	}
}
