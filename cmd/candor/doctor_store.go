package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/forgetcmd"
	"candor/cmd/candor/storefile"
	"candor/store/backup"
	"candor/store/bolt"
)

// permissions looks at who may read the config, if there are secrets in it.
func (d *doctor) permissions() {
	if len(d.c.inline) == 0 || runtime.GOOS == "windows" { // which has other rights
		return
	}
	info, err := os.Stat(d.path)
	switch {
	case err != nil: // it was read a moment ago
	case info.Mode().Perm()&0o044 != 0:
		d.say(warning, "config", fmt.Sprintf("others on this machine can read it (%04o), and it holds secrets: %s.", info.Mode().Perm(), strings.Join(d.c.inline, ", ")),
			"Type chmod 600 "+d.path+", or put the secrets into files of their own.")
	default:
		d.ok("config", "the secrets in it can be read by its owner only.")
	}
}

// store looks at the data file and at the disk under it.
func (d *doctor) store() {
	path := d.c.storeFile()
	lost := storefile.Lost(path, d.c.backupDir(), stateOf(path))
	switch p, err := bolt.Look(path); {
	case err != nil:
		d.say(trouble, "store", err.Error()+".", "Candor would not start. Do what that says, then try again.")
	case p.InUse:
		d.ok("store", "%s is in use by a running candor.", path)
	case lost != nil:
		d.say(trouble, "store", lost.Error(), "Candor would not start. Do what that says, then try again.")
	case p.New:
		d.ok("store", "%s will be made at the first start; its folder can be written.", path)
	default:
		d.ok("store", "%s can be opened and written.", path)
	}
	if info, err := os.Stat(path); err == nil && bolt.Seen(info) {
		d.say(warning, "store", fmt.Sprintf("others on this machine can read it (%04o), and it holds what clients and people wrote.", info.Mode().Perm()), "Type chmod 600 "+cli.Quoted(path)+". The next start does it too, if the file belongs to whoever runs candor.")
	}
	for _, line := range forgetcmd.Returned(path, d.c.roster()) {
		d.say(warning, "forgotten", line, "Do what that says, then look again.")
	}
	d.disk(filepath.Dir(path))
}

// Room that the disk should have: for a year of incidents, and to work at all.
const (
	wantedRoom = 1 << 30
	leastRoom  = 64 << 20
)

func (d *doctor) disk(dir string) {
	free, known := backup.FreeSpace(dir)
	text := fmt.Sprintf("%d MB are free.", free>>20)
	switch {
	case !known: // the system does not say, or the store has said that there is no such folder
	case free < leastRoom:
		d.say(trouble, "disk", text, "Make room: when the disk is full Candor accepts nothing any more.")
	case free < wantedRoom:
		d.say(warning, "disk", text, "Make room before it is full.")
	default:
		d.ok("disk", "%s", text)
	}
}
