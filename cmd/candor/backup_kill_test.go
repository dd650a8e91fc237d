package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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
// CANDOR_TEST_BACKUP_KILLS says how often, 3 of a smaller store if it is not set;
// CANDOR_TEST_SEED replays the moments.
func TestKillDuringACopy(t *testing.T) {
	if testing.Short() {
		t.Skip("real processes, which the race detector only slows down")
	}
	t.Parallel()
	size := 16 << 20
	kills, err := strconv.Atoi(os.Getenv("CANDOR_TEST_BACKUP_KILLS"))
	if err != nil {
		kills, size = 3, 4<<20
	}
	r := seeded(t)
	p := newProcess(t)
	p.configure("company:", "backup: {keep: {daily: 1, weekly: 1}}\ncompany:")
	p.must(fatten(p.store(), size))
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
