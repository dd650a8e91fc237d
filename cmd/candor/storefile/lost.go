package storefile

import (
	"os"
	"path/filepath"

	"candor/cmd/candor/cli"
	"candor/store/backup"
)

// Lost is an error where no store is, or an empty file, and copies of one are: what was
// promised is in those, and a new store would know none of it. state is the path of what
// is known of the copies.
func Lost(store, copies, state string) error {
	info, err := os.Stat(store)
	if err == nil && info.Size() > 0 || err != nil && !os.IsNotExist(err) {
		return nil
	}
	newest := ""
	known, _ := backup.ReadState(state)
	if list, err := backup.List(copies); err == nil && len(list) > 0 {
		newest = filepath.Join(copies, list[0].Name)
	} else if !known.Last.IsZero() {
		newest = filepath.Join(known.Dir, known.Last.Name)
	}
	if newest == "" {
		return nil
	}
	gone := "there is no store at " + store
	first := ""
	if err == nil {
		gone = store + " is empty"
		first = "move that file away, and "
	}
	return cli.Sentence("%s, and one was copied: the newest copy is %s. Nothing was started, and nobody is reminded of what was promised. Is a disk not mounted? Mount it and start again. Is the store lost? Keep candor stopped, %stype: candor restore %s. To begin anew on purpose, move the copies and %s away.", gone, newest, first, cli.Quoted(newest), state)
}
