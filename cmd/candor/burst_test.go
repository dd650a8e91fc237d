package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/store/bolt"
)

// busyStore has incidents that are open for Acme, and want nothing today.
func busyStore(tb testing.TB, path string, live int) {
	tb.Helper()
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer store.Close()
	began := new(clock).Now().AddDate(0, 0, -1)
	err = store.Update(tb.Context(), func(tx records.Tx) error {
		for n := range live {
			inc := &incident.Incident{Number: int64(n + 1), Rev: 1, Kind: "outage", Impact: fmt.Sprintf("part %d does not open", n), Severity: client.BusinessStopped,
				State: incident.Open, DeclaredAt: began, DeclaredBy: "U0ANA", Declared: fmt.Sprint("sev2 acme part ", n),
				Channel: incident.Channel{ID: fmt.Sprint("C0BUSY", n)}, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
				Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, NoPromise: "they asked for none"}}}
			if err := tx.PutIncident(inc); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// newBusyStage is a stage on which incidents are open from before.
func newBusyStage(tb testing.TB, live int) *stage {
	tb.Helper()
	server, url, team := newSlack(tb)
	s := &stage{playground: &playground{slack: server, url: url}, team: team, once: true}
	path := filepath.Join(tb.TempDir(), "candor.db")
	busyStore(tb, path, live)
	s.start(tb, path)
	s.must(tb, s.app.settle(tb.Context())) // it looks through all of them once
	return s
}

// What somebody declares costs the same however much else is open, for the same client:
// only lists read lists.
func TestADeclareReadsFewIncidents(t *testing.T) {
	t.Parallel()
	const most = 15
	for _, live := range []int{0, 600} {
		s := newBusyStage(t, live)
		for i, way := range []func(user string){
			func(user string) {
				s.must(t, s.slack.Command(t.Context(), user, "#team", "/incident declare sev2 acme Checkout is down"))
			},
			func(user string) {
				s.must(t, s.slack.Command(t.Context(), user, "#team", "/incident new"))
				s.quiet(t)
				s.must(t, s.slack.Fill(t.Context(), user, "Who is affected?", "Acme Shop"))
				s.must(t, s.slack.Fill(t.Context(), user, "What do they notice?", "Something broken"))
				s.must(t, s.slack.Submit(t.Context(), user))
			},
		} {
			listed := uint64(min(latestInForm, live+i) * i) // the form to declare lists the newest clients first
			before := s.app.store.Decoded()
			way(s.team[i])
			s.until(t, "the channel can be used", func() bool { return len(s.incidents()) == i+1 })
			s.quiet(t)
			if n := s.app.store.Decoded() - before - listed; n > most {
				t.Errorf("with %d incidents open, declaring in way %d read %d, want at most %d", live, i, n, most)
			} else {
				t.Logf("with %d incidents open, declaring in way %d read %d", live, i, n)
			}
		}
	}
}

// latestInForm is from how many of the newest incidents a form takes who comes first.
const latestInForm = 20

// quiet waits until what came in is worked off and all that is due has left.
func (s *stage) quiet(tb testing.TB) {
	tb.Helper()
	s.must(tb, s.slack.Idle(tb.Context()))
	s.must(tb, s.app.bot.Drain(tb.Context()))
	s.must(tb, s.app.worker.Drain(tb.Context()))
	s.must(tb, s.slack.Idle(tb.Context()))
	s.must(tb, s.app.bot.Drain(tb.Context()))
}
