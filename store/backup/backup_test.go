package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/store/bolt"
)

var night = time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC)

// newJob makes a store that owes one client something, and a job that copies it.
func newJob(t *testing.T) (*Job, *bolt.Store) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.db")
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	inc := &incident.Incident{Number: 1, State: incident.Open, DeclaredAt: night,
		Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"},
			Promises: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: night, DueAt: night.Add(time.Hour), Outcome: promise.Pending}}}},
	}
	err = s.Update(t.Context(), func(tx records.Tx) error {
		if _, err := tx.NewNumber(); err != nil {
			return err
		}
		return errors.Join(tx.PutIncident(inc), tx.Append(timeline.Entry{Incident: 1, N: 1, At: night, What: "note", Text: strings.Repeat("a line ", 30_000)}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Job{
		Dir: filepath.Join(dir, "copies"), Beside: path, Keep: Keep{Daily: 7}, Zone: time.UTC,
		Source: s.Copy, Check: Check, Free: func(string) (uint64, bool) { return 1 << 40, true },
	}, s
}

// names lists what is in the folders of a job, but for the store.
func names(t *testing.T, j *Job) (list []string) {
	t.Helper()
	for _, dir := range []string{j.Dir, filepath.Dir(j.Beside)} {
		files, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for _, f := range files {
			if f.Name() != "candor.db" && f.Name() != "copies" {
				list = append(list, f.Name())
			}
		}
	}
	return list
}

func mustMake(t *testing.T, j *Job, at time.Time) Made {
	t.Helper()
	made, err := j.Make(t.Context(), at)
	if err != nil || made.Untidy != nil {
		t.Fatal(err, made.Untidy)
	}
	return made
}

func TestACopyIsReadToItsEndAndThenNamed(t *testing.T) {
	j, _ := newJob(t)
	if err := os.Mkdir(j.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{j.partial(), j.Beside + ".copy.part"} { // by a run that was killed
		if err := os.WriteFile(left, []byte("half of a"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	j.Recipient = mustKey(t).Recipient().String()
	mustMake(t, j, night)
	j.Recipient = ""
	made := mustMake(t, j, night.Add(time.Minute))
	if diff := cmp.Diff([]string{"candor-20260310T030100Z.db"}, names(t, j)); diff != "" { // of one day one stays
		t.Error(diff)
	}
	want := []Owed{{Incident: "INC-1", Client: "Acme Shop", Due: night.Add(time.Hour), Kind: string(promise.Update)}}
	if diff := cmp.Diff(want, made.Report.Open); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(filepath.Join(j.Dir, made.Name)); err != nil || info.Mode().Perm() != 0o600 || info.Size() != made.Size {
		t.Errorf("the copy: %v, %v, want mode 0600 and %d bytes", info, err, made.Size)
	}
	if _, err := j.Make(t.Context(), made.At); err == nil || !strings.Contains(err.Error(), "of this second already") {
		t.Errorf("a second one of that second: %v", err)
	}
}

func mustKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// An encrypted copy comes back byte for byte with its key, and with nothing else;
// what is cut short is not taken for the whole.
func TestAnEncryptedCopyComesBack(t *testing.T) {
	j, s := newJob(t)
	key, other := mustKey(t), mustKey(t)
	j.Recipient = key.Recipient().String()
	var plain strings.Builder
	if err := s.Copy(t.Context(), &plain); err != nil {
		t.Fatal(err)
	}
	made := mustMake(t, j, night)
	if !Encrypted(made.Name) {
		t.Fatalf("the copy is called %s", made.Name)
	}
	dir, from := t.TempDir(), filepath.Join(j.Dir, made.Name)
	identity := func(name string, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	right, wrong := identity("right", "# a comment\n"+key.String()+"\n"), identity("wrong", other.String())
	to := filepath.Join(dir, "open.db")
	if err := Decrypt(from, right, to); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(to); string(text) != plain.String() {
		t.Error("what came back is not what went in")
	}
	if r, err := Check(t.Context(), to); err != nil || !r.Readable() || len(r.Open) != 1 {
		t.Errorf("the copy that came back: %+v, %v", r, err)
	}
	text, _ := os.ReadFile(from)
	if strings.Contains(string(text), "Acme Shop") {
		t.Error("the encrypted copy can be read")
	}
	cut := identity("cut", string(text[:len(text)-70000]))
	for _, tt := range []struct{ from, key, want string }{
		{from, wrong, "does not open"},
		{from, identity("none", "hello"), "holds no key"},
		{cut, right, "cannot be decrypted to its end"},
		{j.Beside, right, "not made by age"},
		{from, filepath.Join(dir, "nothing"), "no such file"},
	} {
		again := filepath.Join(dir, "again.db")
		if err := Decrypt(tt.from, tt.key, again); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Decrypt: %v, want %q", err, tt.want)
		}
		if _, err := os.Stat(again); err == nil {
			t.Errorf("%s: something was left of it", tt.want)
		}
	}
}

func TestTheKeyIsNotTakenForItsRecipient(t *testing.T) {
	key := mustKey(t)
	for text, want := range map[string]string{
		key.Recipient().String():           "",
		key.String():                       "is the key that opens the copies",
		strings.ToLower(key.String()):      "is the key that opens the copies",
		"age1":                             "is no recipient",
		"":                                 "is no recipient",
		key.Recipient().String() + "\nage": "is no recipient",
	} {
		got := CheckRecipient(text)
		if want == "" && got != "" || !strings.HasPrefix(got, want) || text != "" && strings.Contains(got, text+" ") {
			t.Errorf("CheckRecipient(%q) = %q, want %q", text, got, want)
		}
	}
}

// spoil changes a byte of the value of the first record in a bucket.
func spoil(t *testing.T, path, bucket string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		k, v := b.Cursor().First()
		v = slices.Clone(v)
		v[len(v)-2] ^= 1
		return b.Put(k, v)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A copy that cannot be read is set aside by name: those before it stay, and stay
// the newest, however many fail.
func TestADamagedCopyIsNeverTheNewest(t *testing.T) {
	for _, secret := range []bool{false, true} {
		t.Run(fmt.Sprint("encrypted ", secret), func(t *testing.T) {
			j, _ := newJob(t)
			if secret {
				j.Recipient = mustKey(t).Recipient().String()
			}
			good := mustMake(t, j, night)
			j.Check = func(ctx context.Context, path string) (Report, error) {
				spoil(t, path, "incidents")
				return Check(ctx, path)
			}
			for day := range 10 {
				_, err := j.Make(t.Context(), night.AddDate(0, 0, day+1))
				f, ok := errors.AsType[*Failure](err)
				if !ok || !f.Damaged || !strings.Contains(err.Error(), "INC-1 (Acme Shop)") || !strings.Contains(err.Error(), "Type candor verify") {
					t.Fatalf("Make = %v", err)
				}
			}
			list, err := List(j.Dir)
			if diff := cmp.Diff([]Copy{good.Copy}, list); diff != "" || err != nil {
				t.Error(diff, err)
			}
			if all := names(t, j); len(all) != 2 || !strings.HasPrefix(all[1], "candor-20260320T030000Z.db") || !strings.HasSuffix(all[1], ".damaged") {
				t.Errorf("the folder holds %v, want the good one and the newest of those that failed", all)
			}
		})
	}
}

func TestACopyThatCannotBeCheckedDoesNotCount(t *testing.T) {
	j, _ := newJob(t)
	j.Check = func(context.Context, string) (Report, error) { return Report{}, errors.New("signal: killed") }
	if _, err := j.Make(t.Context(), night); err == nil || !strings.Contains(err.Error(), "does not count: signal: killed") {
		t.Errorf("Make = %v", err)
	}
	if list, _ := List(j.Dir); len(list) != 0 {
		t.Errorf("it counts: %v", list)
	}
}

// What goes wrong is said with its remedy, and leaves nothing half done.
func TestWhatKeepsACopyFromBeingMade(t *testing.T) {
	tests := []struct {
		name string
		mend func(*Job)
		want string
	}{
		{"the disk is nearly full", func(j *Job) { j.Free = func(string) (uint64, bool) { return leastRoom + 1, true } }, "Make room, or lower backup.keep"},
		{"it fills while the copy is written", func(j *Job) {
			asked := 0
			j.Free = func(string) (uint64, bool) {
				if asked++; asked > 1 {
					return 1, true
				}
				return 1 << 40, true
			}
			whole := j.Source
			j.Source = func(ctx context.Context, w io.Writer) error {
				_, err := w.Write(make([]byte, stretch))
				return errors.Join(err, whole(ctx, w))
			}
		}, "Make room, or lower backup.keep"},
		{"there is no folder around it", func(j *Job) { j.Dir = filepath.Join(j.Dir, "deep", "deeper") }, "mount what belongs there"},
		{"it is a file", func(j *Job) { j.Dir = j.Beside }, "Look after"},
		{"the store broke", func(j *Job) {
			j.Source = func(context.Context, io.Writer) error { return errors.New("the store answers no more") }
		}, "No copy was made: the store answers no more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j, _ := newJob(t)
			tt.mend(j)
			_, err := j.Make(t.Context(), night)
			if _, ok := errors.AsType[*Failure](err); !ok || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "as they were") {
				t.Errorf("Make = %v, want %q", err, tt.want)
			}
			j.Dir = filepath.Join(filepath.Dir(j.Beside), "copies")
			if list := names(t, j); len(list) > 0 {
				t.Errorf("it left %v", list)
			}
		})
	}
}

func TestACopyEndsWithTheProgram(t *testing.T) {
	j, _ := newJob(t)
	ctx, cancel := context.WithCancel(t.Context())
	j.Check = func(context.Context, string) (Report, error) { cancel(); return Report{}, context.Canceled }
	if _, err := j.Make(ctx, night); !errors.Is(err, context.Canceled) {
		t.Errorf("Make = %v, want that it was stopped", err)
	}
	if list := names(t, j); len(list) > 0 {
		t.Errorf("it left %v", list)
	}
}

// What can be read and breaks a rule is named, and the copy counts: it is all there is.
func TestACopyOfWhatBreaksARuleCounts(t *testing.T) {
	j, s := newJob(t)
	err := s.Update(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		inc.Roles = nil
		return tx.PutIncident(inc)
	})
	if err != nil {
		t.Fatal(err)
	}
	made := mustMake(t, j, night)
	if !slices.Contains(made.Report.Breaches, "INC-1: nobody is in charge") || !made.Report.Readable() {
		t.Errorf("the report: %+v", made.Report)
	}
}

// Two years of copies every night and some by hand, through both changes of the
// clock each year: what stays is at each moment what would stay of all that there
// ever were.
func TestRetentionOverTwoYears(t *testing.T) {
	isOneGoroutine(t)
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	keep := Keep{Daily: 7, Weekly: 4, Monthly: 12}
	every := schedule.Cadence{Cron: "0 3 * * *"}
	var all, kept []Copy
	at, end := night, night.AddDate(2, 0, 0)
	for n := 0; at.Before(end); n++ {
		made := []time.Time{at}
		if n%10 == 3 { // by hand, in the afternoon
			made = append(made, at.Add(11*time.Hour))
		}
		for _, at := range made {
			c := Copy{Name: Copy{At: at}.named(false), At: at}
			all, kept = append([]Copy{c}, all...), append([]Copy{c}, kept...)
			drop := keep.Prune(kept, london)
			kept = slices.DeleteFunc(kept, func(c Copy) bool { return slices.Contains(drop, c) })
			if diff := cmp.Diff(oracle(all, keep, london), kept); diff != "" {
				t.Fatalf("after %v: %s", at, diff)
			}
			if len(kept) > 7+4+12 || kept[0] != c {
				t.Fatalf("after %v: %d stay, the newest %v", at, len(kept), kept[0])
			}
		}
		at = every.Next(at, london)
	}
	if len(all) < 730 {
		t.Errorf("only %d copies in two years", len(all))
	}
	if oldest := kept[len(kept)-1]; oldest.Name != "candor-20270430T020000Z.db" {
		t.Errorf("the oldest that stays is %s, want the last of the twelfth month", oldest.Name)
	}
}

// oracle keeps of all copies, the newest first, the last of each span by asking of
// each span anew.
func oracle(all []Copy, keep Keep, zone *time.Location) (stays []Copy) {
	monday := func(t time.Time) time.Time { return day(t).AddDate(0, 0, -(int(t.Weekday())+6)%7) }
	month := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, zone) }
	want := map[Copy]bool{all[0]: true}
	for _, rule := range []struct {
		n    int
		span func(time.Time) time.Time
	}{{keep.Daily, day}, {keep.Weekly, monday}, {keep.Monthly, month}} {
		seen := map[time.Time]bool{}
		for _, c := range all {
			if s := rule.span(c.At.In(zone)); !seen[s] && len(seen) < rule.n {
				seen[s], want[c] = true, true
			}
		}
	}
	for _, c := range all {
		if want[c] {
			stays = append(stays, c)
		}
	}
	return stays
}

func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func TestTheNewestCopyAlwaysStays(t *testing.T) {
	list := []Copy{{Name: "b", At: night.Add(1)}, {Name: "a", At: night}}
	if diff := cmp.Diff(list[1:], (Keep{}).Prune(list, time.UTC)); diff != "" {
		t.Error(diff)
	}
}

func TestListKnowsItsCopies(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"candor-20260310T030000Z.db", "candor-20260311T030000Z.db.age", "candor-20260312T030000Z.db.damaged", partial, "candor.db", "candor-x.db", "other-20260310T030000Z.db"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("12"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := []Copy{{"candor-20260311T030000Z.db.age", night.AddDate(0, 0, 1), 2, false}, {"candor-20260310T030000Z.db", night, 2, false}}
	if list, err := List(dir); err != nil || cmp.Diff(want, list) != "" {
		t.Errorf("List = %v, %v, want %v", list, err, want)
	}
}

func TestWhatWasMissed(t *testing.T) {
	daily := schedule.Cadence{Cron: "0 3 * * *"}
	last := func(days int) State {
		return State{Since: night.AddDate(-1, 0, 0), Last: Copy{At: night.AddDate(0, 0, days)}}
	}
	tests := []struct {
		name    string
		s       State
		now     time.Time
		running bool
		missed  int
		next    time.Time
	}{
		{"none was due yet", State{Since: night.Add(-time.Hour)}, night.Add(-time.Minute), false, 0, night},
		{"the first was", State{Since: night.Add(-time.Hour)}, night.Add(time.Minute), false, 1, night},
		{"it is being made", State{Since: night.Add(-time.Hour)}, night.Add(time.Minute), true, 0, night},
		{"it was made", last(0), night.Add(time.Hour), false, 0, night.AddDate(0, 0, 1)},
		{"it took long", State{Last: Copy{At: night}, Made: night.AddDate(0, 0, 3)}, night.AddDate(0, 0, 3).Add(time.Hour), false, 0, night.AddDate(0, 0, 1)},
		{"two were missed", last(-2), night.Add(time.Hour), false, 2, night.AddDate(0, 0, -1)},
		{"the last try failed", State{Last: Copy{At: night.AddDate(0, 0, -1)}, Tried: night}, night.Add(time.Hour), false, 1, night.AddDate(0, 0, 1)},
		{"nobody ever asked", State{}, night, false, 0, night.AddDate(0, 0, 1)},
		{"the clock was ahead", last(400), night.Add(time.Hour), false, 0, night.AddDate(0, 0, 1)},
		{"a century", last(-36500), night, false, 100, night.AddDate(0, 0, -364)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if n := tt.s.Missed(daily, time.UTC, tt.now, tt.running); n != tt.missed {
				t.Errorf("Missed = %d, want %d", n, tt.missed)
			}
			if next := tt.s.Next(daily, time.UTC, tt.now); tt.name != "a century" && !next.Equal(tt.next) {
				t.Errorf("Next = %v, want %v", next, tt.next)
			}
		})
	}
}

func TestStateIsReadAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	if s, err := ReadState(path); err != nil || cmp.Diff(State{}, s) != "" {
		t.Errorf("without a file: %+v, %v", s, err)
	}
	want := State{Since: night, Last: Copy{"a", night, 7, false}, Tried: night, Error: "no room", Hook: HookEnd{At: night, Took: 3, Problem: "x"}, Told: Told{Red: true}}
	for n := range 9 {
		want.Say(fmt.Sprint(n))
	}
	if want.Unsaid[0] != "4" {
		t.Errorf("unsaid are %v, want the newest five", want.Unsaid)
	}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	if s, err := ReadState(path); err != nil || cmp.Diff(want, s) != "" {
		t.Errorf("ReadState = %+v, %v", s, err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := ReadState(path); err == nil || cmp.Diff(State{}, s) != "" {
		t.Errorf("half a file: %+v, %v", s, err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("%d files, want one", len(files))
	}
}

// Between two stretches the disk is left to the commits of the store, and the store is
// not read for so long that it grows without bound: a copy of 1 GB rests 16 s in all.
func TestACopyRestsAfterEachStretch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, err := os.Create(filepath.Join(t.TempDir(), "copy"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		const size = 8 << 20
		began := time.Now()
		n, err := io.CopyBuffer(Steady(f), io.LimitReader(zeros{}, size), make([]byte, 32<<10)) // as bbolt does
		if took := time.Since(began); n != size || err != nil || took != size/stretch*breath {
			t.Errorf("%d bytes, %v, rested %v, want %v", n, err, took, size/stretch*breath)
		}
		if perGB := (1 << 30) / stretch * breath; perGB > 20*time.Second {
			t.Errorf("a copy of 1 GB rests %v", perGB)
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
