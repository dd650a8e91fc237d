package backup

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// safe is a store that is copied, with a clock that is moved by hand.
type safe struct {
	*Keeper
	t    *testing.T
	at   time.Time
	told []string
	deaf error // why nobody can be told
}

func newSafe(t *testing.T, every string, keep Keep) *safe {
	t.Helper()
	s := &safe{t: t, at: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)}
	job, _ := newJob(t)
	job.Keep = keep
	s.Keeper = &Keeper{Job: job, Path: filepath.Join(filepath.Dir(job.Beside), "state"), Now: func() time.Time { return s.at }, Log: slog.New(slog.DiscardHandler)}
	s.must(s.Every.UnmarshalText([]byte(every)))
	s.Tell = func(_ context.Context, text string) error {
		if s.deaf == nil {
			s.told = append(s.told, text)
		}
		return s.deaf
	}
	s.start()
	return s
}

// start is a start of the program.
func (s *safe) start() {
	s.Keeper = &Keeper{Job: s.Job, Every: s.Every, Hook: s.Hook, Path: s.Path, Now: s.Now, Log: s.Log, Tell: s.Tell}
	s.must(s.Open())
	s.Tick(s.t.Context())
	s.Wait()
}

// to moves the clock, looking on the way each hour, and waits for what that begins.
func (s *safe) to(at time.Time) {
	for s.at.Before(at) {
		s.at = s.at.Add(min(time.Hour, at.Sub(s.at)))
		s.step()
	}
}

func (s *safe) step() {
	for range 2 { // what a run has to say is told after it
		s.Tick(s.t.Context())
		s.Wait()
	}
}

// night is three o'clock so many days from the first on.
func (s *safe) night(n int) time.Time { return time.Date(2026, 3, 9+n, 3, 0, 0, 0, time.UTC) }

func (s *safe) want(copies int, told ...string) {
	s.t.Helper()
	list, err := List(s.Job.Dir)
	if len(list) != copies || err != nil && copies > 0 {
		s.t.Errorf("%d copies, %v, want %d", len(list), err, copies)
	}
	if len(s.told) != len(told) {
		s.t.Fatalf("people were told %q, want %q", s.told, told)
	}
	for i, w := range told {
		if !strings.Contains(s.told[i], w) {
			s.t.Errorf("people were told %q, want %q", s.told[i], w)
		}
	}
	s.told = nil
}

func TestCopiesAreMadeOnTime(t *testing.T) {
	s := newSafe(t, "0 3 * * *", Keep{Daily: 3})
	s.to(s.night(1).Add(-time.Minute))
	s.want(0)
	s.to(s.night(1))
	s.want(1)
	s.to(s.night(6))
	s.want(3)
	if v := s.Status(); v.Red || len(v.Wrong) > 0 || !v.Last.At.Equal(s.night(6)) || !v.Next.Equal(s.night(7)) {
		t.Errorf("%+v", v)
	}
	// A night in which nothing ran is made up for at the start.
	s.at = s.night(8).Add(5 * time.Hour)
	s.start()
	if v := s.Status(); !v.Last.At.Equal(s.at) {
		t.Errorf("after a night away the last copy is of %v, want %v", v.Last.At, s.at)
	}
}

// What goes wrong is said once and not each night, also through a restart; it is red
// after two, and it is said when it works again.
func TestAFailureIsToldOnceAndItsEndToo(t *testing.T) {
	s := newSafe(t, "0 3 * * *", Keep{Daily: 7})
	s.to(s.night(1))
	s.want(1)
	whole := s.Job.Source
	full := func(context.Context, io.Writer) error { return syscall.ENOSPC }
	s.Job.Source = full
	s.to(s.night(2).Add(time.Hour))
	s.want(1, "Make room, or lower backup.keep, then type candor backup. The last one that can be relied on is of ")
	if v := s.Status(); v.Red || len(v.Wrong) != 1 || v.Missed != 1 {
		t.Errorf("after one: %+v", v)
	}
	s.deaf = errors.New("Slack is away")
	s.to(s.night(3))
	s.want(1)
	if v := s.Status(); !v.Red || len(v.Wrong) != 2 || !strings.HasPrefix(v.Wrong[0], "2 copies of Candor's data were missed.") {
		t.Errorf("after two: %+v", v)
	}
	s.start()
	s.deaf = nil
	s.to(s.night(5))
	s.want(1, "2 copies of Candor's data were missed. The last one that can be relied on")
	s.Job.Source = whole
	s.to(s.night(6))
	s.want(2, "has a copy again")
	if v := s.Status(); v.Red || len(v.Wrong) > 0 {
		t.Errorf("at the end: %+v", v)
	}
}

