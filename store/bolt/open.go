package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Options may stay zero.
type Options struct {
	// Timeout is how long to wait for another process to let go of the file; 0 means two seconds.
	Timeout time.Duration
	// Twice has each function of a transaction run once for nothing before the run
	// that counts, as happens to one that shares its commit with another that fails.
	// Tests open their stores so: a function that minds shows there.
	Twice bool
	// OpenFile opens the file; nil means os.OpenFile. Tests make the disk fail with it.
	OpenFile func(name string, flag int, perm fs.FileMode) (*os.File, error)
}

// lockTimeout is long enough for the last process to finish when one takes over from it.
const lockTimeout = 2 * time.Second

// mapSize is the address space that is set aside for the file: mapping it again
// waits for every reader, and a reader may be the copy of a whole store to a slow
// disk. It costs no memory until pages are used. It is 4 GB, and 256 MB where
// addresses have 32 bits.
const mapSize = 256 << (20 + strconv.IntSize/64*4)

// Open opens the store at path and creates it if there is none. The folder must exist.
func Open(path string, o Options) (*Store, error) {
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		if err := create(path, o); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, explain(path, err)
	}
	return open(path, o)
}

// open opens a file that is there.
func open(path string, o Options) (*Store, error) {
	db, file, err := openDB(path, o)
	if err != nil {
		return nil, explain(path, err)
	}
	hide(path)
	s := &Store{db: db, file: file, path: path, twice: o.Twice, longest: longest, memory: memory{proves: o.Twice}}
	err = soundly(func() error {
		return s.update(context.Background(), func(t *tx) error { return t.prepare(migrations) })
	})
	if err != nil {
		_ = db.Close()
		return nil, explain(path, err)
	}
	return s, nil
}

// hide takes from everybody but its owner the right to read a store, which holds what clients
// and people wrote: it may have been copied, or made by somebody else.
func hide(path string) {
	if info, err := os.Stat(path); err == nil && Seen(info) {
		_ = os.Chmod(path, info.Mode().Perm()&0o700) // else doctor says it
	}
}

// Seen says whether others than its owner can read or write a file of ours.
func Seen(info fs.FileInfo) bool { return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 }

// errDamaged is what a file gets that bbolt cannot make sense of.
var errDamaged = errors.New("not a candor store, or damaged")

// soundly runs fn, which reads pages that nobody has vouched for: bbolt panics
// on one that makes no sense, and behind a file that was cut short the memory
// is missing. Both become an error here.
func soundly(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errDamaged, p)
			if _, is := p.(runtime.Error); is { // which says nothing to whoever reads it
				err = fmt.Errorf("%w: a part of it is missing or makes no sense", errDamaged)
			}
		}
	}()
	return fn()
}

// openDB opens the database, and looks at its pages before bbolt does.
//
// The free pages are written with each commit (NoFreelistSync stays false).
// Without that a commit is a page shorter, but opening reads the whole file to
// find them.
func openDB(path string, o Options) (db *bbolt.DB, file *os.File, err error) {
	if filled(path) == nil { // else bbolt makes it
		db, err := openToRead(path, o.Timeout)
		if err != nil {
			return nil, nil, err
		}
		if err := db.Close(); err != nil {
			return nil, nil, err
		}
	}
	options := o.bbolt(&file)
	err = soundly(func() (err error) {
		db, err = bbolt.Open(path, 0o600, options)
		return err
	})
	if errors.Is(err, errDamaged) {
		_ = file.Close() // nobody else lets go of the lock
	}
	return db, file, err
}

// bbolt returns the options of the database, which notes its file in f.
func (o Options) bbolt(f **os.File) *bbolt.Options {
	size := mapSize
	if runtime.GOOS == "windows" { // there the file is made as large
		size = 16 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = lockTimeout
	}
	if o.OpenFile == nil {
		o.OpenFile = os.OpenFile
	}
	return &bbolt.Options{
		Timeout: o.Timeout, FreelistType: bbolt.FreelistMapType, InitialMmapSize: size,
		OpenFile: func(name string, flag int, perm fs.FileMode) (_ *os.File, err error) {
			*f, err = o.OpenFile(name, flag, perm)
			return *f, err
		},
	}
}

