package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/incident/schedule"
	"candor/store/backup"
)

// Without the key no copy is made; with nothing behind it there are defaults, which
// are those that the example names.
func TestConfigBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.yaml")
	with := func(fn func(*backupConfig)) backupConfig { b := defaultBackup; fn(&b); return b }
	for _, tt := range []struct {
		text string
		want backupConfig
	}{
		{"", backupConfig{}},
		{"backup:\n", defaultBackup},
		{"backup: {}\n", defaultBackup},
		{"backup: {keep: 3}\n", with(func(b *backupConfig) { b.Keep = backup.Keep{Daily: 3} })},
		{"backup: {keep: {monthly: 2}, every: 6h, after_limit: 10m}\n", with(func(b *backupConfig) {
			b.Keep, b.Every, b.AfterLimit = backup.Keep{Monthly: 2}, schedule.Every(6*time.Hour), 10*time.Minute
		})},
	} {
		if diff := cmp.Diff(tt.want, mustLoad(t, path, smallest+tt.text, bothTokens).Backup); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
	example, err := loadConfig("../../config.example.yaml", bothTokens)
	if diff := cmp.Diff(with(func(b *backupConfig) { b.Dir = "backups" }), example.Backup); diff != "" || err != nil {
		t.Errorf("the example: %s %v", diff, err)
	}
	mustWrite(t, filepath.Join(dir, "beat"), "https://beat.example/secret\n")
	c := mustLoad(t, path, smallest+"heartbeat_file: beat\nbackup: {dir: copies}\n", bothTokens)
	if c.Heartbeat.Reveal() != "https://beat.example/secret" || c.backupDir() != filepath.Join(dir, "copies") {
		t.Errorf("the heartbeat is %q, the folder %s", c.Heartbeat.Reveal(), c.backupDir())
	}
	if got := mustLoad(t, path, smallest+"store: bolt:data/x.db\nbackup:\n", bothTokens).backupDir(); got != filepath.Join(dir, "data", "backups") {
		t.Errorf("copies go to %s, want a folder beside the store", got)
	}
	if said := fmt.Sprintf("%v %+v", c, *c); strings.Contains(said, "beat.example") {
		t.Errorf("the address is printed: %s", said)
	}
}
