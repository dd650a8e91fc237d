package main

import (
	"fmt"
	"math"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"candor/bot"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/sandbox"
	"candor/store/bolt"
)

// busyStore has incidents that are open for Acme. Of each, what stands between Acme and us is
// as it is given.
func busyStore(tb testing.TB, path string, live int, acme incident.Affected) {
	tb.Helper()
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer store.Close()
	began := new(clock).Now().AddDate(0, 0, -1)
	acme.Client = client.Client{ID: "acme", Name: "Acme Shop"}
	err = store.Update(tb.Context(), func(tx records.Tx) error {
		for n := range live {
			inc := &incident.Incident{Number: int64(n + 1), Rev: 1, Kind: "outage", Impact: fmt.Sprintf("part %d does not open", n), Severity: client.BusinessStopped,
				State: incident.Open, DeclaredAt: began, DeclaredBy: "U0ANA", Declared: fmt.Sprint("sev2 acme part ", n),
				Channel: incident.Channel{ID: fmt.Sprint("C0BUSY", n)}, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
				Clients: []incident.Affected{acme}}
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
	ws, team := crowd(together)
	server, url := serveSlack(tb, sandbox.Options{Manifest: bot.Manifest, Now: new(clock).Now, Workspace: ws, Unlimited: true})
	s := &stage{playground: &playground{slack: server, url: url}, team: team, once: true}
	path := filepath.Join(tb.TempDir(), "candor.db")
	busyStore(tb, path, live, incident.Affected{NoPromise: "they asked for none"}) // it wants nothing today
	s.start(tb, path)
	s.must(tb, s.app.advance(tb.Context(), s.app.clock.Now())) // it looks through all of them once, and no tick is still at it
	return s
}

// together is how many people declare at the same moment.
const together = 25

// declareTogether has everybody declare at once, and waits until all can use their channels.
func (s *stage) declareTogether(tb testing.TB, round int) {
	tb.Helper()
	var typing sync.WaitGroup
	before := len(s.incidents())
	for i, user := range s.team {
		typing.Go(func() {
			if err := s.slack.Command(tb.Context(), user, "#team", fmt.Sprintf("/incident declare sev2 acme Part %d of %d is down", i, round)); err != nil {
				tb.Errorf("%s: %v", user, err)
			}
		})
	}
	typing.Wait()
	s.until(tb, "the channels can be used", func() bool { return len(s.incidents()) == before+len(s.team) })
	s.quiet(tb)
}

// Who declares in a burst shares commits with the others.
func TestDeclaresShareTheirCommits(t *testing.T) {
	if slow != "" {
		t.Skip(slow) // a commit ends in time, however much is in it
	}
	s := newBusyStage(t, 0)
	s.slack.SetLatency(20 * time.Millisecond) // a call to a Slack that is near
	best := math.Inf(1)
	const most = 1.5
	rounds := 0 // how many meet in one commit is up to the machine
	for ; rounds < 12 && best > most; rounds++ {
		before := s.app.store.Commits()
		s.declareTogether(t, rounds)
		each := float64(s.app.store.Commits()-before) / together
		t.Logf("%d at once: %.2f commits each", together, each)
		best = min(best, each)
	}
	if best > most {
		t.Errorf("%d at once make %.2f commits each at best, want at most %.1f", together, best, most)
	}
	s.slack.SetLatency(0)
	before := s.app.store.Commits()
	s.must(t, s.slack.Command(t.Context(), s.team[0], "#team", "/incident declare sev2 acme Something else is down"))
	s.until(t, "the channel can be used", func() bool { return len(s.incidents()) == rounds*together+1 })
	s.quiet(t)
	if n := s.app.store.Commits() - before; n > 9 {
		t.Errorf("one declare makes %d commits, want at most 9", n)
	} else {
		t.Logf("alone: %d commits", n)
	}
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

// BenchmarkBurst is 25 people who declare at once, over and over, in one process with the
// small Slack: what it costs the processor, and with 600 incidents open against 10.
func BenchmarkBurst(b *testing.B) {
	for _, live := range []int{10, 600} {
		b.Run(fmt.Sprintf("with %d open", live), func(b *testing.B) {
			s := newBusyStage(b, live)
			var took []float64
			before, decoded := s.app.store.Commits(), s.app.store.Decoded()
			for round := 0; b.Loop(); round++ {
				began := time.Now()
				s.declareTogether(b, round)
				took = append(took, ms(time.Since(began)))
			}
			each := float64(len(took) * together)
			b.ReportMetric(median(took), "round-ms")
			b.ReportMetric(float64(s.app.store.Commits()-before)/each, "commits/declare")
			b.ReportMetric(float64(s.app.store.Decoded()-decoded)/each, "decodes/declare")
			b.ReportMetric(0, "ns/op")
		})
	}
}
