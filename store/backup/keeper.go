package backup

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Keeper makes copies of the store on time, knows how that went, and says so.
// Nothing waits for it but another copy. Set the fields, then [Keeper.Open].
type Keeper struct {
	Job   *Job
	Every schedule.Cadence
	Hook  Hook   // runs on each copy
	Path  string // where it is kept how copies went
	Now   func() time.Time
	Log   *slog.Logger

	Tell    func(ctx context.Context, text string) error // people; nil: nobody
	Changed func()                                       // something is to be seen; nil is allowed

	mu      sync.Mutex
	state   State
	due     time.Time // of the next copy; zero: not reckoned yet
	begun   time.Time // of the copy that is being made; zero: none is
	hooking bool      // it is made, and the hook runs
	overdue bool      // that it takes too long was said
	again   time.Time // when people are told what they could not be told; zero: at once
	telling bool
	free    *uint64   // what was free in the folder when it was looked at last; nil: not known
	looked  time.Time // when that was begun
	looking bool      // a disk that does not answer keeps it so

	going sync.WaitGroup
}

// Open reads how copies went before. The error is of what is written about that
// and cannot be read: then what lies in the folder counts, once [Keeper.Look] has seen
// it. The folder itself may be on a disk that does not answer, and no start waits for it.
func (k *Keeper) Open() error {
	state, err := ReadState(k.Path)
	if state.Since.IsZero() {
		state.Since = k.Now()
	}
	k.state = state
	return err
}

// Look finds out what lies in the folder of the copies, and how much is free there.
func (k *Keeper) Look() {
	list, _ := listed(k.Job.Dir) // nobody waits for it
	var room *uint64
	if free, known := k.Job.Free(k.Job.Dir); known {
		room = &free
	}
	k.mu.Lock()
	found := len(list) > 0 && list[0].At.After(k.state.Last.At) // it was written down no more
	if found {
		k.state.Last, k.state.Dir = list[0], k.Job.Dir
	}
	if k.state.Dir == "" && slices.ContainsFunc(list, func(c Copy) bool { return c.Name == k.state.Last.Name }) {
		k.state.Dir = k.Job.Dir // an older candor did not note it
	}
	k.free, k.looking = room, false
	k.mu.Unlock()
	if found && k.Changed != nil {
		k.Changed()
	}
}

// lookEvery is how old what is known of the folder's disk may be.
const lookEvery = time.Minute

// lookBeside looks at the folder while everything else goes on: a disk that hangs, or
// that is behind a network that is gone, may never answer. The lock is held.
func (k *Keeper) lookBeside(now time.Time) {
	if k.looking || now.Sub(k.looked) < lookEvery {
		return
	}
	k.looking, k.looked = true, now
	go k.Look()
}

// Wait waits for what was begun.
func (k *Keeper) Wait() { k.going.Wait() }

// Make makes a copy because somebody asked for it, and says how the hook ended: the
// zero value if there is none. It goes on until ctx ends.
func (k *Keeper) Make(ctx context.Context) (made Made, hook HookEnd, err error) {
	done := make(chan struct{})
	k.going.Go(func() {
		defer close(done)
		made, err = k.run(ctx, k.Now(), k.Job.MakeByHand)
	})
	<-done
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Hook.Command != "" && err == nil {
		hook = k.state.Hook
	}
	return made, hook, err
}

// Tick makes the copy that is due, and tells people what they do not know yet. It
// waits for nothing.
func (k *Keeper) Tick(ctx context.Context) {
	now := k.Now()
	k.mu.Lock()
	k.lookBeside(now)
	if k.due.IsZero() {
		k.due = k.state.Next(k.Every, k.Job.Zone, now)
	}
	late := !now.Before(k.due)
	if late {
		k.due = k.Every.Next(now, k.Job.Zone)
	}
	busy := !k.begun.IsZero()
	if late && busy && !k.overdue {
		k.overdue = true
		k.say(k.takesLong())
	}
	begins := late && !busy
	if n := k.missed(now); n >= TooMany && !k.state.Told.Red && !begins {
		k.state.Told.Red = true
		k.wrong(redLine(k.state, n), now)
	}
	if again := k.state.goesOn(k.missed(now)); again != "" && schedule.SaysAgain(k.state.Told.At, now, k.Job.Zone) {
		k.wrong("▲ Still so: "+again, now)
	}
	k.mu.Unlock()
	if begins {
		k.going.Go(func() {
			if _, err := k.run(ctx, now, k.Job.Make); err != nil && ctx.Err() == nil {
				k.Log.Error("no copy of the store was made", "err", err)
			}
		})
	}
	k.tellPeople(ctx, now)
}

// missed is how many copies are missing. The lock is held.
func (k *Keeper) missed(now time.Time) int {
	return k.state.Missed(k.Every, k.Job.Zone, now, !k.begun.IsZero())
}

