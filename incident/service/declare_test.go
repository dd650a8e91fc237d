package service_test

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

// The first text is there with the incident, in one commit: nothing that happens between the
// two leaves a person without it.
func TestTheFirstTextIsInTheCommitOfTheDeclaration(t *testing.T) {
	now := new(time.Time)
	s := servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{
			{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Dana Fox"}}},
			{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Eve Reed"}}},
		},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
		Clock:  now, Once: true,
	})
	for _, tt := range []struct {
		name   string
		by     incident.Actor
		d      service.Declaration
		drafts int
	}{
		{"one client", people["ana"], service.Declaration{Client: "acme", Impact: "the checkout shows an error"}, 1},
		{"several clients are written to together", people["ana"], service.Declaration{Client: "acme", Also: []string{"globex"}, Impact: "nothing opens"}, 0},
		{"a text of several clients is none of the first", people["ben"], service.Declaration{Client: "globex", Impact: "no trip can be booked"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Kind, tt.d.Severity, tt.d.Doing = s.UsualKind(), 1, "checking what happened"
			before := s.File.Commits()
			made, err := s.DeclareAndWrite(t.Context(), tt.by, tt.d)
			if err != nil {
				t.Fatal(err)
			}
			if n := s.File.Commits() - before; n != 1 {
				t.Errorf("%d commits, want 1", n)
			}
			var inc *incident.Incident
			s.Must(s.File.View(t.Context(), func(tx records.Tx) (err error) {
				inc, err = tx.Incident(made.Incident.Number)
				return err
			}))
			if got := len(inc.Clients[0].Drafts); got != tt.drafts || (made.First != nil) != (tt.drafts > 0) || made.Unwritten != nil {
				t.Errorf("%d drafts are kept, want %d; shown %v, why not: %v", got, tt.drafts, made.First != nil, made.Unwritten)
			}
			if kept := inc.Clients[0].Drafts[tt.by.ID]; tt.drafts > 0 && made.First.Update.Hash() != kept.Hash() {
				t.Error("what is shown is not what is kept")
			}
		})
	}
}
