package round

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
)

var at = scheduletest.At

// Who is on the round, and in which order.
func TestWorstHurtFirst(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(inc *incident.Incident, acme, globex, third *incident.Affected)
		want   string
	}{
		{"nobody was told: as they stand", func(*incident.Incident, *incident.Affected, *incident.Affected, *incident.Affected) {}, "acme globex third"},
		{"who hears sooner", func(_ *incident.Incident, _, _, third *incident.Affected) { third.Promises[0].DueAt = at(5) }, "third acme globex"},
		{"who heard nothing before who did", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.ToldAt = at(0) }, "globex third acme"},
		{"who is written to is not called", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.Client.Slack = "C0ACME" }, "globex third"},
		{"who was told hears later", func(_ *incident.Incident, acme, _, _ *incident.Affected) {
			acme.ToldAt, acme.Promises[0].DueAt = at(0), at(30)
		}, "globex third"},
		{"who did not answer a moment ago comes last", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.Attempts, acme.AttemptAt = 1, at(0) }, "globex third acme"},
		{"and is next again after a while", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.Attempts, acme.AttemptAt = 1, at(-5) }, "acme globex third"},
		{"bad news comes first, also of whom it could be written to", func(inc *incident.Incident, _, _, third *incident.Affected) {
			inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, At: at(0)}}
			third.Client.Slack = "C0THIRD"
		}, "acme globex third"},
		{"before who has not heard a word", func(inc *incident.Incident, acme, globex, third *incident.Affected) {
			inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.Yes, At: at(0)}}
			for _, aff := range []*incident.Affected{acme, globex} {
				aff.Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}
			}
			third.ToldAt = at(0)
		}, "third acme globex"},
		{"who wants no calls is not called", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.Client.Manner = client.WritingOnly }, "globex third"},
		{"put off by a person", func(_ *incident.Incident, acme, _, _ *incident.Affected) { acme.Promises[0].SnoozedTo = at(3) }, "globex third"},
		{"called in the morning", func(inc *incident.Incident, acme, _, _ *incident.Affected) {
			inc.Promise(acme, promise.Meeting, at(300), at(0)).Morning = true
		}, "globex third"},
		{"once it is over", func(inc *incident.Incident, _, _, _ *incident.Affected) { inc.State = incident.Cancelled }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inc := &incident.Incident{Number: 1, State: incident.Open, Severity: 1, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}}
			for _, id := range []string{"acme", "globex", "third"} {
				inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: id}})
			}
			for i := range inc.Clients {
				inc.Promise(&inc.Clients[i], promise.Update, at(10), at(0))
			}
			tt.change(inc, &inc.Clients[0], &inc.Clients[1], &inc.Clients[2])
			var got []string
			for _, s := range Of(inc, at(0)) {
				got = append(got, s.Client.ID)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("to call are %q, want %q", got, tt.want)
			}
		})
	}
}

// Two people who share it are never led to the same client.
func TestNextIsWhomNobodyCalls(t *testing.T) {
	list := []Stop{{Affected: &incident.Affected{}, By: "U0ANA"}, {Affected: &incident.Affected{}, Due: at(10)}}
	if got := Next(list, "U0ANA"); got != &list[0] {
		t.Error("who has begun a call is led away from it")
	}
	if got := Next(list, "U0BEN"); got != &list[1] {
		t.Error("Ben is led to whom Ana is calling")
	}
	if list[1].By = "U0ANA"; Next(list, "U0BEN") != nil {
		t.Error("Ben is led to whom Ana is calling")
	}
}
