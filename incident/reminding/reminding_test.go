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

// Of what is late for two mornings and nobody does, others hear of one thing a day, each in its turn; what
// rings, and what its owner hears alone, is no part of that.
func TestOthersHearOfOneThingADay(t *testing.T) {
	inc := &incident.Incident{State: incident.Resolved, Clients: []incident.Affected{{Client: client.Client{Name: "Acme Shop"}}}}
	group := func(kind promise.Kind, r outbox.Rung) []work.DueReminder {
		inc.Promise(&inc.Clients[0], kind, scheduletest.At(30), scheduletest.At(0))
		return []work.DueReminder{work.NewDueReminder(inc, &inc.Clients[0], inc.Clients[0].Last(), r)}
	}
	now, kinds := scheduletest.At(60), []promise.Kind{promise.Checkin24, promise.Review, promise.Measure}
	groups := [][]work.DueReminder{group(promise.Final, outbox.Everybody), group(promise.Answer, promise.WithinTheHour)}
	if got := takeTurns(groups, now); got != -1 {
		t.Errorf("others hear of %d", got)
	}
	for _, k := range kinds {
		groups = append(groups, group(k, promise.TheNextPerson))
	}
	for i := range groups {
		groups[i][0].P = &inc.Clients[0].Promises[i]
	}
	seen := map[int]int{}
	for range 6 {
		turn := takeTurns(groups, now)
		seen[turn]++
		groups[turn][0].P.Nags++
	}
	if len(seen) != 3 || seen[2] != 2 || seen[3] != 2 || seen[4] != 2 {
		t.Errorf("in six days they hear of %v", seen)
	}
}