// create makes a new store under another name and then gives it its own, so
// that a crash leaves either no store or a whole one.
func create(path string, o Options) error {
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("create %s: there is no folder %s; make it first, or choose another place for the store", path, dir)
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".new-*") // 0600
	if err != nil {
		return explain(path, err)
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		return explain(path, err)
	}
	s, err := open(f.Name(), o)
	if err != nil {
		text := strings.ReplaceAll(err.Error(), f.Name(), path) // that name is ours alone
		return &opening{"no store was made: " + text, err}
	}
	if err := s.Close(); err != nil { // every commit was synced
		return err
	}
	if err := place(f.Name(), path); err != nil {
		return explain(path, err)
	}
	return SyncDir(dir)
}

// place gives the new store its name. It is a link and not a renaming, since
// that would take the name from a store that another process made meanwhile;
// only where the file system knows no links it renames.
func place(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(from, to)
}

// SyncDir makes a new name in a folder durable.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" { // which has no such thing
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync the folder %s: %w", dir, err)
	}
	return nil
}

// InUse says whether a store could not be opened because another process has it.
func InUse(err error) bool { return errors.Is(err, berrors.ErrTimeout) }

// tooSmall is how bbolt begins what it says of a file with fewer pages than any has.
const tooSmall = "file size too small"

// opening is an error on opening, in our words alone.
type opening struct {
	text string
	err  error
}

func (e *opening) Error() string { return e.text }
func (e *opening) Unwrap() error { return e.err }

// explain makes one sentence with a next step of an error on opening.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return &opening{fmt.Sprintf("%s is in use by another candor: stop that one, or give this one a store of its own", path), err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s cannot be written: give the user that runs candor the right to write it and its folder (%w)", path, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return &opening{fmt.Sprintf("%s cannot be written: %s", path, remedy(err)), err}
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.EOPNOTSUPP):
		return &opening{fmt.Sprintf("%s cannot be locked: the file system that it is on has no locks, or they do not work now. Nothing was opened or changed, "+
			"since two programs on one file destroy it. Put the store on a disk of this machine, or have whoever looks after that file system make its locks work", path), err}
	case errors.Is(err, syscall.EISDIR):
		return &opening{fmt.Sprintf("%s is a folder: name a file in it, for example %s", path, filepath.Join(path, "candor.db")), err}
	case errors.Is(err, errDamaged), errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum),
		errors.Is(err, berrors.ErrVersionMismatch), strings.HasPrefix(err.Error(), tooSmall):
		return &opening{fmt.Sprintf("%s is not a candor store, or it is damaged: %s. If the path is right, restore the last backup", path, whyNot(err)), err}
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// whyNot says why a file is no store, or is damaged.
func whyNot(err error) string {
	switch {
	case errors.Is(err, berrors.ErrInvalid):
		return "it does not begin as a store does"
	case errors.Is(err, berrors.ErrChecksum):
		return "its checksum does not match"
	case errors.Is(err, berrors.ErrVersionMismatch):
		return "it is of another version of the database"
	case strings.HasPrefix(err.Error(), tooSmall):
		return "it is too small"
	}
	return strings.TrimPrefix(err.Error(), errDamaged.Error()+": ")
}

// migrations holds what brings an older store up to date: its first function
// turns schema 1 into 2, and so on. They run in one transaction when the store
// is opened. A new field of a record needs none; a new bucket, key or index does,
// and so does a new rule of when an incident wakes or which places it has: the
// indexes hold what the old one said. For that there is reindexIncidents.
var migrations = []func(*tx) error{
	func(t *tx) error { _, err := t.b.CreateBucket([]byte(clients)); return err },
	func(t *tx) error { _, err := t.b.CreateBucket([]byte(reach)); return err },
	(*tx).fourth,
	(*tx).fifth,
	(*tx).sixth,
	(*tx).reindexIncidents, // they wake on mornings, and are found by whom something of them is due from
	func(t *tx) error { _, err := t.b.CreateBucketIfNotExists([]byte(kept)); return err },
	(*tx).reindexIncidents, // it is known without a list whether any is under way
	(*tx).reindexIncidents, // what is over is found by the page, and by the month
	(*tx).reindexIncidents, // what nobody answered is owed in days, and wakes in the morning
	(*tx).reindexIncidents, // so is the word of whoever was asked to approve what is owed in days
	(*tx).reindexIncidents, // what nobody does is brought up once a week, after a fortnight
}