// What goes on is said again after a week, by day, and once when it ends.
func TestAFailureThatGoesOnIsSaidAgain(t *testing.T) {
	s := newSafe(t, "0 3 * * *", Keep{Daily: 7})
	s.to(s.night(1))
	whole := s.Job.Source
	s.Job.Source = func(context.Context, io.Writer) error { return syscall.ENOSPC }
	s.to(s.night(3).Add(time.Hour))
	s.want(1, "Make room", "2 copies of Candor's data were missed.")
	s.to(s.night(10).Add(5 * time.Hour))
	s.want(1)
	s.start()
	s.to(s.night(10).Add(10 * time.Hour))
	s.want(1, "▲ Still so: 9 copies of Candor's data were missed.")
	s.to(s.night(16))
	s.want(1)
	s.Job.Source = whole
	s.to(s.night(30))
	s.want(7, "has a copy again")
}

func TestADamagedCopyIsToldEachTime(t *testing.T) {
	s := newSafe(t, "0 3 * * *", Keep{Daily: 7})
	s.Job.Check = func(context.Context, string) (Report, error) {
		return Report{Damaged: []string{"incident INC-7 (Acme Shop)"}}, nil
	}
	s.to(s.night(2).Add(time.Hour))
	s.want(0, "does not count: the copy is damaged: incident INC-7 (Acme Shop). It is set aside as candor-", "does not count", "2 copies of Candor's data were missed. There is no copy that can be relied on yet.")
}

// While a copy is being made another is refused, and at its time said and left out.
func TestACopyThatTakesTooLongIsTold(t *testing.T) {
	s := newSafe(t, "1h", Keep{Daily: 1})
	goOn, begun := make(chan struct{}), make(chan struct{}, 1)
	whole := s.Job.Source
	s.Job.Source = func(ctx context.Context, w io.Writer) error {
		begun <- struct{}{}
		<-goOn
		return whole(ctx, w)
	}
	s.at = s.at.Add(time.Hour)
	s.Tick(t.Context())
	<-begun
	if _, _, err := s.Make(t.Context()); err == nil || !strings.Contains(err.Error(), "is being made already") {
		t.Errorf("a second one: %v", err)
	}
	for range 3 {
		s.at = s.at.Add(time.Hour)
		s.Tick(t.Context())
	}
	if v := s.Status(); v.Running.IsZero() || v.Missed != 3 {
		t.Errorf("meanwhile: %+v", v)
	}
	close(goOn)
	s.Wait()
	s.step()
	s.step()
	s.want(1, "is still being made, so the next one is left out", "copies of Candor's data were missed", "has a copy again")
}

// A disk that does not answer holds up nobody who wants to know how copies stand, and
// nothing that looks at the time.
func TestADiskThatHangsHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSafe(t, "1h", Keep{Daily: 1})
		synctest.Wait()
		answers, asked := make(chan struct{}), 0
		s.Job.Free = func(string) (uint64, bool) { asked++; <-answers; return 7 << 20, true }
		for range 3 {
			s.at = s.at.Add(lookEvery)
			s.Tick(t.Context())
			synctest.Wait()
			if v := s.Status(); v.Free == nil || *v.Free != 1<<40 {
				t.Errorf("what was free before: %d", v.Free)
			}
		}
		if asked != 1 {
			t.Errorf("it was asked %d times while it hung, want once", asked)
		}
		close(answers)
		synctest.Wait()
		if v := s.Status(); v.Free == nil || *v.Free != 7<<20 || len(v.Wrong) != 1 || !strings.Contains(v.Wrong[0], "will not fit") {
			t.Errorf("when it answers: %+v", v)
		}
	})
}

