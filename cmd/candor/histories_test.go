package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/messages"
)

// Three people, four clients in four time zones and an unreliable outside do what
// people and networks do, in an order that nobody would think of: answers are
// lost, the program dies and starts again, a worker wakes up late, the clock jumps
// and goes back. Every transaction runs twice. After each step everything that was
// promised still has to hold (histories_checks_test.go), and after two quiet hours
// nothing may be left half done.
//
// An everyday run plays the same histories each time, so that it is a change that
// breaks them. CANDOR_TEST_HISTORIES=2000 plays as many new ones; CANDOR_TEST_SEED
// says where to begin, and the failure of a history says how to play it again.
func TestHistories(t *testing.T) {
	t.Parallel()
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	first, count := whichHistories(t, 50)
	playBoth(t, first, count, func(t *testing.T, seed uint64) {
		w := newWorld(words, memoryDir(t), rand.New(rand.NewPCG(seed, 0)))
		defer w.stop()
		w.watch(w.play)
		w.report(t, seed)
	})
}

// whichHistories are those to play: as many as in an everyday run, or as the
// environment says.
func whichHistories(t *testing.T, everyday int) (first uint64, count int) {
	t.Helper()
	count = fromEnv(t, "CANDOR_TEST_HISTORIES", 0)
	first = uint64(fromEnv(t, "CANDOR_TEST_SEED", 0))
	switch {
	case count == 0 && testing.Short():
		t.Skip("a history is one goroutine")
	case count == 0:
		count = everyday
	case first == 0:
		first = uint64(time.Now().UnixNano() & 0x7fffffff)
	}
	t.Logf("CANDOR_TEST_SEED=%d CANDOR_TEST_HISTORIES=%d", first, count)
	return first, count
}

// playBoth plays histories in two rows side by side: a subtest for each would
// drown what the others say, and there are seldom more than two idle cores.
func playBoth(t *testing.T, first uint64, count int, play func(t *testing.T, seed uint64)) {
	t.Helper()
	for row := range uint64(2) {
		t.Run(fmt.Sprint("row", row+1), func(t *testing.T) {
			t.Parallel()
			for seed := first + row; seed < first+uint64(count); seed += 2 {
				play(t, seed)
			}
		})
	}
}

// watch makes a breach of a panic.
func (w *world) watch(play func()) {
	defer func() {
		if p := recover(); p != nil {
			w.breach("panic: %v\n%s", p, debug.Stack())
		}
	}()
	play()
}

// report says what went wrong in a history, and how to play it again.
func (w *world) report(t *testing.T, seed uint64) {
	t.Helper()
	if len(w.breaches) == 0 {
		return
	}
	show := 25
	if testing.Verbose() {
		show = len(w.log)
	}
	t.Errorf("CANDOR_TEST_SEED=%d CANDOR_TEST_HISTORIES=1: after %d steps\n%s\nThe last steps, or with -v all:\n%s",
		seed, w.steps, strings.Join(w.breaches, "\n"), strings.Join(w.log[max(0, len(w.log)-show):], "\n"))
}

// play is a history until its end or its first breach. One in eight is long.
func (w *world) play() {
	steps := 20 + w.r.IntN(40)
	if w.r.IntN(8) == 0 {
		steps *= 3
	}
	for w.steps < steps {
		if w.step(); len(w.breaches) > 0 {
			return
		}
	}
	w.comeToRest()
	w.checkTheEnd()
}

// step is one act. Time passes, what is ready is worked off, and what must be
// true is looked at.
func (w *world) step() {
	if w.steps%10 == 0 {
		w.trouble = w.weather()
	}
	w.steps++
	w.act()
	w.letTimePass()
	if w.r.IntN(3) > 0 { // else people are faster than the program
		w.work()
		w.check()
	}
}

// passTenMinutes is long enough for what was sent to have left, though a worker
// hung with it and it had to be looked up.
func (w *world) passTenMinutes() {
	for range 10 {
		w.now = w.now.Add(time.Minute)
		w.work()
	}
}

// comeToRest lets everything have the end that it can have by itself: what may be
// there is looked up for a minute and a half, what is not is tried for two hours.
func (w *world) comeToRest() {
	w.trouble = allWell
	for _, minutes := range []int{1, 1, 1, 1, 5, 30, 60, 30, 5, 1} {
		w.now = w.now.Add(time.Duration(minutes) * time.Minute)
		w.work()
	}
	w.check()
}

func fromEnv(t *testing.T, key string, otherwise int) int {
	t.Helper()
	s := os.Getenv(key)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s=%q is no number", key, s)
	}
	return n
}

// memoryDir is a folder whose commits cost no disk, where there is one: what is
// tested here is not the disk.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "candor")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
