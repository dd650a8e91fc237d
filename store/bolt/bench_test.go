package bolt

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/timeline"
)

// closedIncident is about as large as a real one with a playbook of 40 steps.
func closedIncident(n int64) *incident.Incident {
	inc := &incident.Incident{Number: n, Kind: "outage", Impact: "the shop does not open", State: incident.Closed,
		Channel: incident.Channel{ID: fmt.Sprint("C", n)}, DeclaredAt: noon, ClosedAt: noon,
		Roles:   map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}, NoPromise: "closed"}},
	}
	for i := range 40 {
		inc.Checklist = append(inc.Checklist, playbook.Item{ID: fmt.Sprint("step-", i), Text: "Look at what changed in the last hour", Mark: playbook.Mark{State: playbook.ItemDone, By: "U0ANA", At: noon}})
	}
	return inc
}

// history makes a store with closed incidents, in big batches.
func history(b *testing.B, size int64) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "candor.db")
	s := mustOpen(b, path)
	defer mustClose(b, s)
	for n := int64(1); n <= size; {
		err := s.Update(b.Context(), func(tx records.Tx) error {
			for range min(5000, size-n+1) {
				if err := tx.PutIncident(closedIncident(n)); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return path
}

// command does what a typed command costs: an incident, a line of its
// timeline, a delivery, an envelope that is finished.
func command(tx records.Tx, inc *incident.Incident, i int) error {
	inc.Rev++
	if err := tx.PutIncident(inc); err != nil {
		return err
	}
	if err := tx.Append(timeline.Entry{Incident: inc.Number, N: i + 1, At: noon, What: "note", Text: "a line"}); err != nil {
		return err
	}
	d := outbox.Delivery{Key: fmt.Sprint("card/", i), Lane: "card", State: outbox.Waiting, NotTill: noon}
	if _, err := tx.Enqueue(&d); err != nil {
		return err
	}
	id := fmt.Sprint("E", i)
	if _, err := tx.Receive(records.Envelope{ID: id, At: noon}); err != nil {
		return err
	}
	return tx.Finish(id, noon.Add(time.Duration(i)*time.Second))
}

func BenchmarkCommit(b *testing.B) {
	for _, size := range []int64{0, 100_000} {
		b.Run(fmt.Sprintf("after %d incidents", size), func(b *testing.B) {
			s := mustOpen(b, history(b, size))
			defer s.Close()
			inc := closedIncident(size + 1)
			i := 0
			for b.Loop() {
				if err := s.Update(b.Context(), func(tx records.Tx) error { return command(tx, inc, i) }); err != nil {
					b.Fatal(err)
				}
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

// BenchmarkTogether is what calls cost that wait for each other: they share
// commits.
func BenchmarkTogether(b *testing.B) {
	for _, callers := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("%d callers", callers), func(b *testing.B) {
			s := mustOpen(b, filepath.Join(b.TempDir(), "candor.db"))
			defer mustClose(b, s)
			var next atomic.Int64
			var wg sync.WaitGroup
			before := s.Commits()
			b.ResetTimer()
			for range callers {
				wg.Go(func() {
					inc := closedIncident(next.Add(1))
					for i := next.Add(1); i <= int64(b.N+callers); i = next.Add(1) {
						if err := s.Update(b.Context(), func(tx records.Tx) error { return command(tx, inc, int(i)) }); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
			b.ReportMetric(float64(s.Commits()-before)/float64(b.N), "commits/op")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, size := range []int64{0, 100_000} {
		b.Run(fmt.Sprintf("with %d incidents", size), func(b *testing.B) {
			path := history(b, size)
			b.ReportMetric(float64(residentKB(b)), "KB-before")
			for b.Loop() {
				mustClose(b, mustOpen(b, path))
			}
			s := mustOpen(b, path)
			b.ReportMetric(float64(residentKB(b)), "KB-open")
			mustClose(b, s)
		})
	}
}

// residentKB is the memory of this process that is mapped from files, which is
// what an open store adds to; 0 where the system does not tell.
func residentKB(b *testing.B) int {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "RssFile:")
	kb := 0
	_, _ = fmt.Sscan(rest, &kb)
	return kb
}

func BenchmarkReadyBehindABlockedLane(b *testing.B) {
	s := mustOpen(b, filepath.Join(b.TempDir(), "candor.db"))
	defer s.Close()
	err := s.Update(b.Context(), func(tx records.Tx) error {
		for i := range 20_000 {
			d := outbox.Delivery{Key: fmt.Sprint("d", i), Lane: "l", State: outbox.Waiting, NotTill: noon}
			if i == 0 {
				d.NotTill = noon.Add(time.Hour)
			}
			if _, err := tx.Enqueue(&d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := s.View(b.Context(), func(tx records.Tx) error {
			d, err := tx.ReadyDelivery(noon, nil)
			if d != nil {
				b.Errorf("%s is ready behind a head that is not", d.Key)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
