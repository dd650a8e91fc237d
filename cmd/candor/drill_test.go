package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"candor/cmd/candor/forgetcmd"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/forget"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/store/backup"
	"candor/store/bolt"
)

// newDrill is a folder in which nothing runs, with a store, a copy of it in backup.dir and
// one in a folder of its own, as who restores finds them.
func newDrill(t *testing.T) (p *process, inDir, fetched string) {
	t.Helper()
	p = newProcess(t)
	p.configure("company:", "backup: {dir: 'my copies'}\ncompany:")
	inDir, fetched = filepath.Join(p.dir, "my copies", "candor-20261128T030000Z.db"), filepath.Join(p.dir, "fetched", "candor-20261128T030000Z.db")
	for _, path := range []string{inDir, fetched} {
		p.must(os.MkdirAll(filepath.Dir(path), 0o700))
		p.must(fatten(path, 1))
	}
	return p, inDir, fetched
}

// owe makes a store that owes a client an update, and nothing else.
func owe(path string) error {
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	now := time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)
	err = s.Update(context.Background(), func(tx records.Tx) error {
		return tx.PutIncident(&incident.Incident{Number: 1000, State: incident.Open, DeclaredAt: now, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
			Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"},
				Promises: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: now, DueAt: now.Add(8 * time.Hour), Outcome: promise.Pending}}}}})
	})
	return errors.Join(err, s.Close())
}

// Following what the second refusal prints must not overwrite what was kept at the first.
func TestTheSecondRefusalNamesAFreeName(t *testing.T) {
	p, copied, _ := newDrill(t)
	p.must(os.WriteFile(p.store(), []byte(mustRead(t, copied)), 0o600))
	p.restores(1, "", []string{copied}, "mv -n "+p.store()+" "+p.store()+".before-restore")
	p.must(os.WriteFile(p.store()+".before-restore", nil, 0o600))
	p.restores(1, "", []string{copied}, "mv -n "+p.store()+" "+p.store()+".before-restore-2")
}

// The list of who was forgotten is found in backup.dir, also by candor forget, and where it
// lies nowhere that is said.
func TestRestoreFindsTheListInTheFolderOfTheConfig(t *testing.T) {
	p, inDir, fetched := newDrill(t)
	for _, dry := range []string{"--dry-run", "--yes"} {
		p.restores(0, "", []string{dry, fetched}, "No list of who was forgotten lies beside the copy or the store", "fetch candor-forgotten")
	}
	p.typedInto(1, "", []string{"forget"}, "nobody is on the list", filepath.Dir(inDir))
	list := new(forget.List)
	list.Add(time.Now(), "Somebody Else", "gone@acme.example")
	text, err := json.Marshal(list)
	p.must(err)
	p.must(os.WriteFile(filepath.Join(filepath.Dir(inDir), "candor-forgotten"), text, 0o600))
	p.typedInto(0, "", []string{"forget", "--yes"}, "numbers and ids: 2. They are taken out of "+p.store()+" once more", "Forgotten: ")
	p.must(errors.Join(os.Remove(p.store()), os.Remove(backup.ForgottenOf(p.store()))))
	p.restores(0, "", []string{"--yes", fetched}, "Restored ")
	if l, err := backup.ReadForgotten(backup.ForgottenOf(p.store())); err != nil || len(l.Entries) != 2 {
		t.Errorf("beside the store stands %+v, %v", l, err)
	}
}

// A config from before the forgetting brings them back: the restore, the start, the doctor
// and candor forget say where they stand, and nobody says who it is.
func TestAnOldConfigThatNamesTheForgotten(t *testing.T) {
	p, copied, _ := newDrill(t)
	list := new(forget.List)
	list.Add(time.Now(), "dana@acme.example")
	text, err := json.Marshal(list)
	p.must(err)
	p.must(os.WriteFile(filepath.Join(filepath.Dir(copied), "candor-forgotten"), text, 0o600))
	p.restores(0, "", []string{"--yes", copied}, "Somebody who was forgotten is in the config, under clients, acme")
	p.typedInto(0, "", []string{"forget", "--yes"}, "is in the config, under clients, acme")
	c, err := loadPlaces(filepath.Join(p.dir, "candor.yaml"), os.Getenv)
	p.must(err)
	var log bytes.Buffer
	tidy(c, slog.New(slog.NewTextHandler(&log, nil)))
	if !strings.Contains(log.String(), "under clients, acme") || strings.Contains(log.String(), "dana@") {
		t.Errorf("the start says %s", &log)
	}
	d := &doctor{c: c, now: time.Now}
	d.store()
	if d.count(warning) == 0 || forgetcmd.Everybody(c.roster())["dana@acme.example"] == "" {
		t.Errorf("the doctor says %+v", d.list)
	}
}

// After a disaster secret files may be missing, and with them what the config names: to
// restore needs the store only.
func TestRestoreNeedsOnlyTheStoreOfTheConfig(t *testing.T) {
	p, copied, _ := newDrill(t)
	p.configure("company:", "heartbeat_file: not/there\nwords: not/there\ncompany:", "tls: none", "password_file: not/there, tls: none")
	if out, code := p.candor("check-config"); code == 0 {
		t.Fatalf("the config is fine: %s", out)
	}
	p.restores(0, "", []string{"--dry-run", copied}, "a copy as of 2026-11-28 03:00 UTC")
	p.restores(0, "", []string{"--yes", copied}, "Restored ")
	p.says(0, []string{"verify"}, "Everything can be read.")
	p.says(0, []string{"backup"}, "and read it to its end")
	p.typedInto(1, "", []string{"forget"}, "nobody is on the list")
	p.configure("backup:", "store: no:thing\nbackup:")
	p.restores(1, "", []string{copied}, `store: "no:thing" is not a store`)
}

