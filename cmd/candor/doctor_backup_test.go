package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/store/backup"
)

func TestDoctorLooksAtCopies(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.Local)
	last := backup.Copy{Name: "candor-20260310T030000Z.db", At: now.Add(-9 * time.Hour), Size: 1 << 20}
	old := backup.Copy{At: now.AddDate(0, 0, -3)}
	for _, tt := range []struct {
		name, config string
		state        backup.State
		mend         func(dir string) error
		want         level
		text         string
	}{
		{"none are made", "", backup.State{}, nil, warning, "no copies of the data are made"},
		{"none was made yet", "backup: {after: x}", backup.State{}, nil, fine, "Last copy: none yet; the next is due"},
		{"all is well", "backup: {after: x}", backup.State{Last: last}, nil, fine, "read to its end, 1 MB"},
		{"one failed", "backup: {after: x}", backup.State{Last: last, Tried: now, Error: "No copy was made: the disk. Make room."}, nil, warning, "failed. No copy was made: the disk. Make room."},
		{"two were missed", "backup: {after: x}", backup.State{Last: old}, nil, trouble, "3 copies of Candor's data were missed."},
		{"the hook failed", "backup: {after: x}", backup.State{Last: last, Hook: backup.HookEnd{At: now, Problem: "it ended with exit status 1"}}, nil, warning, "it ended with exit status 1"},
		{"on the store's own disk", "backup: {}", backup.State{Last: last}, nil, warning, "lie on the disk of the store"},
		{"the folder is gone", "backup: {dir: gone/copies}", backup.State{Last: last}, nil, trouble, "no copy can be made in "},
		{"it is a file", "backup: {dir: file}", backup.State{Last: last}, func(dir string) error { return os.WriteFile(filepath.Join(dir, "file"), nil, 0o600) }, trouble, "not a directory"},
		{"the state is damaged", "backup: {after: x}", backup.State{}, func(dir string) error {
			return os.WriteFile(stateOf(filepath.Join(dir, "candor.db")), []byte("{"), 0o600)
		}, warning, "how copies went before cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			d := &doctor{c: mustLoad(t, filepath.Join(dir, "candor.yaml"), smallest+tt.config+"\n", bothTokens), now: func() time.Time { return now }}
			if err := tt.state.Write(stateOf(d.c.storeFile())); err != nil {
				t.Fatal(err)
			}
			if tt.mend != nil {
				if err := tt.mend(dir); err != nil {
					t.Fatal(err)
				}
			}
			d.backups()
			found := false
			for _, f := range d.list {
				found = found || f.Level == tt.want && strings.Contains(f.Text, tt.text) && (f.Level == fine) == (f.Fix == "")
			}
			if !found {
				t.Errorf("it found %+v, want %s with %q", d.list, tt.want, tt.text)
			}
			if list, _ := filepath.Glob(filepath.Join(dir, ".candor-look-*")); len(list) > 0 {
				t.Errorf("it left %v", list)
			}
		})
	}
}

func TestDoctorLooksWhereThingsAreAnnounced(t *testing.T) {
	for channel, want := range map[string]string{
		"C0TEAM": "ok       announce channel: Candor is in #team.",
		"C0ACME": "warning  announce channel: another company reads #acme-shared, so nothing is said there; who is asked first is told instead.",
		"C0NONE": "warning  announce channel: Candor cannot post in C0NONE",
	} {
		k := newClinic(t, nil)
		k.config = strings.Replace(k.config, "slack: {api_url", "slack: {announce: "+channel+", api_url", 1)
		k.want(0, strings.Count(want, "warning"), want)
	}
}
