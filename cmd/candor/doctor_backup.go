package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"candor/store/backup"
)

// backups looks at where copies go and at how the last ones went.
func (d *doctor) backups() {
	const subject = "backups"
	if d.c.Backup.Every.IsZero() {
		d.say(warning, subject, "no copies of the data are made: what was promised to clients is on one disk only.", "Write backup: {} into the config, then start Candor again.")
		return
	}
	dir := d.c.backupDir()
	err := takesSoon(dir)
	if errors.Is(err, fs.ErrNotExist) && d.c.Backup.Dir == "" { // what there is to say of the store's folder is said
		return
	}
	if err != nil {
		d.say(trouble, subject, "no copy can be made in "+dir+": "+reason(err)+".", toTakeCopies(err, dir))
		return
	}
	k := keeperOf(d.c, nil, d.now, d.log, nil)
	if err := k.Open(); err != nil {
		d.say(warning, subject, "how copies went before cannot be read ("+reason(err)+"); what lies in "+dir+" counts.", "Nothing, if the next copy is made: it is written anew then.")
	}
	k.Look()
	v := k.Status()
	for _, line := range v.Wrong {
		level := warning
		if v.Red {
			level = trouble
		}
		d.say(level, subject, line, "Type candor backup, then look again.")
	}
	if len(v.Wrong) == 0 {
		d.ok(subject, "%s; the next is due %s, into %s%s.", v.LastLine(), instant(v.Next), dir, backup.RoomLeft(v.Free))
	}
	if d.c.Backup.After == "" && backup.SameDisk(dir, filepath.Dir(d.c.storeFile())) {
		d.say(warning, subject, "the copies lie on the disk of the store, and nothing takes them elsewhere: whoever loses it loses both.", "Name a folder on another disk in backup.dir, or a command in backup.after.")
	}
}

// checkCopies says that no copy could be made where the config wants them.
func checkCopies(c *config, file string) error {
	if c.Backup.Every.IsZero() || c.Backup.Dir == "" { // beside the store, which may not be there yet
		return nil
	}
	// A disk that does not answer holds up no start: promises come before copies.
	if err := takesSoon(c.backupDir()); err != nil && !errors.Is(err, backup.ErrSilent) {
		return &configError{[]problem{{File: file, Path: "backup.dir", Text: "takes no copy (" + reason(err) + "). " + toTakeCopies(err, c.backupDir())}}}
	}
	return nil
}

// toTakeCopies is what to do where a folder takes no copy.
func toTakeCopies(err error, dir string) string {
	return cmp.Or(backup.Remedy(err, dir, false), "Make the folder around it, or mount what belongs there") + "."
}

// takesSoon is [takesFiles] of a folder whose disk may not answer.
func takesSoon(dir string) error {
	_, err := backup.Soon(func() (struct{}, error) { return struct{}{}, takesFiles(dir) })
	return err
}

// takesFiles tries whether a folder, or the one that it would be made in, takes a
// file, and takes it away again.
func takesFiles(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		dir = filepath.Dir(dir)
	}
	f, err := os.CreateTemp(dir, backup.Trial)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
