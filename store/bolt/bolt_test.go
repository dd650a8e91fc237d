package bolt

import (
	"path/filepath"
	"testing"

	"candor/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) storetest.Store {
		return mustOpen(t, filepath.Join(dir, "candor.db"))
	})
}

// A store on which each transaction runs twice is the same store.
func TestStoreTwice(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) storetest.Store {
		s, err := Open(filepath.Join(dir, "candor.db"), Options{Twice: true})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func mustOpen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
