package service_test

import (
	"fmt"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

// BenchmarkDeclare is a declaration with its first text, which goes by Slack and by mail: in
// one transaction, on a store in memory, without what leaves.
func BenchmarkDeclare(b *testing.B) {
	now := new(time.Time)
	s := servicetest.New(b, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Service: "Acme online shop", Email: true, TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
		Clock:   now, Once: true,
	})
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		d := service.Declaration{Client: "acme", Kind: s.UsualKind(), Impact: fmt.Sprintf("part %d is down", n), Doing: "checking what happened", Severity: 2}
		if _, err := s.DeclareAndWrite(b.Context(), people["ana"], d); err != nil {
			b.Fatal(err)
		}
	}
}
