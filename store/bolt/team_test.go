package bolt

import (
	"path/filepath"
	"testing"
)

// A store belongs to the first workspace that asked, also once it is opened again.
func TestAStoreBelongsToOneWorkspace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	for _, team := range []string{"T0STUDIO", "T0STUDIO", "T0OTHER"} {
		s, err := Open(path, Options{Twice: true})
		if err != nil {
			t.Fatal(err)
		}
		if to, err := s.Belongs(t.Context(), team); err != nil || to != "T0STUDIO" {
			t.Errorf("asked by %s it belongs to %q, %v", team, to, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
