package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/incident/client"
	"candor/incident/forget"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/store/bolt"
)

var ofDana = []string{"Dana Fox", "dana@acme.example", "+44 20 7946 0002", "U0DANA"}

// knowDana has a store know somebody, in many records and in pages that they have left.
func knowDana(t *testing.T, s *bolt.Store) {
	t.Helper()
	for n := range 3 {
		err := s.Update(t.Context(), func(tx records.Tx) error {
			inc, err := tx.Incident(1)
			if err != nil {
				return err
			}
			inc.Clients[0].Client.Contacts = []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}}
			inc.Names = map[string]string{"U0DANA": "Dana Fox"}
			return errors.Join(tx.PutIncident(inc), tx.PutProfile(&client.Profile{Client: inc.Clients[0].Client}),
				tx.Append(timeline.Entry{Incident: 1, N: 2 + n, At: night, By: "U0DANA", What: "note", Text: "Dana Fox called from +44 20 7946 0002; <@U0DANA>"}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// holds says what of somebody the bytes of a file hold.
func holds(t *testing.T, path string, things []string) (found []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range things {
		if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(s))) {
			found = append(found, s)
		}
	}
	return found
}

// Who was forgotten is nowhere in the store's bytes, also when a copy from before is put
// back, on another disk too, where only the copies and what lies beside them are left.
func TestWhoWasForgottenDoesNotComeBackWithACopy(t *testing.T) {
	isOneGoroutine(t)
	key := mustKey(t)
	secret := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(secret, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, recipient := range []string{"", key.Recipient().String()} {
		j, s := newJob(t)
		knowDana(t, s)
		j.Recipient = recipient
		identity := ""
		if recipient != "" {
			identity = secret
		}
		before := filepath.Join(j.Dir, mustMake(t, j, night).Name)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if found := holds(t, j.Beside, ofDana); len(found) != len(ofDana) {
			t.Fatalf("the store holds only %v before", found)
		}
		list := new(forget.List)
		list.Add(night.Add(time.Hour), ofDana...)
		n, err := Forget(t.Context(), j.Beside, list)
		if err != nil || n != 5 { // the incident, the profile, three lines
			t.Fatalf("Forget = %d, %v, want 5", n, err)
		}
		if err := j.KeepForgotten(); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{j.Beside, ForgottenOf(j.Beside)} {
			if found := holds(t, path, ofDana); len(found) > 0 {
				t.Errorf("%s holds %v", filepath.Base(path), found)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
		if r, err := Check(t.Context(), j.Beside); err != nil || !r.Readable() || len(r.Open) != 1 {
			t.Errorf("the store afterwards: %+v, %v", r, err)
		}

		elsewhere := filepath.Join(t.TempDir(), "candor.db") // the old disk is lost
		f, err := Fetch(t.Context(), before, identity, elsewhere)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Install(t.Context(), elsewhere, night.AddDate(0, 0, 1)); err != nil {
			t.Fatal(err)
		}
		f.Drop()
		if found := holds(t, elsewhere, ofDana); len(found) > 0 || f.Again != 5 {
			t.Errorf("after the restore the store holds %v; %d records were changed", found, f.Again)
		}
		if r, err := Check(t.Context(), elsewhere); err != nil || !r.Readable() || len(r.Open) != 1 {
			t.Errorf("the restored store: %+v, %v", r, err)
		}
		again, err := ReadForgotten(ForgottenOf(elsewhere))
		if err != nil || len(again.Entries) != len(list.Entries) {
			t.Errorf("the list beside the restored store: %+v, %v", again, err)
		}
	}
}

// What a command that was killed has left beside the store is a copy of it, too.
func TestForgetTakesAwayWhatWasLeftBesideTheStore(t *testing.T) {
	j, s := newJob(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{".candor-restore-1/candor.db", ".candor-copy-2/candor.db", "candor.db.copy.part"} {
		path := filepath.Join(filepath.Dir(j.Beside), left)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("Dana Fox"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	of := new(forget.List)
	of.Add(night, "Dana Fox")
	if _, err := Forget(t.Context(), j.Beside, of); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"candor.db", "candor.db.forgotten"}, list(t, filepath.Dir(j.Beside))); diff != "" {
		t.Error(diff)
	}
}

// The key may be needed for the list alone: the copies were not encrypted yet.
func TestAListThatIsEncryptedBesideACopyThatIsNot(t *testing.T) {
	isOneGoroutine(t)
	key := mustKey(t)
	secret := filepath.Join(t.TempDir(), "key.txt")
	j, s := newJob(t)
	knowDana(t, s)
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	list := new(forget.List)
	list.Add(night.Add(time.Hour), ofDana...)
	j.Recipient = key.Recipient().String()
	if err := errors.Join(os.WriteFile(secret, []byte(key.String()), 0o600), putForgotten(j.Beside, list), j.KeepForgotten()); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(t.TempDir(), "candor.db")
	if f, err := Fetch(t.Context(), copied, "", store); err == nil || !strings.Contains(err.Error(), "--identity") {
		t.Errorf("without the key: %v, %v", f, err)
	}
	f, err := Fetch(t.Context(), copied, secret, store)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Drop()
	if err := f.Install(t.Context(), store, night); err != nil || len(holds(t, store, ofDana)) > 0 {
		t.Errorf("with it: %v, the store holds %v", err, holds(t, store, ofDana))
	}
}

// There is one list beside the copies, as they are encrypted now: an older one would be
// taken for it.
func TestTheListBesideTheCopiesIsTheNewest(t *testing.T) {
	j, _ := newJob(t)
	of := new(forget.List)
	of.Add(night, "Dana Fox")
	if err := putForgotten(j.Beside, of); err != nil {
		t.Fatal(err)
	}
	for _, recipient := range []string{"", mustKey(t).Recipient().String(), ""} {
		j.Recipient = recipient
		if err := j.KeepForgotten(); err != nil {
			t.Fatal(err)
		}
		if got := list(t, j.Dir); len(got) != 1 || Encrypted(got[0]) != (recipient != "") {
			t.Errorf("with the recipient %q: %v", recipient, got)
		}
	}
}

// A copy of after is as it is: who stands in it has come back on purpose.
func TestACopyOfAfterIsNotForgottenAgain(t *testing.T) {
	j, s := newJob(t)
	knowDana(t, s)
	list := new(forget.List)
	list.Add(night.Add(-time.Hour), ofDana...)
	if err := putForgotten(j.Beside, list); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	store := filepath.Join(t.TempDir(), "candor.db")
	f, err := Fetch(t.Context(), copied, "", store)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Drop()
	if err := f.Install(t.Context(), store, night); err != nil || f.Again != 0 {
		t.Errorf("%v, %d records were changed", err, f.Again)
	}
	if found := holds(t, store, ofDana); len(found) != len(ofDana) {
		t.Errorf("only %v came back", found)
	}
}

// A list that cannot be read restores nothing: nobody would know who comes back.
func TestAListThatCannotBeReadRestoresNothing(t *testing.T) {
	j, s := newJob(t)
	knowDana(t, s)
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	for name, spoil := range map[string]func(store string) error{
		"beside the store": func(store string) error { return os.WriteFile(ForgottenOf(store), []byte("{"), 0o600) },
		"beside the copy":  func(string) error { return os.WriteFile(filepath.Join(j.Dir, forgottenName), []byte("{"), 0o600) },
	} {
		store := filepath.Join(t.TempDir(), "candor.db")
		if err := spoil(store); err != nil {
			t.Fatal(err)
		}
		if f, err := Fetch(context.Background(), copied, "", store); err == nil {
			t.Errorf("%s: it was fetched", name)
			f.Drop()
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(store), ".candor-restore-*")); len(left) > 0 {
			t.Errorf("%s: it left %v", name, left)
		}
		_ = os.Remove(filepath.Join(j.Dir, forgottenName))
	}
}

// The hook gets the list, to take it where the copy goes.
func TestTheHookGetsTheList(t *testing.T) {
	s := newSafe(t, "1h", Keep{Daily: 9})
	out := filepath.Join(t.TempDir(), "out")
	s.Hook = Hook{Command: `cp "$CANDOR_COPY" "${CANDOR_FORGOTTEN:-/dev/null}" ` + filepath.Dir(out) + "; echo \"$CANDOR_FORGOTTEN\" > " + out, Limit: time.Minute, Env: os.Environ()}
	for _, want := range []string{"\n", filepath.Join(s.Job.Dir, forgottenName) + "\n"} {
		s.at = s.at.Add(time.Hour)
		if _, _, err := s.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(out); err != nil || string(text) != want {
			t.Errorf("CANDOR_FORGOTTEN = %q, %v, want %q", text, err, want)
		}
		list := new(forget.List)
		list.Add(s.at, "Dana Fox")
		s.must(putForgotten(s.Job.Beside, list))
	}
}

// The drill: the copies are fetched from elsewhere into a folder of their own, and the list
// lies in the folder of the config only, or nowhere.
func TestTheListInTheFolderOfTheConfigCounts(t *testing.T) {
	isOneGoroutine(t)
	j, s := newJob(t)
	knowDana(t, s)
	fetched := filepath.Join(t.TempDir(), mustMake(t, j, night).Name)
	if err := os.Rename(filepath.Join(j.Dir, filepath.Base(fetched)), fetched); err != nil {
		t.Fatal(err)
	}
	of := new(forget.List)
	of.Add(night.Add(time.Hour), ofDana...)
	if err := errors.Join(putForgotten(j.Beside, of), j.KeepForgotten()); err != nil {
		t.Fatal(err)
	}
	for _, fetch := range []func(context.Context, string, string, string, ...string) (*Fetched, error){Fetch, Look} {
		store := filepath.Join(t.TempDir(), "candor.db")
		f, err := fetch(t.Context(), fetched, "", store)
		if err != nil || len(f.Lists) != 0 {
			t.Fatalf("without a list: %v, %v", f.Lists, err)
		}
		f.Drop()
		f, err = fetch(t.Context(), fetched, "", store, j.Dir)
		if err != nil || cmp.Diff([]string{filepath.Join(j.Dir, forgottenName)}, f.Lists) != "" {
			t.Fatalf("with it: %v, %v", f.Lists, err)
		}
		f.Drop()
	}
	store := filepath.Join(t.TempDir(), "candor.db")
	f, err := Fetch(t.Context(), fetched, "", store, j.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Drop()
	if err := f.Install(t.Context(), store, night); err != nil || len(holds(t, store, ofDana)) > 0 {
		t.Errorf("%v, the store holds %v", err, holds(t, store, ofDana))
	}
}

// Somebody is forgotten, the store comes back without the list, somebody else is forgotten:
// neither of the two lists takes the place of the other, also where one of them is encrypted
// and nobody here has the key.
func TestTwoListsBelongTogether(t *testing.T) {
	isOneGoroutine(t)
	key := mustKey(t)
	secret := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(secret, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, recipient := range []string{"", key.Recipient().String()} {
		j, s := newJob(t)
		knowDana(t, s)
		j.Recipient = recipient
		copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
		for i, of := range [][]string{ofDana[:2], ofDana[2:], ofDana[2:]} {
			list := new(forget.List)
			list.Add(night.Add(time.Hour), of...)
			if i < 2 { // the third time nothing was lost between
				if err := remove(ForgottenOf(j.Beside)); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(putForgotten(j.Beside, list), j.KeepForgotten()); err != nil {
				t.Fatal(err)
			}
		}
		if got := forgottenIn(j.Dir); len(got) != 1 && recipient == "" || len(got) != 2 && recipient != "" {
			t.Errorf("beside the copies lie %v", got)
		}
		store := filepath.Join(t.TempDir(), "candor.db")
		f, err := Fetch(t.Context(), copied, secret, store)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Install(t.Context(), store, night.AddDate(0, 0, 1)); err != nil || len(holds(t, store, ofDana)) > 0 {
			t.Errorf("%v, the store holds %v", err, holds(t, store, ofDana))
		}
		f.Drop()
		j.Beside = store // and now one list has all
		if err := j.KeepForgotten(); err != nil || len(forgottenIn(j.Dir)) != 1 {
			t.Errorf("%v: %v", err, forgottenIn(j.Dir))
		}
	}
}

// A list beside the store that cannot be read costs no copy, and the good one beside the
// copies is not overwritten with it.
func TestADamagedListCostsNoCopy(t *testing.T) {
	j, _ := newJob(t)
	of := new(forget.List)
	of.Add(night, ofDana...)
	if err := errors.Join(putForgotten(j.Beside, of), j.KeepForgotten(), os.WriteFile(ForgottenOf(j.Beside), []byte("{"), 0o600)); err != nil {
		t.Fatal(err)
	}
	made, err := j.Make(t.Context(), night)
	if err != nil || made.Untidy == nil || !strings.Contains(made.Untidy.Error(), ForgottenOf(j.Beside)) {
		t.Errorf("%v, %v", err, made.Untidy)
	}
	if l, err := ReadForgotten(filepath.Join(j.Dir, forgottenName)); err != nil || len(l.Entries) != len(ofDana) {
		t.Errorf("the list beside the copies: %v, %v", l, err)
	}
}

// isOneGoroutine skips what the race detector only slows down.
func isOneGoroutine(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it is one goroutine, and it takes long")
	}
}
