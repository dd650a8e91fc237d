package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"candor/cmd/candor/control"
	"candor/incident"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/store/backup"
	"candor/store/bolt"
)

// The real program is killed while it makes copies. Whatever has the name of a copy
// can be read to its end, no copy from before is lost, and of what was half done at
// most one file is left, which is gone after the next copy.
//
// CANDOR_TEST_BACKUP_KILLS says how often, 3 if it is not set; CANDOR_TEST_SEED
// replays the moments.
func TestKillDuringACopy(t *testing.T) {
	t.Parallel()
	kills, err := strconv.Atoi(os.Getenv("CANDOR_TEST_BACKUP_KILLS"))
	if err != nil {
		kills = 3
	}
	r := seeded(t)
	p := newProcess(t)
	p.configure("company:", "backup: {keep: {daily: 1, weekly: 1}}\ncompany:")
	p.must(fatten(p.store(), 16<<20))
	dir := filepath.Join(p.dir, "backups")
	p.start()
	p.says(0, []string{"backup"})
	first := time.Now()
	p.until("a second has passed, for which copies are named", func() bool { return time.Since(first) > time.Second })
	first = time.Now()
	p.says(0, []string{"backup"})
	takes := time.Since(first)
	newest := time.Time{}
	stages := map[string]int{}
	for range kills {
		asked := make(chan struct{})
		go func() { // it breaks off with the program
			if body, err := control.On(p.store()).Ask(t.Context(), http.MethodPost, "/backup"); err == nil {
				body.Close()
			}
			close(asked)
		}()
		time.Sleep(time.Duration(r.Int64N(int64(takes * 5 / 4))))
		p.end(syscall.SIGKILL)
		<-asked
		newest = judgeCopies(t, dir, newest, stages)
		p.start()
	}
	p.until("a copy is made after all that", func() bool { _, code := p.candor("backup"); return code == 0 })
	judgeCopies(t, dir, newest, stages)
	p.end(syscall.SIGTERM)
	files, err := os.ReadDir(dir)
	p.must(err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".part") {
			t.Errorf("%s is left", f.Name())
		}
	}
	s, err := bolt.OpenToRead(p.store())
	p.must(err)
	defer s.Close()
	p.must(s.Check())
	t.Logf("killed %d times within %v: %v", kills, takes, stages)
}

// judgeCopies reads every copy to its end, and says of when the newest is.
func judgeCopies(t *testing.T, dir string, before time.Time, stages map[string]int) time.Time {
	t.Helper()
	list, err := backup.List(dir)
	if err != nil || len(list) == 0 {
		t.Fatalf("the copies are gone: %v, %v", list, err)
	}
	for _, c := range list {
		if r, err := backup.Check(t.Context(), filepath.Join(dir, c.Name)); err != nil || !r.Readable() {
			t.Errorf("%s: %v, %v", c.Name, r.Damaged, err)
		}
	}
	if list[0].At.Before(before) {
		t.Errorf("the newest copy is of %v, and there was one of %v", list[0].At, before)
	}
	parts, _ := filepath.Glob(filepath.Join(dir, "*.part"))
	if len(parts) > 1 {
		t.Errorf("half done: %v", parts)
	}
	stages[fmt.Sprintf("%d half done, newer copy %t", len(parts), list[0].At.After(before))]++
	return list[0].At
}

// fatten makes a store as large as one after years.
func fatten(path string, size int) error {
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	text := strings.Repeat("what happened then ", 500)
	for ; size > 0; size -= 200 * len(text) {
		err := s.Update(context.Background(), func(tx records.Tx) error {
			for range 200 {
				number, err := tx.NewNumber()
				if err != nil {
					return err
				}
				inc := &incident.Incident{Number: number, State: incident.Cancelled, Title: "an old one"}
				if err := tx.PutIncident(inc); err != nil {
					return err
				}
				if err := tx.Append(timeline.Entry{Incident: number, N: 1, What: "note", Text: text}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// slowest is what so many per cent of the times stay below.
func slowest(list []time.Duration, percent int) time.Duration {
	slices.Sort(list)
	return list[min(len(list)-1, len(list)*percent/100)]
}

// BenchmarkAcksDuringACopy has commands come in over the network while a store is
// copied again and again, and without. It prints what 99 of 100 acknowledgements
// take. CANDOR_BENCH_STORE_MB is how large the store is, 64 if it is not set.
func BenchmarkAcksDuringACopy(b *testing.B) {
	megabytes, err := strconv.Atoi(os.Getenv("CANDOR_BENCH_STORE_MB"))
	if err != nil {
		megabytes = 64
	}
	b.Setenv("CANDOR_TEST_AS_PROGRAM", "1") // for the process that reads the copies
	path := filepath.Join(b.TempDir(), "candor.db")
	if err := fatten(path, megabytes<<20); err != nil {
		b.Fatal(err)
	}
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	job := &backup.Job{Dir: filepath.Join(b.TempDir(), "copies"), Beside: path, Keep: backup.Keep{Daily: 1}, Zone: time.UTC, Source: s.Copy, Check: checkApart, Free: freeSpace}
	n := 0
	receive := func() time.Duration {
		n++
		began := time.Now()
		err := s.Update(b.Context(), func(tx records.Tx) error {
			_, err := tx.Receive(records.Envelope{ID: fmt.Sprint("E", n), At: began})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for b.Loop() {
		var alone, beside []time.Duration
		for began := time.Now(); time.Since(began) < 5*time.Second; {
			alone = append(alone, receive())
		}
		var copying sync.WaitGroup
		done := make(chan struct{})
		at, began := time.Now(), time.Now()
		copying.Go(func() {
			defer close(done)
			if _, err := job.Make(b.Context(), at.Add(time.Duration(n)*time.Second)); err != nil {
				b.Error(err)
			}
		})
		for ended := false; !ended; {
			beside = append(beside, receive())
			select {
			case <-done:
				ended = true
			default:
			}
		}
		copying.Wait()
		b.ReportMetric(time.Since(began).Seconds(), "s/copy")
		b.ReportMetric(float64(slowest(alone, 99).Microseconds())/1000, "alone-p99-ms")
		b.ReportMetric(float64(slowest(beside, 99).Microseconds())/1000, "copying-p99-ms")
	}
}
