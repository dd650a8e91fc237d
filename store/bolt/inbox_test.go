package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor"
)

// A store from before the counter of places opens, and what comes in stands
// behind what was waiting.
func TestAStoreOfSchema3CountsItsPlacesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	err := s.update(t.Context(), func(t *tx) error {
		return errors.Join(t.remove(meta, []byte("place")), t.put(meta, []byte("schema"), 3))
	})
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)

	s = mustOpen(t, path)
	defer s.Close()
	err = s.Update(t.Context(), func(tx candor.Tx) error {
		_, err := tx.Receive(candor.Envelope{ID: "E3", At: noon})
		if err != nil {
			return err
		}
		list, err := tx.Inbox()
		if len(list) != 2 || list[0].ID != "E2" || list[1].ID != "E3" {
			t.Errorf("the inbox holds %v, want E2 and then E3", list)
		}
		return err
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
}

// The package comment says why.
func TestNothingWalksBackwards(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of the package: %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{".Last" + "()", ".Prev" + "()"} {
			if strings.Contains(string(text), call) {
				t.Errorf("%s calls %s of a cursor, which may hang after a delete", file, call)
			}
		}
	}
}
