package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/timeline"
)

// What a record does not hold any more is nowhere in the file that is written anew: not
// in a page that it has left, and not in a key or an index.
func TestRewriteLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "candor.db"), filepath.Join(dir, "clean.db")
	s, err := Open(from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	err = s.Update(t.Context(), func(tx records.Tx) error {
		inc := &incident.Incident{Number: 1, State: incident.Open, DeclaredAt: now, Roles: map[playbook.Role]string{playbook.Commander: "U0DANA"}}
		_, err := tx.NewNumber()
		err = errors.Join(err, tx.PutIncident(inc), tx.PutReach(team.Reach{User: "U0DANA"}))
		for n := range 400 {
			err = errors.Join(err, tx.Append(timeline.Entry{Incident: 1, N: n + 1, At: now, By: "U0DANA", What: "note", Text: strings.Repeat("a line ", 3000)}))
		}
		_, queued := tx.Enqueue(&outbox.Delivery{Key: "INC-1/direct/U0DANA", Kind: outbox.Direct, Lane: "U0DANA", Incident: 1, To: "U0DANA", State: outbox.Waiting})
		_, received := tx.Receive(records.Envelope{ID: "E1", At: now})
		return errors.Join(err, queued, received)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	how := Rewriting{
		Record: func(body []byte) ([]byte, bool, error) {
			now := bytes.ReplaceAll(body, []byte("U0DANA"), []byte("U0GONE"))
			return now, !bytes.Equal(now, body), nil
		},
		Key: func(key string) string { return strings.ReplaceAll(key, "U0DANA", "U0GONE") },
	}
	n, err := Rewrite(from, to, how)
	if want := 1 + 1 + 400 + 1; n != want || err != nil {
		t.Fatalf("%d records differ, %v, want %d", n, err, want)
	}
	for path, want := range map[string]bool{from: true, to: false} {
		data, err := os.ReadFile(path)
		if err != nil || bytes.Contains(data, []byte("U0DANA")) != want {
			t.Errorf("%s: %v; holds them %t, want %t", path, err, !want, want)
		}
	}
	s, err = Open(to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	err = s.View(t.Context(), func(tx records.Tx) error {
		d, err := tx.ReadyDelivery(now, nil)
		if err != nil || d == nil || d.To != "U0GONE" {
			t.Errorf("what is ready: %+v, %v", d, err)
		}
		if list, err := tx.Inbox(); err != nil || len(list) != 1 {
			t.Errorf("the inbox: %v, %v", list, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = s.Update(t.Context(), func(tx records.Tx) error {
		if n, err := tx.NewNumber(); err != nil || n != 2 {
			t.Errorf("the next number is %d, %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Nobody knows what stands in a record that cannot be read, and a new file without it
// would lose it.
func TestRewriteRefusesADamagedStore(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "candor.db"), filepath.Join(dir, "clean.db")
	s, err := Open(from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.update(t.Context(), func(tx *tx) error { return tx.putRaw(reach, []byte("U0DANA"), []byte("no record")) })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Rewrite(from, to, Rewriting{}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("Rewrite = %v", err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("it left a file")
	}
}
