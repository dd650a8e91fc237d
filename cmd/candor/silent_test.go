//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The network behind backup.dir is gone. A copy from elsewhere is put back nonetheless, and
// what was not read is said; what needs that folder says so, and does nothing.
func TestADeadFolderOfCopiesHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.configure("company:", "backup: {dir: away}\ncompany:")
	copied, away := filepath.Join(p.dir, "copy.db"), filepath.Join(p.dir, "away")
	p.must(fatten(copied, 1))
	p.must(os.Mkdir(away, 0o700))
	for _, name := range []string{"candor-forgotten", "candor-20260310T030000Z.db"} {
		p.must(syscall.Mkfifo(filepath.Join(away, name), 0o600))
	}
	p.restores(0, "yes\n", []string{copied}, away+" does not answer, so a list there of who was forgotten was not read.", "Restored "+p.store())
	p.typedInto(1, "yes\n", []string{"forget", "dana@acme.example"}, away+" does not answer. Nobody was forgotten. Mount it again")
	dead := filepath.Join(away, "candor-20260310T030000Z.db")
	p.says(1, []string{"verify", dead}, dead+" cannot be read: the disk does not answer. Nothing else was read. Look whether the disk or the network under "+dead+" is there, and mount it again, then try again.")
	p.must(os.Remove(p.store()))
	p.restores(1, "yes\n", []string{dead}, dead+" cannot be read: the disk does not answer. Nothing was changed.")
}
