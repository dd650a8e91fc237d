package storefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/store/backup"
)

// Where a store was, a new one would know nothing of what was promised.
func TestAStoreThatIsGone(t *testing.T) {
	const name = "candor-20261128T030000Z.db"
	at := time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)
	for what, tt := range map[string]struct {
		store        string // what is in it; "-": there is none
		copied, said bool   // a copy lies there; the file beside the store knows of one
		want         string // in the error; empty: none
	}{
		"the first start":            {store: "-"},
		"an empty file, no copies":   {},
		"gone, copies are there":     {store: "-", copied: true, want: "there is no store at"},
		"gone, only known of":        {store: "-", said: true, want: "there is no store at"},
		"empty, copies are there":    {copied: true, want: "candor.db is empty"},
		"the store is there as well": {store: "x", copied: true, said: true},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			store, copies := filepath.Join(dir, "candor.db"), filepath.Join(dir, "backups")
			write := func(path, text string) {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if tt.store != "-" {
				write(store, tt.store)
			}
			if err := os.Mkdir(copies, 0o700); err != nil {
				t.Fatal(err)
			}
			if tt.copied {
				write(filepath.Join(copies, name), "x")
			}
			if tt.said {
				if err := (backup.State{Dir: copies, Last: backup.Copy{Name: name, At: at, Size: 1}}).Write(store + ".backups.json"); err != nil {
					t.Fatal(err)
				}
			}
			err := Lost(store, copies, store+".backups.json")
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "candor restore "+filepath.Join(copies, name)) {
				t.Errorf("%v, want %q and what to type", err, tt.want)
			}
		})
	}
}
