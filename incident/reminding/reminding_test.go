package reminding

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
