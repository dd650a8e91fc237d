//go:build unix

package service_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
)

// manyDue is a bench on which so many promises fall due at the same moment, which has come,
// and nothing has been said of them yet. Its store is on the disk.
func manyDue(b *testing.B, n int) *servicetest.Bench {
	b.Helper()
	now := new(time.Time)
	s := servicetest.New(b, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Dana Fox"}}}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
		Clock:   now, Path: b.TempDir() + "/candor.db", Once: true,
	})
	var declaring sync.WaitGroup
	for i := range 50 {
		declaring.Go(func() {
			for j := i; j < n; j += 50 {
				d := service.Declaration{Client: "acme", Kind: s.UsualKind(), Impact: fmt.Sprintf("part %d does not open", j), Doing: "checking what happened", Severity: 1}
				if _, err := s.Declare(context.Background(), people["ana"], d); err != nil {
					b.Error(err)
				}
			}
		})
	}
	declaring.Wait()
	began, at := time.Now(), now.Add(8*time.Minute)
	s.Service.Now = func() time.Time { return at.Add(time.Since(began)) } // it goes on, as the program's does
	return s
}

// BenchmarkTick is how long it takes to bring up all that falls due in one minute, and how
// long somebody waits meanwhile whose command is committed. CANDOR_BENCH_DUE says how much
// falls due.
func BenchmarkTick(b *testing.B) {
	due := 1000
	if n, err := strconv.Atoi(os.Getenv("CANDOR_BENCH_DUE")); err == nil {
		due = n
	}
	for b.Loop() {
		b.StopTimer()
		s := manyDue(b, due)
		done := make(chan struct{})
		acks := make(chan []time.Duration)
		go func() { acks <- receiveMeanwhile(b, s, done) }()
		b.StartTimer()
		began, commits, cpu := time.Now(), s.File.Commits(), cpuTime()
		if err := s.Tick(b.Context()); err != nil {
			b.Error(err)
		}
		took := time.Since(began)
		b.StopTimer()
		b.ReportMetric(float64(cpuTime()-cpu)/float64(time.Millisecond)/float64(due), "cpu-ms/promise")
		b.ReportMetric(float64(s.File.Commits()-commits)/float64(due), "commits/promise")
		close(done)
		list := <-acks
		slices.Sort(list)
		b.ReportMetric(float64(took)/float64(time.Millisecond)/float64(due), "ms/promise")
		b.ReportMetric(float64(list[len(list)*99/100])/float64(time.Millisecond), "ack-p99-ms")
		b.ReportMetric(float64(list[len(list)/2])/float64(time.Millisecond), "ack-p50-ms")
		b.StartTimer()
	}
	b.ReportMetric(0, "ns/op")
}

// cpuTime is what this process has used so far: of a machine that others use too it says
// more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// receiveMeanwhile commits an envelope every five milliseconds, and says how long each took.
func receiveMeanwhile(b *testing.B, s *servicetest.Bench, done <-chan struct{}) (took []time.Duration) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		began := time.Now()
		if _, err := s.Receive(context.Background(), nil, records.Envelope{ID: fmt.Sprint("E", n), At: began}); err != nil {
			b.Error(err)
		}
		took = append(took, time.Since(began))
		select {
		case <-tick.C:
		case <-done:
			return took
		}
	}
}
