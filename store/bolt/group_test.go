package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"candor/incident/records"
	"candor/incident/timeline"
)

// together runs updates so that all of them end up in one group: the first
// waits inside until the others stand behind it. It returns what each came back
// with, in the order of the updates.
func together(t *testing.T, s *Store, updates ...func(records.Tx) error) []error {
	t.Helper()
	s.longest = time.Hour // the machine may be busy
	return withCompany(t, s, updates...)
}

// withCompany is together, but that the group may end before.
func withCompany(t *testing.T, s *Store, updates ...func(records.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(updates))
	var wg sync.WaitGroup
	inside, all := make(chan struct{}), make(chan struct{})
	update := func(i int, fn func(records.Tx) error) {
		defer func() {
			if p := recover(); p != nil {
				errs[i] = fmt.Errorf("panic: %v", p)
			}
		}()
		errs[i] = s.Update(t.Context(), fn)
	}
	var once sync.Once
	wg.Go(func() {
		update(0, func(tx records.Tx) error {
			once.Do(func() { close(inside); <-all })
			return updates[0](tx)
		})
	})
	<-inside
	for i, fn := range updates[1:] {
		wg.Go(func() { update(i+1, fn) })
	}
	for s.turn.waiting() < len(updates)-1 {
		runtime.Gosched()
	}
	close(all)
	wg.Wait()
	return errs
}

// appends returns an update that writes line n of a timeline.
func appends(n int) func(records.Tx) error {
	return func(tx records.Tx) error { return tx.Append(timeline.Entry{Incident: 1, N: n}) }
}

func TestUpdatesThatWaitShareACommit(t *testing.T) {
	changed := errors.New("changed my mind")
	fails := func(tx records.Tx) error { return errors.Join(appends(9)(tx), changed) }
	panics := func(tx records.Tx) error { _ = appends(9)(tx); panic("oh") }
	asks := func(tx records.Tx) error { _, err := tx.Timeline(1); return err }
	refuses := func(records.Tx) error { return changed }
	tests := []struct {
		name    string
		updates []func(records.Tx) error
		lines   int
		commits uint64
		failed  int // which of the updates fails; 0 for none
	}{
		{"three that write", []func(records.Tx) error{appends(1), appends(2), appends(3)}, 3, 1, 0},
		{"one that writes and one that looks", []func(records.Tx) error{appends(1), asks}, 1, 1, 0},
		{"none that writes", []func(records.Tx) error{asks, asks}, 0, 0, 0},
		{"one refuses before it wrote", []func(records.Tx) error{appends(1), refuses}, 1, 1, 1},
		{"one fails after it wrote", []func(records.Tx) error{appends(1), fails}, 1, 1, 1},
		{"one panics after it wrote", []func(records.Tx) error{appends(1), panics}, 1, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
			defer mustClose(t, s)
			before := s.Commits()
			errs := together(t, s, tt.updates...)
			for i, err := range errs {
				if (err != nil) != (i > 0 && i == tt.failed) {
					t.Errorf("update %d: %v", i, err)
				}
			}
			if n := s.Commits() - before; n != tt.commits {
				t.Errorf("%d commits, want %d", n, tt.commits)
			}
			err := s.View(t.Context(), func(tx records.Tx) error {
				list, err := tx.Timeline(1)
				if len(list) != tt.lines {
					t.Errorf("the timeline has %d lines, want %d", len(list), tt.lines)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// What the first of many decided leaves before the last is decided.
func TestAGroupThatTakesLongEnds(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	defer mustClose(t, s)
	s.longest = 0
	before := s.Commits()
	if err := errors.Join(withCompany(t, s, appends(1), appends(2), appends(3))...); err != nil {
		t.Fatal(err)
	}
	if n := s.Commits() - before; n != 3 {
		t.Errorf("%d commits of three that took longer than a group may", n)
	}
}

// Who is in a hurry passes those who are not.
func TestWhoIsAheadComesFirst(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	defer mustClose(t, s)
	var order []string
	did := func(who string) func(records.Tx) error {
		return func(records.Tx) error { order = append(order, who); return nil }
	}
	s.turn.lock(false)
	var all sync.WaitGroup
	for i, ctx := range []context.Context{t.Context(), records.Ahead(t.Context())} {
		all.Go(func() {
			if err := s.Update(ctx, did([]string{"a command", "a claim"}[i])); err != nil {
				t.Error(err)
			}
		})
		for s.turn.waiting() < i+1 {
			runtime.Gosched()
		}
	}
	s.turn.unlock()
	if all.Wait(); !slices.Equal(order, []string{"a claim", "a command"}) {
		t.Errorf("%v", order)
	}
}

func TestTwiceRunsEachFunctionOnceForNothing(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "candor.db"), Options{Twice: true})
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, s)
	before := s.Commits()
	var first, second, looks int
	counts := func(n *int, lines ...int) func(records.Tx) error {
		return func(tx records.Tx) error {
			*n++
			return errors.Join(appends(lines[0]+*n)(tx), appends(lines[0]+*n+1)(tx))
		}
	}
	if err := errors.Join(together(t, s, counts(&first, 10), counts(&second, 20))...); err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx records.Tx) error {
		looks++
		list, err := tx.Timeline(1)
		if want := []int{10 + first, 11 + first, 20 + second, 21 + second}; len(list) != 4 || list[0].N != want[0] || list[3].N != want[3] {
			t.Errorf("the timeline has the lines %v, want %v: those of the last runs", list, want)
		}
		return err
	})
	if err != nil || first < 2 || second < 2 || looks != 2 {
		t.Errorf("the updates ran %d and %d times, the view %d: %v", first, second, looks, err)
	}
	if n := s.Commits() - before; n < 1 || n > 2 {
		t.Errorf("%d commits, want one for both, or one each", n)
	}
}

// What an update saw of another in its group must be on disk when it returns:
// an envelope that is known already is acknowledged for that reason.
func TestAnUpdateThatWroteNothingWaitsForWhatItSaw(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	defer mustClose(t, s)
	before := s.Commits()
	receive := func(tx records.Tx) error { _, err := tx.Receive(records.Envelope{ID: "a"}); return err }
	var known bool
	errs := together(t, s, receive, func(tx records.Tx) error {
		fresh, err := tx.Receive(records.Envelope{ID: "a"})
		known = !fresh
		return err
	})
	if err := errors.Join(errs...); err != nil || !known || s.Commits() != before+1 {
		t.Errorf("known %t after %d commits: %v", known, s.Commits()-before, err)
	}
}
