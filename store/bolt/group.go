package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"candor/incident/records"
)

// group is calls to Update that share one commit. A commit takes as long as the
// disk needs, whatever is in it, so calls that wait while one is written run
// one after the other in the next and are committed together. Nobody waits for
// company: the last one that finds nobody behind it commits at once, and so does one
// that ends when the first of its group has waited for long: what it decided can go on.
//
// Each fn sees what the ones before it wrote. So every call waits for the end of
// its group, also one that wrote nothing: what it saw may not be on disk yet.
// bbolt cannot undo a part of a transaction; a call that fails after it wrote
// undoes the whole group, and the others run again without it.
type group struct {
	b     *bbolt.Tx
	began time.Time // when the first of them had its turn
	size  int
	dirty bool          // something was written
	done  chan struct{} // closed at its end
	again bool          // it was undone; valid once done is closed
	err   error         // of its commit; valid once done is closed
}

// A group ends with so many, or when it has been going for so long: in a burst the calls to
// Slack that follow from the first leave while the last are still being decided.
const (
	maxGroup = 64
	longest  = 8 * time.Millisecond
)

func (s *Store) update(ctx context.Context, fn func(*tx) error) error {
	for rehearsal := s.twice; ; rehearsal = false {
		g, err := s.join(ctx, fn, rehearsal)
		if g == nil {
			return err
		}
		<-g.done
		switch {
		case g.again:
			continue
		case g.err != nil:
			return g.err
		}
		return err
	}
}

// join runs fn in the open group. It returns no group if fn did not run or has
// undone the group. A rehearsal always undoes it.
func (s *Store) join(ctx context.Context, fn func(*tx) error, rehearsal bool) (g *group, err error) {
	s.turn.lock(records.IsAhead(ctx))
	defer s.turn.unlock()
	defer s.leave()

	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.open == nil {
		b, err := s.begin(ctx, true)
		if err != nil {
			return nil, err
		}
		s.open = &group{b: b, began: time.Now(), done: make(chan struct{})}
	}
	g = s.open
	g.size++
	t := &tx{b: g.b, memory: &s.memory}
	whole := false
	defer func() { // also when fn panics or ends its goroutine
		if !whole {
			s.undo()
		}
	}()
	err = fn(t)
	switch {
	case rehearsal:
		return g, nil
	case err != nil && t.dirty:
		return nil, err
	}
	whole = true
	g.dirty = g.dirty || t.dirty
	return g, err
}

// undo ends the open group without a trace. The turn is held.
func (s *Store) undo() {
	g := s.open
	s.open = nil
	_ = g.b.Rollback()
	g.again = true
	close(g.done)
}

// leave commits the open group, unless somebody waits who will. The turn is
// held.
func (s *Store) leave() {
	g := s.open
	if g == nil || g.size < maxGroup && time.Since(g.began) < s.longest && s.turn.waiting() > 0 {
		return
	}
	s.open = nil
	defer close(g.done)
	defer g.b.Rollback() // after a commit it does nothing
	if !g.dirty {        // a tick that found nothing costs no disk
		return
	}
	g.err = fmt.Errorf("commit to %s: %w", s.path, errPanic) // unless it comes back
	g.err = s.commit(g.b)
}

var errPanic = errors.New("it ended in a panic")
