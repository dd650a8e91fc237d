package main

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"candor/delivery"
	"candor/incident/schedule"
	"candor/store/backup"
)

// backupConfig is how the store is copied; the zero value, without a cadence, is
// never.
type backupConfig struct {
	Every      schedule.Cadence `yaml:"every"` // by the clock of this machine
	Keep       backup.Keep      `yaml:"keep"`
	Dir        string           `yaml:"dir"`         // a folder; empty: backups, beside the store
	Recipient  string           `yaml:"recipient"`   // of age, who alone can read the copies; empty: they are not encrypted
	After      string           `yaml:"after"`       // a command that takes each copy somewhere else; empty: none
	AfterLimit time.Duration    `yaml:"after_limit"` // how long that may take
}

// Defaults of a config that has the key backup.
var defaultBackup = backupConfig{
	Every: schedule.Cadence{Cron: "0 3 * * *"}, Keep: backup.Keep{Daily: 7, Weekly: 4, Monthly: 12}, AfterLimit: time.Hour,
}

// mostOften is how often a copy may be made: each reads the whole store.
const mostOften = time.Minute

// keep reads a number of days, or the three numbers.
func (r *reader) keep(n *yaml.Node, v *backup.Keep, path string) {
	if n.Kind != yaml.ScalarNode {
		r.Struct(n, v, path)
		return
	}
	text, ok := r.Text(n, path)
	days, err := strconv.Atoi(text)
	if ok && err != nil {
		r.Wrong(path, "%q is not a valid number. Write how many days copies are kept, or {daily: 7, weekly: 4, monthly: 12}.", text)
	}
	v.Daily = days
}

// backup checks how copies are made, if they are. Whether the folder is there is no
// matter of the config: with a disk that is not mounted promises are kept all the same.
func (k checker) backup() {
	if !k.Stands("backup") || k.Broken("backup") {
		return
	}
	b := &k.c.Backup
	if b.Every.IsZero() && !k.unread("backup.every") {
		b.Every = defaultBackup.Every
	}
	if b.Every.Step > 0 && b.Every.Step < mostOften {
		k.bad("backup.every", "%s is too often: each copy reads the whole store. Write 1m or more, or fixed times like \"0 3 * * *\".", b.Every)
	}
	k.keepSome()
	if b.Recipient != "" {
		if wrong := backup.CheckRecipient(b.Recipient); wrong != "" {
			k.bad("backup.recipient", "%s", wrong)
		}
	}
	if b.AfterLimit == 0 {
		b.AfterLimit = defaultBackup.AfterLimit
	}
	if strings.HasPrefix(b.Dir, "~") {
		k.bad("backup.dir", "~ is not replaced by your home folder. Write the whole path.")
	}
}

// keepSome checks how many copies stay.
func (k checker) keepSome() {
	b := &k.c.Backup
	if !k.Stands("backup.keep") {
		b.Keep = defaultBackup.Keep
	}
	switch keep := b.Keep; {
	case keep.Daily < 0 || keep.Weekly < 0 || keep.Monthly < 0:
		k.bad("backup.keep", "holds a number below 0. Write how many days, weeks and months copies are kept, for example {daily: 7, weekly: 4, monthly: 12}.")
	case keep == backup.Keep{} && !k.unreadIn("backup.keep"):
		k.bad("backup.keep", "keeps no copy. Write how many days, weeks and months they are kept, for example {daily: 7, weekly: 4, monthly: 12}.")
	}
}

// unreadIn says whether something at a path or below it could not be read.
func (k checker) unreadIn(path string) bool {
	for _, key := range []string{"", ".daily", ".weekly", ".monthly"} {
		if k.unread(path + key) {
			return true
		}
	}
	return false
}

// heartbeat checks the address that hears that promises are watched. It is never
// repeated: whoever knows it can call it.
func (k checker) heartbeat(guard *delivery.Guard) {
	t := token{key: "heartbeat", secret: &k.c.Heartbeat, file: k.c.HeartbeatFile}
	if !k.find(&t) || k.c.Heartbeat.Reveal() == "" && t.file == "" {
		return
	}
	u, err := url.Parse(k.c.Heartbeat.Reveal())
	if err != nil || u.Host == "" {
		k.bad(t.place, "is not a valid web address. Write the whole of it, from https:// on.")
		return
	}
	u.User = nil // a name and a password may stand in it
	if err := guard.Check(u); err != nil {
		k.bad(t.place, "%s.", err)
	}
}

// backupDir is where copies are kept.
func (c *config) backupDir() string {
	if c.Backup.Dir == "" { // where the program may write anyway
		return filepath.Join(filepath.Dir(c.storeFile()), "backups")
	}
	return c.path(c.Backup.Dir)
}
