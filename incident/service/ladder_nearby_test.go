package service

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/work"
)

func at(minutes int) time.Time {
	return time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

// Two clients of whom everybody is reminded again and again share the messages,
// also where the first of them came seconds apart.
func TestRepetitionsWithinAMinuteShareAMessage(t *testing.T) {
	c := client.Client{Name: "Acme Shop", Slack: "C0ACME"}
	inc := &incident.Incident{State: incident.Open, Severity: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []incident.Affected{{Client: c}, {Client: c}}}
	for i := range inc.Clients {
		p := inc.Promise(&inc.Clients[i], incident.UpdatePromise, at(30), at(0))
		p.Rung, p.LastAt = outbox.Everybody, at(40).Add(time.Duration(i)*30*time.Second)
	}
	first := inc.Clients[0].Owed(incident.UpdatePromise)
	calls := []work.DueReminder{work.NewDueReminder(inc, &inc.Clients[0], first, first.Reached(at(50)))}
	if got := nearby(inc, calls, at(50)); len(got) != 2 {
		t.Errorf("%d clients share the message, want the one that comes in half a minute too", len(got))
	}
	inc.Clients[1].Owed(incident.UpdatePromise).LastAt = at(42)
	if got := nearby(inc, calls, at(50)); len(got) != 1 {
		t.Errorf("%d clients share the message; the other comes in two minutes", len(got))
	}
}
