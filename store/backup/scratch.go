package backup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Folders for what lies somewhere for a moment only: whole copies of the store, some of
// them readable though the copy itself is encrypted. Each begins with a name that says
// whose it is, and is locked as long as its command lives: what a kill leaves is known by
// its lock being free.
const (
	forRestore = ".candor-restore-"
	forForget  = ".candor-forget-"
	forCopy    = ".candor-copy-"
	forReading = "candor-verify-" // in the folder for temporary files
)

// Trial is what a file is called with which it is tried whether a folder takes one.
const Trial = ".candor-look-*"

// Scratch makes a folder in another for what lies there for a moment, and takes away those
// that were left by commands that were killed. done takes away the folder.
func Scratch(in string) (dir string, done func(), err error) { return scratch(in, forCopy) }

// scratch is [Scratch] in a folder, under a name that begins so.
func scratch(in, begins string) (dir string, done func(), err error) {
	_ = sweepFolders(in) // what cannot be taken away stands in nobody's way
	for {
		dir, err = os.MkdirTemp(in, begins) // 0700
		if err != nil {
			return "", nil, atDisk(err, in, false)
		}
		free, busy := lockFolder(dir)
		if free == nil && !busy { // nobody can tell then whether it is in use, and nobody sweeps it
			free = func() {}
		}
		if free != nil && isThere(dir) {
			return dir, func() { _ = os.RemoveAll(dir); free() }, nil
		}
		if free != nil { // it was swept before it was locked
			free()
		}
	}
}

// sweepFolders takes away the folders of commands that were killed.
func sweepFolders(in string) (failed error) {
	for _, begins := range []string{forRestore, forForget, forCopy, forReading} {
		found, _ := filepath.Glob(filepath.Join(escaped(in), begins+"*")) // of the pattern, which is sound
		for _, path := range found {
			free, _ := lockFolder(path)
			if free == nil { // somebody is at it, or it is another user's
				continue
			}
			failed = errors.Join(failed, os.RemoveAll(path))
			free()
		}
	}
	return failed
}

// Sweep takes away what commands that were killed have left beside a store: copies of it,
// some of them whole, and small files that were never given their names. It is for whoever
// has the store, or knows that nobody has it.
func Sweep(store string) error {
	failed := errors.Join(sweepFolders(filepath.Dir(store)), remove(store+".copy.part"))
	for _, left := range []string{".new-*", ".look-*", ".backups.json.new-*", ".forgotten.new-*"} {
		found, _ := filepath.Glob(escaped(store) + left)
		for _, path := range found {
			failed = errors.Join(failed, remove(path))
		}
	}
	return failed
}

// remove takes away a file that may be gone.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// escaped is a path in a pattern.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