// What of a damaged copy cannot be read is said, none of it is said not to be there, and
// candor repair comes before the start.
func TestADamagedCopySaysWhatToDoInOrder(t *testing.T) {
	p, _, copied := newDrill(t)
	p.must(owe(copied))
	p.must(flipBit(copied, "incidents", "1000"))
	refused := []string{"cannot be read: incident", "newest incident of what can be read:", "before you start candor", "lie, the newest first: candor-20261128T030000Z.db."}
	p.restores(1, "", []string{copied}, refused...)
	p.restores(0, "", []string{"--damaged", "--yes", copied}, "cannot be read: incident", "Run candor repair now, before you start candor", "declare again")
	p.says(0, []string{"repair"}, "Moved to", "declare again what still goes on")
}

// What is not encrypted is read with a key as without one; an empty file and one that is not
// there are named for what they are, with what there is instead.
func TestVerifyAndRestoreNameAFileForWhatItIs(t *testing.T) {
	p, copied, _ := newDrill(t)
	key, err := age.GenerateX25519Identity()
	p.must(err)
	secret, empty := filepath.Join(p.dir, "key.txt"), filepath.Join(p.dir, "empty.db")
	p.must(errors.Join(os.WriteFile(secret, []byte(key.String()), 0o600), os.WriteFile(empty, nil, 0o600)))
	var b strings.Builder
	verify := func(args ...string) string {
		b.Reset()
		run(t.Context(), append([]string{"verify"}, args...), func(string) string { return "" }, &b, &b)
		return b.String()
	}
	if got := verify("--identity", secret, copied); !strings.Contains(got, "Everything can be read.") || !strings.Contains(got, "as of 2026-11-28 03:00 UTC") || !strings.Contains(got, "newest incident: INC-200") || !strings.Contains(got, "last text to a client: ") {
		t.Errorf("a plain copy with a key: %s", got)
	}
	if got := verify(empty); !strings.Contains(got, "it is empty") || strings.Contains(got, "descriptor") {
		t.Errorf("an empty file: %s", got)
	}
	p.restores(1, "", []string{empty}, "it is empty", "Nothing was changed")
	p.restores(1, "", []string{filepath.Join(p.dir, "nothing.db")}, "there is no copy", "In "+filepath.Dir(copied)+" lie, the newest first: candor-20261128T030000Z.db.")
	p.says(1, []string{"status"}, "no candor runs on", "In "+filepath.Dir(copied)+" lie, the newest first: candor-20261128T030000Z.db.")
}

// Who only looks need not stop the one that runs; what a kill has left is gone after the
// start; and the last copy is named with its path, also where the config has another folder
// by now.
func TestWhoOnlyLooksStopsNobody(t *testing.T) {
	t.Parallel()
	p := newProcess(t)
	p.configure("company:", "backup: {dir: before}\ncompany:")
	left := filepath.Join(p.dir, ".candor-restore-1")
	p.must(errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(left, "candor.db"), []byte("Dana Fox"), 0o600), os.WriteFile(p.store()+".backups.json.new-1", nil, 0o600), os.Mkdir(filepath.Join(p.dir, ".s-1"), 0o700)))
	p.start()
	for _, path := range []string{left, p.store() + ".backups.json.new-1", filepath.Join(p.dir, ".s-1")} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("the start left %s", path)
		}
	}
	out := p.says(0, []string{"backup"}, "-by-hand.db")
	made := strings.TrimPrefix(strings.SplitN(out, ",", 2)[0], "Made ")
	p.restores(1, "", []string{made}, "a candor runs on", "Only looking? Leave it running and type: candor restore --dry-run "+made)
	p.must(p.end(syscall.SIGTERM))
	p.must(os.WriteFile(filepath.Join(p.dir, "candor.yaml"), []byte(strings.Replace(mustRead(t, filepath.Join(p.dir, "candor.yaml")), "dir: before", "dir: after", 1)), 0o600))
	p.start()
	p.until("it answers", func() bool { out, _ := p.candor("status"); return strings.Contains(out, "Last copy: ") })
	if out, _ := p.candor("status"); !strings.Contains(out, made) {
		t.Errorf("status does not say where the last copy lies, %s:\n%s", made, out)
	}
}

// A store that a sandbox has open, or a candor that was started this moment, is not said to
// be idle, and nobody is told to name a copy to a command that takes none.
func TestAProgramThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	p, _, _ := newDrill(t)
	p.must(owe(p.store()))
	s, err := bolt.Open(p.store(), bolt.Options{})
	p.must(err)
	defer s.Close()
	p.says(1, []string{"status"}, "in use by a program that does not answer", "Is it a sandbox?")
	if out := p.says(1, []string{"backup"}, "does not answer", "a sandbox, which cannot be asked", "Nothing was copied"); strings.Contains(out, "name a copy") {
		t.Errorf("it is told to name a copy: %s", out)
	}
	p.says(1, []string{"verify"}, "is in use by a running candor. Nothing was read or changed.")
}

// A doctor who finds no tokens, since only the service has them, looks at the rest.
func TestTheDoctorWithoutTokensLooksAtTheRest(t *testing.T) {
	p, _, _ := newDrill(t)
	p.must(fatten(p.store(), 1))
	p.configure("bot_token:", "#bot_token:", "app_token:", "#app_token:")
	out, code := p.candor("doctor")
	for _, want := range []string{"Set SLACK_BOT_TOKEN", "set -a; . /etc/candor/tokens", "ok       store: ", "backups: "} {
		if code != 1 || !strings.Contains(out, want) {
			t.Errorf("%d: it does not say %q:\n%s", code, want, out)
		}
	}
}
