package bolt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Looking finds out whether a store would open, and leaves nothing behind.
func TestLook(t *testing.T) {
	folder := func(t *testing.T) string { return filepath.Join(t.TempDir(), "candor.db") }
	closed := func(t *testing.T) string {
		path := folder(t)
		mustClose(t, mustOpen(t, path))
		return path
	}
	tests := []struct {
		name string
		path func(*testing.T) string
		want Prospect
		err  string // empty: none
	}{
		{"there is none yet", folder, Prospect{New: true}, ""},
		{"there is one", closed, Prospect{}, ""},
		{"it is in use", func(t *testing.T) string {
			path := folder(t)
			s := mustOpen(t, path)
			t.Cleanup(func() { s.Close() })
			return path
		}, Prospect{InUse: true}, ""},
		{"there is no folder", func(t *testing.T) string { return filepath.Join(t.TempDir(), "no", "candor.db") }, Prospect{}, "there is no folder"},
		{"it is a folder", func(t *testing.T) string { return t.TempDir() }, Prospect{}, "is a folder: name a file in it"},
		{"by a newer candor", func(t *testing.T) string {
			path := folder(t)
			mustClose(t, atSchema(t, path, 99))
			return path
		}, Prospect{}, "written by a newer candor"},
		{"something else", func(t *testing.T) string {
			path := folder(t)
			if err := os.WriteFile(path, []byte(strings.Repeat("no store ", 9000)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, Prospect{}, "is not a candor store"},
		{"a bucket has lost its name", func(t *testing.T) string {
			path := folder(t)
			s := mustOpen(t, path)
			if err := s.update(t.Context(), func(t *tx) error { t.dirty = true; return t.b.DeleteBucket([]byte(incidents)) }); err != nil {
				t.Fatal(err)
			}
			mustClose(t, s)
			return path
		}, Prospect{}, "the bucket incidents is missing. If the path is right, restore the last backup"},
		{"cut short", func(t *testing.T) string {
			path := closed(t)
			if err := os.Truncate(path, 4*4096); err != nil {
				t.Fatal(err)
			}
			return path
		}, Prospect{}, "If the path is right, restore the last backup"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := tt.path(t)
			before := mustList(t, filepath.Dir(path))
			got, err := Look(path)
			if tt.err == "" && err != nil {
				t.Fatal(err)
			}
			if tt.err != "" {
				wantError(t, err, tt.err)
			} else if got != tt.want {
				t.Errorf("Look = %+v, want %+v", got, tt.want)
			}
			if after := mustList(t, filepath.Dir(path)); after != before {
				t.Errorf("the folder held %q and now holds %q", before, after)
			}
		})
	}
}

// A folder or a file that may not be written is said, where the system asks.
func TestLookAtWhatMayNotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	path := filepath.Join(t.TempDir(), "candor.db")
	mustClose(t, mustOpen(t, path))
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := Look(path)
	wantError(t, err, "cannot be written")
}

func mustList(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}
