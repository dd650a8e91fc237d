package main

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"candor/cmd/candor/astray"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/store/bolt"
)

// The ticker asks every second what is due, survives a panic, and stops when it
// is told to. No real time passes here.
func TestTheTickerBringsUpWhatIsDueWithinASecond(t *testing.T) {
	acme := client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Cadence: map[client.Severity]client.Rhythm{1: {First: time.Minute}}}
	s := servicetest.New(t, servicetest.Setup{Clients: []client.Client{acme}}).Service

	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Bool
		s.Now = func() time.Time { return time.Now().UTC() }
		s.Queued = func() {
			if broken.Load() {
				panic("the worker is gone")
			}
		}
		a := &app{service: s, log: s.Log, place: astray.Watch{Store: atHome{}}}
		ana := incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}
		inc, err := s.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "checkout is down", Severity: 1})
		if err != nil {
			t.Fatal(err)
		}

		stop := a.startTicker(t.Context())
		time.Sleep(29 * time.Second)
		synctest.Wait()
		if got := nags(t, s, inc.Number); got != 0 {
			t.Errorf("after 29 seconds of a minute there were %d reminders, want none", got)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := nags(t, s, inc.Number); got != 1 {
			t.Errorf("after half of the deadline there were %d reminders, want 1", got)
		}

		broken.Store(true)
		time.Sleep(20 * time.Second) // the next rung, which panics
		broken.Store(false)
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if got := nags(t, s, inc.Number); got != 3 {
			t.Errorf("after a panic and the due time there were %d reminders, want 3", got)
		}

		stop()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := nags(t, s, inc.Number); got != 3 {
			t.Errorf("an hour after it was stopped there were %d reminders, want still 3", got)
		}
	})
}

// nags counts the reminders of an incident's newest promise.
func nags(t *testing.T, s *service.Service, number int64) int {
	t.Helper()
	inc, err := s.Peek(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	return inc.Clients[0].Last().Nags
}

// atHome is a store that stands in its place.
type atHome struct{}

func (atHome) Place() bolt.Place             { return bolt.Here }
func (atHome) PutBack(context.Context) error { return nil }