// fourth lets the inbox count its places and the incidents have outlines, and
// brings the indexes to today's rules.
func (t *tx) fourth() error {
	for _, name := range []string{outline, damaged, calls, keyed} {
		if _, err := t.b.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return errors.Join(t.startPlaces(), t.reindexIncidents())
}

// fifth lets incidents say when their clients are called.
func (t *tx) fifth() error {
	for _, name := range []string{calls, keyed} {
		if _, err := t.b.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return t.reindexIncidents()
}

// sixth lets incidents be found by their keys, and what is ready by where it goes next.
func (t *tx) sixth() error {
	if _, err := t.b.CreateBucketIfNotExists([]byte(keyed)); err != nil {
		return err
	}
	return errors.Join(t.reindexIncidents(), t.reindexQueue())
}

// reindexQueue brings the indexes of the queue to what they are by the rules of this
// program. What leads to a record that cannot be read still does, to be named when its
// turn comes.
func (t *tx) reindexQueue() error {
	var list []entry
	lanes := map[string]bool{}
	c := t.bucket(lane).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		n := min(stampSize, len(v))
		d, err := t.delivery(string(v[n:]))
		if err == nil && d != nil {
			list = append(list, laneEntries(d)...)
		} else {
			list = append(list, entry{lane, bytes.Clone(k), join(v[:n], []byte{math.MaxUint8}, word(""), v[n:])})
		}
		lanes[laneName(k)] = true
	}
	if err := errors.Join(t.empty(lane), t.empty(ready), t.reindex(nil, list)); err != nil {
		return err
	}
	return t.reindex(nil, t.heads(slices.Collect(maps.Keys(lanes))))
}

// empty takes everything out of an index.
func (t *tx) empty(index string) error {
	t.dirty = true
	if err := t.b.DeleteBucket([]byte(index)); err != nil {
		return err
	}
	_, err := t.b.CreateBucket([]byte(index))
	return err
}

// prepare makes the buckets of a new store and brings an old one up to date.
func (t *tx) prepare(steps []func(*tx) error) error {
	current := uint64(len(steps) + 1)
	schema, err := t.schema(current)
	if err != nil {
		return err
	}
	if schema == 0 {
		for _, name := range buckets {
			if _, err := t.b.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return t.put(meta, []byte("schema"), current)
	}
	if err := t.hasBuckets(schema); err != nil {
		return err
	}
	if err := t.migrate(steps, schema, current); err != nil {
		return fmt.Errorf("bring schema %d up to %d: %w", schema, current, err)
	}
	return t.hasBuckets(current)
}

// hasBuckets says whether all buckets are there that a store of a schema has.
func (t *tx) hasBuckets(schema uint64) error {
	for _, name := range buckets {
		if since[name] <= schema && t.bucket(name) == nil {
			return fmt.Errorf("%w: the bucket %s is missing", errDamaged, name)
		}
	}
	return nil
}

// since is the schema from which on a store has a bucket; what is not in it was there at first.
var since = map[string]uint64{clients: 2, reach: 3, outline: 4, damaged: 4, calls: 5, keyed: 6, kept: 8}

// startable says whether a store can be opened for work: prepare without a change.
func (t *tx) startable() error {
	schema, err := t.schema(uint64(len(migrations) + 1))
	if err != nil || schema == 0 {
		return err
	}
	return t.hasBuckets(schema)
}

// schema returns the schema of the file, 0 if it is still empty. One that this
// program does not know is an error.
func (t *tx) schema(current uint64) (schema uint64, err error) {
	if t.b.Bucket([]byte(meta)) == nil {
		if name, _ := t.b.Cursor().First(); name != nil {
			return 0, fmt.Errorf("%w: it has a bucket %q, which is not ours", errDamaged, name)
		}
		return 0, nil
	}
	if found, err := t.get(meta, []byte("schema"), &schema); err != nil || !found || schema == 0 {
		return 0, fmt.Errorf("%w: its schema cannot be read (%w)", errDamaged, orNone(err))
	}
	if schema > current {
		return 0, fmt.Errorf("the store was written by a newer candor (schema %d, this one knows %d): install that version again", schema, current)
	}
	return schema, nil
}

// orNone is what is wrong with a record that is not damaged and says nothing.
func orNone(err error) error {
	if err == nil {
		return errors.New("there is none")
	}
	return err
}

func (t *tx) migrate(steps []func(*tx) error, from, to uint64) error {
	if from == to {
		return nil
	}
	for _, step := range steps[from-1:] {
		if err := step(t); err != nil {
			return err
		}
	}
	return t.put(meta, []byte("schema"), to)
}