// No start waits for the folder of the copies; what lies there counts once it was seen,
// also if it is written down nowhere.
func TestAStartDoesNotWaitForTheFolder(t *testing.T) {
	s := newSafe(t, "0 3 * * *", Keep{Daily: 3})
	s.to(s.night(1))
	made := s.Status().Last
	s.must(os.Remove(s.Path))
	changed := 0
	s.Keeper = &Keeper{Job: s.Job, Every: s.Every, Path: s.Path, Now: s.Now, Log: s.Log, Changed: func() { changed++ }}
	s.must(s.Open())
	if v := s.Status(); !v.Last.IsZero() {
		t.Errorf("before anybody looked: %+v", v)
	}
	for range 2 {
		s.Look()
	}
	if v := s.Status(); v.Last != made || changed != 1 {
		t.Errorf("the last copy is %+v, want %+v; seen %d times, want once", v.Last, made, changed)
	}
}

// That the hook is still running at the time of the next copy is told, and is not called
// a slow disk.
func TestAHookThatTakesTooLongIsTold(t *testing.T) {
	s := newSafe(t, "1h", Keep{Daily: 1})
	begun, stop := filepath.Join(t.TempDir(), "begun"), filepath.Join(t.TempDir(), "stop")
	s.Hook = Hook{Command: "touch " + begun + "; while ! test -f " + stop + "; do sleep 0.01; done", Limit: time.Minute, Env: os.Environ()}
	from, hours := s.at, atomic.Int64{} // the hook asks the clock as well
	s.Now = func() time.Time { return from.Add(time.Duration(hours.Load()) * time.Hour) }
	hours.Add(1)
	s.Tick(t.Context())
	for _, err := os.Stat(begun); err != nil; _, err = os.Stat(begun) {
		runtime.Gosched()
	}
	hours.Add(1)
	s.Tick(t.Context())
	s.must(os.WriteFile(stop, nil, 0o600))
	s.Wait()
	s.step()
	s.want(1, "The command after the copy of ")
}

// That the hook failed is told once, and the copy counts.
func TestTheHookIsToldOf(t *testing.T) {
	s := newSafe(t, "1h", Keep{Daily: 9})
	off, out := filepath.Join(t.TempDir(), "off"), filepath.Join(t.TempDir(), "out")
	s.Hook = Hook{Command: "test -f " + off + " && exit 3; cp \"$CANDOR_COPY\" " + out, Limit: time.Minute, Env: os.Environ()}
	s.must(os.WriteFile(off, nil, 0o600))
	hour := func() { s.to(s.at.Add(time.Hour)) }
	hour()
	s.want(1, "failed at ")
	if v := s.Status(); v.Hook.Problem != "it ended with exit status 3" || len(v.Wrong) != 1 || v.Red {
		t.Errorf("%+v", v)
	}
	hour()
	s.want(1)
	s.must(os.Remove(off))
	s.at = s.at.Add(time.Minute)
	made, hook, err := s.Make(t.Context())
	if err != nil || hook.Problem != "" || hook.At.IsZero() {
		t.Errorf("by hand: %+v, %v", hook, err)
	}
	if text, err := os.ReadFile(out); len(text) != int(made.Size) {
		t.Errorf("the hook took %d bytes, %v, want %d", len(text), err, made.Size)
	}
	s.step()
	s.want(2, "works again") // one of the day, and one by hand
}

// What is being said when the program ends is said to its end, so that nobody reads it
// twice; Slack that does not answer holds up the end for a few seconds only.
func TestWhatIsBeingSaidAtTheEndIsNotSaidAgain(t *testing.T) {
	for _, answers := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := newSafe(t, "1h", Keep{Daily: 1})
			s.Tell = func(ctx context.Context, text string) error {
				wait := time.Hour
				if answers {
					wait = tellLimit - time.Second
				}
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(wait):
					return nil
				}
			}
			s.start()
			s.note(func(*State) { s.say("something") })
			ctx, end := context.WithCancel(t.Context())
			s.Tick(ctx)
			synctest.Wait()
			end()
			began := time.Now()
			s.Wait()
			state, err := ReadState(s.Path)
			if took := time.Since(began); err != nil || (len(state.Unsaid) == 0) != answers || took > tellLimit {
				t.Errorf("Slack answers %t: after %v there is still to be said %q, %v", answers, took, state.Unsaid, err)
			}
		})
	}
}

func (s *safe) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