// run makes a copy now, unless one is being made, and runs the hook on it.
func (k *Keeper) run(ctx context.Context, at time.Time, do func(context.Context, time.Time) (Made, error)) (made Made, err error) {
	k.mu.Lock()
	if !k.begun.IsZero() {
		defer k.mu.Unlock()
		return made, fault.Errorf(fault.Conflict, "A copy is being made already, since %s. Nothing more was done. candor status says how it ends.", Instant(k.begun))
	}
	k.begun, k.hooking, k.overdue = at, false, false
	k.mu.Unlock()
	defer k.note(func(*State) { k.begun = time.Time{} })

	if made, err = do(ctx, at); ctx.Err() != nil {
		return made, ctx.Err()
	}
	k.note(func(s *State) { k.came(s, at, made, err) })
	if err != nil {
		return made, err
	}
	k.Log.Info("a copy of the store was made and read to its end", "file", made.Name, "bytes", made.Size, "dropped", made.Dropped)
	if made.Untidy != nil {
		k.Log.Warn("the copy is made, and something beside it is not in order", "err", made.Untidy)
	}
	for _, line := range made.Report.Breaches {
		k.Log.Warn("the copy can be read, and something in the store breaks a rule", "what", line)
	}
	if k.Hook.Command == "" {
		return made, nil
	}
	k.note(func(*State) { k.hooking = true })
	hook := k.Hook
	if made.Forgotten != "" {
		hook.Env = append(slices.Clip(hook.Env), "CANDOR_FORGOTTEN="+made.Forgotten)
	}
	end := hook.Run(ctx, filepath.Join(k.Job.Dir, made.Name), k.Now)
	if ctx.Err() == nil {
		k.note(func(s *State) { k.hooked(s, end) })
	}
	return made, nil
}

// note changes what is known and writes it down.
func (k *Keeper) note(change func(*State)) {
	k.mu.Lock()
	change(&k.state)
	if err := k.state.Write(k.Path); err != nil {
		k.Log.Warn("how the store was copied could not be written down; it is known until candor ends", "err", err)
	}
	k.mu.Unlock()
	if k.Changed != nil {
		k.Changed()
	}
}

// came notes how a try ended, and what of that people should hear.
func (k *Keeper) came(s *State, at time.Time, made Made, err error) {
	s.Tried, s.Error = at, ""
	if err == nil {
		s.Last, s.Dir, s.Made = made.Copy, k.Job.Dir, k.Now()
		if s.Told.Failed || s.Told.Red {
			k.say(fmt.Sprintf("Candor's data has a copy again: %s was made and read to its end.", made.Name))
		}
		s.Told.Failed, s.Told.Red = false, false
		return
	}
	s.Error = err.Error()
	if f, ok := errors.AsType[*Failure](err); !s.Told.Failed || ok && f.Damaged {
		s.Told.Failed = true
		k.wrong("▲ "+s.Error+" "+lastLine(*s), k.Now())
	}
}

// hooked notes how the hook ended.
func (k *Keeper) hooked(s *State, end HookEnd) {
	s.Hook = end
	switch {
	case end.Problem == "":
		if s.Told.Hook {
			k.say("The command after a copy of Candor's data works again.")
		}
		s.Told.Hook = false
		k.Log.Info("the command after the copy ended well", "took", end.Took)
	default:
		k.Log.Error("the command after the copy failed; the copy itself is in its folder", "problem", end.Problem, "said", end.Said)
		if !s.Told.Hook {
			k.wrong("▲ "+hookLine(*s), k.Now())
		}
		s.Told.Hook = true
	}
}

// takesLong says what is still running at the time of the next copy. The lock is held.
func (k *Keeper) takesLong() string {
	if k.hooking {
		return fmt.Sprintf("▲ The command after the copy of %s is still running, so the next copy is left out. The copy is made, and Candor itself is not held up. Look at what backup.after does.", Instant(k.begun))
	}
	return fmt.Sprintf("▲ The copy of Candor's data that was begun at %s is still being made, so the next one is left out. Candor itself is not held up. Look whether the disk under %s is slow, or make copies less often: backup.every in the config.", Instant(k.begun), k.Job.Dir)
}

// say notes what people should hear. The lock is held.
func (k *Keeper) say(text string) {
	k.Log.Warn(text)
	k.state.Say(text)
	k.again = time.Time{}
}

// wrong notes what people should hear again while it goes on. The lock is held.
func (k *Keeper) wrong(text string, now time.Time) {
	k.state.Told.At = now
	k.say(text)
}

// tellAgain is how long after a failure people are told again. Slack takes a message
// a second.
const tellAgain = 10 * time.Second

// tellLimit is how long the end of the program waits for what is being said.
const tellLimit = 5 * time.Second

// tellPeople tells them beside everything else: Slack may be slow. What is being said
// when the program ends is said to its end: who breaks off does not know that people
// have read it, and says it again at the next start.
func (k *Keeper) tellPeople(ctx context.Context, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Tell == nil || len(k.state.Unsaid) == 0 || k.telling || now.Before(k.again) {
		return
	}
	k.telling = true
	text := k.state.Unsaid[0]
	k.going.Go(func() {
		begun, ended := withEnd(ctx, tellLimit)
		err := k.Tell(begun, text)
		ended()
		k.note(func(s *State) {
			k.telling, k.again = false, now
			if err == nil && len(s.Unsaid) > 0 && s.Unsaid[0] == text {
				s.Unsaid = s.Unsaid[1:]
			}
			if err != nil {
				k.again = now.Add(tellAgain)
				k.Log.Info("people could not be told about the copies; trying again", "in", tellAgain, "err", err)
			}
		})
	})
}

// withEnd is a context that outlives another by so long.
func withEnd(ctx context.Context, by time.Duration) (later context.Context, stop func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	over := context.AfterFunc(ctx, func() {
		t := time.AfterFunc(by, cancel)
		context.AfterFunc(later, func() { t.Stop() })
	})
	return later, func() { over(); cancel() }
}
