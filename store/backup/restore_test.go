package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/incident/records"
	"candor/incident/restore"
	"candor/store/bolt"
)

// A copy becomes the store whole, with the mark that it was put back, or nothing does.
// What is there already stays, and nothing is left beside it.
func TestACopyBecomesTheStore(t *testing.T) {
	j, _ := newJob(t)
	key := mustKey(t)
	secret := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(secret, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	j.Recipient = key.Recipient().String()
	locked := filepath.Join(j.Dir, mustMake(t, j, night.AddDate(0, 0, 1)).Name)
	for _, tt := range []struct {
		from, identity string
		asOf           time.Time
	}{{plain, "", night}, {locked, secret, night.AddDate(0, 0, 1)}} {
		dir := t.TempDir()
		store := filepath.Join(dir, "candor.db")
		f, err := Fetch(t.Context(), tt.from, tt.identity, store)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(store); err == nil || !f.AsOf.Equal(tt.asOf) || f.Report.Newest != "INC-1" {
			t.Errorf("before it is asked for: %v; as of %v, %+v", err, f.AsOf, f.Report)
		}
		now := night.AddDate(0, 0, 2)
		if err := f.Install(t.Context(), store, now); err != nil {
			t.Fatal(err)
		}
		f.Drop()
		if got := list(t, dir); cmp.Diff([]string{"candor.db"}, got) != "" {
			t.Errorf("beside the store lie %v", got)
		}
		if info, err := os.Stat(store); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the store: %v, %v", info, err)
		}
		s, err := bolt.OpenToRead(store)
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(t.Context(), func(tx records.Tx) error {
			got, err := tx.Restored()
			if diff := cmp.Diff(&restore.Mark{AsOf: tt.asOf, At: now}, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil || s.Check() != nil || s.Close() != nil {
			t.Error("the store is not sound", err)
		}

		again, err := Fetch(t.Context(), tt.from, tt.identity, store)
		if err != nil {
			t.Fatal(err)
		}
		was, _ := os.ReadFile(store)
		if err := again.Install(t.Context(), store, now); err == nil || !strings.Contains(err.Error(), "is there by now") {
			t.Errorf("over a store: %v", err)
		}
		again.Drop()
		if is, _ := os.ReadFile(store); string(is) != string(was) || len(list(t, dir)) != 1 {
			t.Error("the store that was there was touched")
		}
	}
}

func TestWhatIsNoCopyIsNotFetched(t *testing.T) {
	dir := t.TempDir()
	store, other := filepath.Join(dir, "candor.db"), filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{other, filepath.Join(dir, "nothing")} {
		if f, err := Fetch(t.Context(), from, "", store); err == nil || f != nil {
			t.Errorf("Fetch(%s) = %v, %v", from, f, err)
		}
	}
	if got := list(t, dir); len(got) > 0 {
		t.Errorf("it left %v", got)
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}
