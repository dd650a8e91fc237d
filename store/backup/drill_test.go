package backup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/incident/outbox"
	"candor/incident/records"
	"candor/store/bolt"
)

// Of one day one copy stays, and beside it what a person asked for and what the store was
// put back from; with the day, the week and the month these go, too.
func TestWhatWasAskedForIsNotThinnedOut(t *testing.T) {
	j, s := newJob(t)
	j.Keep = Keep{Daily: 2}
	first := mustMake(t, j, night)
	byHand, err := j.MakeByHand(t.Context(), night.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(t.TempDir(), "candor.db")
	f, err := Fetch(t.Context(), filepath.Join(j.Dir, first.Name), "", store)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Install(t.Context(), store, night.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	f.Drop()
	restored, err := bolt.Open(store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { restored.Close() })
	j.Source = restored.Copy
	for _, at := range []time.Duration{3 * time.Hour, 4 * time.Hour, 5 * time.Hour} {
		mustMake(t, j, night.Add(at))
	}
	want := []string{"candor-20260310T080000Z.db", byHand.Name, first.Name}
	if diff := cmp.Diff(want, copies(t, j)); diff != "" {
		t.Error(diff)
	}
	mustMake(t, j, night.AddDate(0, 0, 1))
	if diff := cmp.Diff(append([]string{"candor-20260311T030000Z.db"}, want...), copies(t, j)); diff != "" {
		t.Errorf("on the next day: %s", diff)
	}
	mustMake(t, j, night.AddDate(0, 0, 2))
	if diff := cmp.Diff([]string{"candor-20260312T030000Z.db", "candor-20260311T030000Z.db"}, copies(t, j)); diff != "" {
		t.Errorf("on the day after: %s", diff)
	}
}

// copies are the names of the copies in the folder of a job, the newest first.
func copies(t *testing.T, j *Job) (names []string) {
	t.Helper()
	list, err := List(j.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// What a command that was killed has left goes with the next one, not that of one that
// lives.
func TestTheNextCommandTakesAwayWhatAKillHasLeft(t *testing.T) {
	j, _ := newJob(t)
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	store := filepath.Join(dir, "candor.db")
	lives, err := Fetch(t.Context(), copied, "", store)
	if err != nil {
		t.Fatal(err)
	}
	defer lives.Drop()
	for name, next := range map[string]func() error{
		"restore": func() error {
			f, err := Fetch(t.Context(), copied, "", store)
			if err == nil {
				f.Drop()
			}
			return err
		},
		"start":  func() error { return Sweep(store) },
		"verify": func() error { _, done, err := scratch(os.TempDir(), forReading); done(); return err },
		"copy":   func() error { _, done, err := Scratch(dir); done(); return err },
	} {
		for _, left := range []string{forRestore, forForget, forCopy, forReading} {
			left = filepath.Join(dir, left+"1")
			if err := errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(left, "candor.db"), []byte("Dana Fox"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if err := next(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := list(t, dir); len(got) != 1 || got[0] != filepath.Base(filepath.Dir(lives.file)) {
			t.Errorf("after %s there are %v, want that of the command that lives alone", name, got)
		}
	}
}

// Small files that were never given their names stay for ever, unless the start takes them
// away; what has another's name stays.
func TestTheStartTakesAwayFilesWithoutNames(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "candor[1].db")
	stays := []string{"candor1.db.new-1", "candor[1].db", "candor[1].db.backups.json", "candor[1].db.before-restore", "candor[1].db.damaged-20260310T030000Z", "candor[1].db.forgotten", "other.db.new-1"}
	for _, name := range append([]string{"candor[1].db.new-1", "candor[1].db.look-2", "candor[1].db.backups.json.new-3", "candor[1].db.forgotten.new-4", "candor[1].db.copy.part"}, stays...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(store); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stays, list(t, dir)); diff != "" {
		t.Error(diff)
	}
	j := &Job{Dir: t.TempDir(), Beside: store}
	for _, name := range []string{"candor-copy.part", "candor-forgotten.part", "candor-forgotten-2.age.part", ".candor-look-1", "candor-forgotten"} {
		if err := os.WriteFile(filepath.Join(j.Dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Clean(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"candor-forgotten"}, list(t, j.Dir)); diff != "" {
		t.Error(diff)
	}
}

// A disk that is full or may not be written is not the copy's fault, and is named with what
// to do, not by a file that nobody knows.
func TestTheDiskIsNotTheCopysFault(t *testing.T) {
	for _, tt := range []struct {
		err  error
		read bool
		want string
	}{
		{syscall.ENOSPC, false, "Make room in /data"},
		{syscall.EDQUOT, false, "Make room in /data"},
		{syscall.EACCES, false, "give that user the right to write in /data"},
		{syscall.EPERM, false, "give that user the right to write in /data"},
		{syscall.EACCES, true, "give that user the right to read /data"},
		{syscall.EROFS, false, "mounted for reading only"},
		{syscall.EIO, true, "Look after the disk under /data"},
		{errors.New("write /x: no space left on device"), false, "Make room in /data"},
		{errDamaged, true, ""},
		{os.ErrNotExist, true, ""},
	} {
		err := atDisk(&os.PathError{Op: "write", Path: "/data/.candor-restore-1/candor.db", Err: tt.err}, "/data", tt.read)
		e, ok := errors.AsType[*DiskError](err)
		if ok != (tt.want != "") {
			t.Errorf("%v: %v", tt.err, err)
		}
		if ok && (!strings.Contains(e.Do(), tt.want) || strings.Contains(e.Error(), ".candor-restore")) {
			t.Errorf("%v: %s. %s, want %q", tt.err, e, e.Do(), tt.want)
		}
	}
	j := &Job{Dir: "/data"}
	for err, want := range map[error]string{syscall.EROFS: "mounted for reading only", syscall.EACCES: "the right to write in /data", errNoRoom: "Make room, or lower backup.keep"} {
		if got := j.explain(err).Error(); !strings.Contains(got, want) || strings.Contains(got, "..") {
			t.Errorf("%v: %s", err, got)
		}
	}
}

// What is read in place needs no room beside the store, and no right to write there.
func TestLookingAtACopyWritesNothing(t *testing.T) {
	j, s := newJob(t)
	err := s.Update(t.Context(), func(tx records.Tx) error {
		for _, via := range []string{"slack", "email/dana@acme.example"} {
			if _, err := tx.Enqueue(&outbox.Delivery{Key: "INC-1/acme/update/1/" + via, ID: via, Kind: outbox.ClientText, State: outbox.Waiting, Lane: via, Incident: 1, Client: "acme", Update: 1, QueuedAt: night}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	f, err := Look(t.Context(), copied, "", filepath.Join(t.TempDir(), "not", "there", "candor.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Drop()
	got := strings.Join(f.Report.Summary(), "\n")
	want := "newest incident: INC-1\nlast text to a client: none had arrived\n1 text was on its way to Acme Shop (INC-1), and may have arrived since\ndue 2026-03-10 04:00 UTC: update, Acme Shop (INC-1)"
	if diff := cmp.Diff(want, got); diff != "" || !f.AsOf.Equal(night) {
		t.Errorf("as of %v: %s", f.AsOf, diff)
	}
}

// Nothing is known of what cannot be read: nobody says that there was none.
func TestTheSummaryOfADamagedStore(t *testing.T) {
	r := Report{Damaged: []string{"incident INC-1 (Acme Shop): the next update is due at 2026-03-10 10:00 UTC"}}
	want := "cannot be read: " + r.Damaged[0] + "\nnewest incident of what can be read: none that can be read\nlast text to a client of what can be read: none that can be read\ndue to clients: nothing that can be read"
	if diff := cmp.Diff(want, strings.Join(r.Summary(), "\n")); diff != "" {
		t.Error(diff)
	}
}

// A file is what stands in it, whatever it is called.
func TestWhatNeedsAKey(t *testing.T) {
	j, _ := newJob(t)
	plain := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	j.Recipient = mustKey(t).Recipient().String()
	locked := filepath.Join(j.Dir, mustMake(t, j, night.AddDate(0, 0, 1)).Name)
	dir := t.TempDir()
	name := func(from, to string) string {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		to = filepath.Join(dir, to)
		if err := os.WriteFile(to, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return to
	}
	for path, want := range map[string]bool{
		plain: false, locked: true, name(plain, "x.age"): false, name(locked, "y.db"): true,
		name(os.DevNull, "empty.db"): false, name(os.DevNull, "empty.age"): true, filepath.Join(dir, "nothing.age"): true, filepath.Join(dir, "nothing.db"): false,
	} {
		if got := NeedsKey(path); got != want {
			t.Errorf("NeedsKey(%s) = %t", filepath.Base(path), got)
		}
	}
	if _, err := Check(t.Context(), filepath.Join(dir, "empty.db")); err == nil || !strings.Contains(err.Error(), "it is empty") {
		t.Errorf("an empty file: %v", err)
	}
}

// The command that moves the old store away must not overwrite what was moved before it.
func TestAFreeName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db.before-restore")
	for _, want := range []string{path, path + "-2", path + "-3"} {
		if got := FreeName(path); got != want {
			t.Errorf("FreeName = %s, want %s", got, want)
		}
		if err := os.WriteFile(want, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The command that the documents give for backup.after takes the copy and the list along,
// also where the folder has a space in its name.
func TestTheDocumentedCommandStandsASpace(t *testing.T) {
	for _, file := range []string{"../../docs/OPERATING.md", "../../config.example.yaml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, command, _ := strings.Cut(string(text), "after: for ")
		command, _, _ = strings.Cut(command, "\n")
		dir, out := filepath.Join(t.TempDir(), "my copies"), t.TempDir()
		copied, listed := filepath.Join(dir, "copy.db"), filepath.Join(dir, forgottenName)
		if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(copied, nil, 0o600), os.WriteFile(listed, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		h := Hook{Command: strings.Replace("for "+command, `rclone copy "$f" remote:candor`, `cp "$f" `+out, 1), Limit: time.Minute, Env: os.Environ()}
		if end := h.Run(t.Context(), copied, time.Now); end.Problem != "" || len(list(t, out)) != 1 {
			t.Errorf("%s, without a list: %+v", file, end)
		}
		h.Env = append(h.Env, "CANDOR_FORGOTTEN="+listed)
		if end := h.Run(t.Context(), copied, time.Now); end.Problem != "" || len(list(t, out)) != 2 {
			t.Errorf("%s, with one: %+v, %s", file, end, end.Said)
		}
	}
}
