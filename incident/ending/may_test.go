package ending_test

import (
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/ending"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

// What lies ahead goes on after the close. What is overdue, on its way, owed to an
// incident that is not closed, or nobody's keeps it open.
func TestWhatKeepsAnIncidentOpen(t *testing.T) {
	at := scheduletest.At
	review := promise.Promise{Kind: promise.Review, DueAt: at(600), Said: true}
	tests := []struct {
		name   string
		p      promise.Promise
		change func(inc *incident.Incident, aff *incident.Affected)
		at     int
		closes bool
	}{
		{"a review that is due later", review, func(*incident.Incident, *incident.Affected) {}, 600, true},
		{"a review that is overdue", review, func(*incident.Incident, *incident.Affected) {}, 601, false},
		{"nobody owns the review", review, func(inc *incident.Incident, _ *incident.Affected) { inc.Roles = nil }, 0, false},
		{"a text is on its way", review, func(_ *incident.Incident, aff *incident.Affected) { aff.Out = 1 }, 0, false},
		{"the final message", promise.Promise{Kind: promise.Final, DueAt: at(600)}, func(*incident.Incident, *incident.Affected) {}, 0, false},
		{"a check-in, on its day", promise.Promise{Kind: promise.Checkin24, DueAt: at(600)}, func(*incident.Incident, *incident.Affected) {}, 700, true},
	}
	for _, tt := range tests {
		tt.p.N = 1
		inc := &incident.Incident{Number: 7, State: incident.Resolved, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
			Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, ToldAt: at(0), Written: true, Promises: []promise.Promise{tt.p}}}}
		tt.change(inc, &inc.Clients[0])
		if err := ending.MayClose(inc, at(tt.at)); (err == nil) != tt.closes {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
