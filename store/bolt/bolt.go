// Package bolt keeps what Candor decides in one file, with bbolt. It is the
// default store: nothing to install, nothing to run beside the program.
//
// # Layout
//
// Numbers in keys are big-endian, so that keys sort as the numbers do. A time
// is 12 bytes: seconds and nanoseconds. A word is its length in 4 bytes and
// its letters, so that no word is the beginning of another.
//
//	records     key                            value
//	meta        schema                         number   the schema of this file
//	            number, lease, seq, place      number   the last one given out
//	            alive                          time     when the program last said so
//	            team                           text     the Slack workspace to which it belongs
//	            restored                       Mark     from which copy it was put back
//	            mailbox                        MailMark how far the mailbox was read
//	incidents   number                         Incident
//	updates     incident, n, client            Update
//	timeline    incident, n                    Entry
//	clients     the client's id                Profile
//	damaged     Damage.Ref                     Damage   records that cannot be read; they stay where they are
//	deliveries  the delivery's key             Delivery
//	inbox       place                          Envelope, those that are not finished
//	seen        the envelope's id              its place in the inbox, or when it was finished
//	reach       the person's id                Reach, of those of whom something is known
//	kept        the client's id                Kept, of those of whom something is kept beside the profile
//
//	indexes     key                            value
//	live        number                         (empty)  incidents that are neither closed nor cancelled
//	due         Wake, number                   (empty)  incidents that have a Wake
//	channel     word of the place, number      (empty)  the Places of each incident: channels and threads
//	calls       word of the caller, number     when they have promised or offered to call its clients
//	keyed       word of a lookup.Key, number   (empty)  the keys of each incident; the number stands there twice,
//	                                           first from the highest down, so that the newest comes first
//	lane        word of the lane, Seq          Wake, Haste, word of the next hop and key of each delivery that has not ended
//	ready       word of the next hop,          key of the first delivery of each lane
//	            Wake, Haste, Seq
//	finished    time of Finish, id             (empty)  envelopes that can be forgotten after a day
//	outline     number                         Outline of the incident, in case that it cannot be read
//
// A record is JSON behind a version and a checksum (see record.go). An index
// entry is written and removed in the transaction that writes its record;
// [Store.Check] verifies that the two agree. Nothing ever reads a whole bucket
// but Check: each command costs a few steps down a tree.
//
// The index ready holds only the heads of lanes, those of one next hop together. However
// many deliveries wait behind one that cannot leave, or for a host that does not answer,
// finding the next one is one look at one key for each hop.
//
// # Never backwards
//
// Nothing here calls Last or Prev of a cursor: in bbolt 1.5.0 they cannot be
// trusted in a transaction that has deleted. A Delete takes a key out of its
// leaf and leaves the leaf where it is, without keys, until the commit. Last
// steps back over such leaves with prev until it finds a key. But when prev is at
// the first leaf it goes to the first element instead, down the same stack, and
// Last, which waits for a stack of one page, begins again: if every leaf of a
// bucket of more than one page is empty it never returns, and the lock on writing
// is held for good. Ten envelopes of 1.5 KB, all deleted, are enough. Prev stops
// early at an empty leaf, as if nothing stood before it. First, Next and Seek
// step over empty leaves and are sound. So what comes last is a counter in meta.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"candor/incident/records"
)

// Store is a [records.Store] in one file. It is safe for concurrent use; of the
// calls to Update one runs at a time.
type Store struct {
	db      *bbolt.DB
	file    *os.File // which db reads and writes, and closes; nil where it is only read
	path    string
	twice   bool                  // see Options
	broken  atomic.Pointer[error] // why the store answers no more; nil while it does
	commits atomic.Uint64
	memory  memory

	longest time.Duration // that a group goes on
	turn    turn          // held while a call to Update runs, and guards what follows
	open    *group        // nil between groups
	copies  int           // that are being made
}

// Commits counts the transactions that were written to disk since the store was
// opened.
func (s *Store) Commits() uint64 { return s.commits.Load() }

// Decoded counts the records of incidents that were read since the store was opened, also
// those that were known already: with their copies nearly all that a command costs the
// processor.
func (s *Store) Decoded() uint64 { return s.memory.read.Load() }

