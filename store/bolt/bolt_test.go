package bolt

import (
	"context"
	"path/filepath"
	"testing"

	"candor/incident/damage"
	"candor/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) storetest.Store {
		return spoilable{mustOpen(t, filepath.Join(dir, "candor.db"))}
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

// spoilable is a store that the suite can damage.
type spoilable struct{ *Store }

// Spoil implements [storetest.Spoiler].
func (s spoilable) Spoil(kind damage.Kind, name string) error {
	return s.update(context.Background(), func(t *tx) error { return t.spoil(kind, name) })
}

func mustOpen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
