package service_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/incident/client"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
)

// What falls due with others is composed before the store is locked. It reads as what
// falls due alone.
func TestWhatIsDueTogetherReadsAsAlone(t *testing.T) {
	drafts := func(n int) (list []*update.Update) {
		now := new(time.Time)
		s := servicetest.New(t, servicetest.Setup{
			Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Dana Fox"}}}},
			People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
			Clock:   now,
		})
		for i := range n {
			d := service.Declaration{Client: "acme", Kind: s.UsualKind(), Impact: fmt.Sprintf("part %d does not open", i), Doing: "checking what happened", Severity: 1}
			if _, err := s.Declare(t.Context(), people["ana"], d); err != nil {
				t.Fatal(err)
			}
		}
		*now = now.Add(8 * time.Minute)
		if err := s.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			inc, err := s.Get(t.Context(), people["ana"], int64(i+1))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, inc.Clients[0].Promises[0].Draft)
		}
		return list
	}
	alone, together := drafts(1), drafts(20)
	if alone[0] == nil {
		t.Fatal("there is no draft")
	}
	if diff := cmp.Diff(alone[0], together[0]); diff != "" {
		t.Errorf("with others it differs: %s", diff)
	}
	for i, u := range together {
		if u == nil || u.Incident != int64(i+1) {
			t.Errorf("the draft of INC-%d is %+v", i+1, u)
		}
	}
}