// View runs fn on one state of the data. Updates may run beside it; it does not see them.
func (s *Store) View(ctx context.Context, fn func(records.Tx) error) error {
	if s.twice {
		_ = s.view(ctx, func(t *tx) error { return fn(t) })
	}
	return s.view(ctx, func(t *tx) error { return fn(t) })
}

// Update runs fn and commits what it wrote: on disk when Update returns nil.
func (s *Store) Update(ctx context.Context, fn func(records.Tx) error) error {
	return s.update(ctx, func(t *tx) error { return fn(t) })
}

func (s *Store) view(ctx context.Context, fn func(*tx) error) error {
	b, err := s.begin(ctx, false)
	if err != nil {
		return err
	}
	defer b.Rollback()
	return fn(&tx{b: b, memory: &s.memory})
}

// Copy writes the whole store as it is at one moment: what OpenToRead and Open
// take. Updates go on beside it, and grow the file by the pages that they would
// otherwise have used again. It ends with ctx, or with the first error of w.
func (s *Store) Copy(ctx context.Context, w io.Writer) (err error) {
	b, err := s.begin(ctx, false)
	if err != nil {
		return err
	}
	before := s.commits.Load()
	s.copying(1)
	defer func() {
		_ = b.Rollback()
		s.copying(-1)
		if s.commits.Load() != before { // so that the next start need not look for the free pages
			err = errors.Join(err, s.update(context.WithoutCancel(ctx), func(t *tx) error { t.dirty = true; return nil }))
		}
	}()
	to := &endingWriter{ctx: ctx, w: w}
	if _, err = b.WriteTo(to); to.err != nil { // bbolt does not wrap all of them
		return to.err
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", s.path, err)
	}
	return nil
}

// copying counts the copies that are being made. Meanwhile a commit does not write down
// which pages are free: none of those that were left since the copy began can be used
// before it ends, the list of them grows with each commit and lies in pages itself, which
// are left with the next one. So the file grew by the power of the commits beside a copy,
// double with every 350, and they took longer and longer. A program that dies during a
// copy finds the free pages at its next start by reading the whole store once.
func (s *Store) copying(more int) {
	s.turn.lock(true) // no commit is being written
	defer s.turn.unlock()
	defer s.leave() // who had the turn before may have left the commit to whoever waited
	s.copies += more
	s.db.NoFreelistSync = s.copies > 0
}

// endingWriter writes until its context ends, and remembers why it stopped.
type endingWriter struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (e *endingWriter) Write(p []byte) (n int, err error) {
	if e.err = e.ctx.Err(); e.err == nil {
		n, e.err = e.w.Write(p)
	}
	return n, e.err
}

// begin waits for its turn, and refuses when the store broke meanwhile.
func (s *Store) begin(ctx context.Context, writable bool) (*bbolt.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := s.db.Begin(writable)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return nil, fmt.Errorf("the store %s has been closed", s.path)
	}
	if err != nil {
		return nil, fmt.Errorf("begin in %s: %w", s.path, err)
	}
	err = ctx.Err()
	if why := s.broken.Load(); why != nil {
		err = fmt.Errorf("the store %s answers no more since a commit went wrong: restart candor (%w)", s.path, *why)
	}
	if err != nil {
		_ = b.Rollback()
		return nil, err
	}
	return b, nil
}

// commit writes the transaction. When that goes wrong nobody in this process
// knows any more what the file holds: a commit that fails at its last page may
// have happened. The file itself is sound, and only opening it again tells, so
// from here on the store answers nothing.
func (s *Store) commit(b *bbolt.Tx) error {
	err := errPanic
	defer func() {
		if err != nil {
			s.broken.Store(&err)
		}
	}()
	if err = b.Commit(); err != nil {
		return fmt.Errorf("commit to %s: %s: %w", s.path, remedy(err), err)
	}
	s.commits.Add(1)
	return nil
}

// remedy says what to do about an error of the disk. It also looks for the
// system's words, since bbolt does not wrap every error.
func remedy(err error) string {
	is := func(e syscall.Errno) bool { return errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) }
	switch {
	case is(syscall.ENOSPC), is(syscall.EDQUOT):
		return "the disk is full; make room, then restart candor"
	case is(syscall.EFBIG):
		return "the file may not grow any more; raise the limit on its size, then restart candor"
	}
	return "look after the disk, then restart candor"
}

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}
