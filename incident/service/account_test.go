package service_test

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/lessons"
	watch "candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/team"
)

func (d *desk) account(user string, left bool) {
	d.t.Helper()
	if err := d.AccountChanged(d.t.Context(), user, left); err != nil {
		d.t.Fatal(err)
	}
	d.work()
}

// passed are those who were told that what somebody had is theirs now.
func (d *desk) passed() (list []string) {
	for _, m := range d.told {
		if m.Kind == outbox.Passed {
			list = append(list, m.To)
		}
	}
	return list
}

// A reload brings nobody back whose account was deactivated, and tells the two apart; an account
// that comes back is asked as before, whoever else has left meanwhile.
func TestAnAccountEndsUntilItComesBack(t *testing.T) {
	d := newDesk(t, withChannel)
	says := team.Roster{Clients: []client.Client{withChannel}, EscalateTo: []string{"U0BEN", "U0CLEO"},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana"}, {Slack: "U0BEN", Name: "Ben"}, {Slack: "U0CLEO", Name: "Cleo"}}}
	d.Configure(says)
	asked := func(when string, next []string, staff ...string) {
		t.Helper()
		var have []string
		for _, p := range d.Roster().Staff() {
			have = append(have, p.Slack)
		}
		if r := d.Roster(); !slices.Equal(r.EscalateTo, next) || !slices.Equal(have, staff) || len(r.People) != 3 {
			t.Errorf("%s %v are asked next, and the staff is %v of %d people", when, r.EscalateTo, have, len(r.People))
		}
	}
	d.account("U0BEN", true)
	asked("without Ben", []string{"U0CLEO"}, "U0ANA", "U0CLEO")
	if p := d.Configure(says); !p.Same() {
		t.Errorf("the same config again changed %s", p)
	}
	asked("after a reload", []string{"U0CLEO"}, "U0ANA", "U0CLEO")
	d.account("U0CLEO", true)
	asked("without both", nil, "U0ANA")
	d.account("U0BEN", false)
	asked("with Ben again", []string{"U0BEN"}, "U0ANA", "U0BEN")
}

// What would wait for somebody is answered for them, whatever it is.
func TestNothingWaitsForWhoLeft(t *testing.T) {
	tests := []struct {
		name string
		has  func(*desk)
		gone func(*incident.Incident) bool
	}{
		{"a role", func(d *desk) {
			d.must(d.Edit(d.t.Context(), people["ana"], 1, incident.Details{Roles: map[playbook.Role]string{playbook.Tech: "U0BEN"}}))
		}, func(inc *incident.Incident) bool { return !inc.Roles.Has("U0BEN") }},
		{"a question to take over", func(d *desk) {
			d.must(d.Watch(d.t.Context(), people["ana"], 1, watch.Request{Act: watch.HandOver, To: "U0BEN"}))
		}, func(inc *incident.Incident) bool { return !inc.Watch.Handover.Open() }},
		{"a night for which they were named", func(d *desk) {
			d.must(d.Watch(d.t.Context(), people["ana"], 1, watch.Request{Act: watch.GoodNight, Until: d.now.Add(8 * time.Hour), To: "U0BEN"}))
		}, func(inc *incident.Incident) bool { return inc.Watch.Rests[0].Meanwhile() == "U0CLEO" }},
		{"a night that they have taken", func(d *desk) {
			inc := d.must(d.Watch(d.t.Context(), people["ana"], 1, watch.Request{Act: watch.GoodNight, Until: d.now.Add(8 * time.Hour), To: "U0BEN"}))
			d.must(d.Watch(d.t.Context(), people["ben"], 1, watch.Request{Act: watch.Take, N: inc.Watch.Rests[0].N}))
		}, func(inc *incident.Incident) bool { return inc.Watch.Rests[0].By == "" }},
		{"a change", func(d *desk) {
			_, _, err := d.Conclude(d.t.Context(), people["ana"], 1, lessons.Lesson{Changes: []review.Change{{Text: "try a payment", Owner: "U0BEN", DueAt: d.now.Add(24 * time.Hour)}}})
			if err != nil {
				d.t.Fatal(err)
			}
		}, func(inc *incident.Incident) bool { return inc.Changes[0].Owner == "U0ANA" }},
		{"a change, and it is closed", func(d *desk) {
			d.changeIncident(func(inc *incident.Incident) {
				inc.State, inc.ResolvedAt, inc.ClosedAt = incident.Closed, d.now, d.now
				inc.Affected("acme").Promises = nil
				inc.Changes = review.Changes{{N: 1, Text: "try a payment", Owner: "U0BEN", At: d.now, DueAt: d.now.Add(24 * time.Hour)}}
			})
		}, func(inc *incident.Incident) bool { return inc.Changes[0].Owner == "U0ANA" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, withChannel, "ana", "ben", "cleo")
			d.reconfigure(func(r *team.Roster) { r.EscalateTo = []string{"U0CLEO"} })
			d.declare("outage")
			tt.has(d)
			d.account("U0BEN", true)
			if inc := d.incident(); !tt.gone(inc) {
				t.Errorf("it waits for them: %+v, %+v, %+v", inc.Roles, inc.Watch, inc.Changes)
			}
		})
	}
}

// Who is to be asked next may stand nowhere: then another of the staff is.
func TestNobodyIsAskedNextAndSomebodyLeaves(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.account("U0ANA", true)
	if inc := d.incident(); inc.Roles[playbook.Commander] != "U0BEN" || len(d.passed()) != 1 {
		t.Errorf("%+v, and %v were told", inc.Roles, d.passed())
	}
}

// Where nobody else is there, what they have stays theirs, and nobody is written to.
func TestTheOnlyPersonLeaves(t *testing.T) {
	d := newDesk(t, withChannel, "ana")
	d.declare("outage")
	d.account("U0ANA", true)
	if inc := d.incident(); !inc.Roles.Has("U0ANA") || d.passed() != nil {
		t.Errorf("%+v, and %v were told", inc.Roles, d.passed())
	}
}
