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
	"time"

	"candor/store/bolt"
)

// Job is how copies of one store are made. One Make runs at a time.
type Job struct {
	Dir       string         // where copies are kept; made if it is not there, not so the folder around it
	Beside    string         // the path of the store: beside it lies, for a while, what is to be encrypted
	Recipient string         // of age; empty: copies are not encrypted
	Keep      Keep           // what stays
	Zone      *time.Location // whose calendar counts

	// Source writes the store as it is at one moment.
	Source func(context.Context, io.Writer) error
	// Check reads a copy to its end.
	Check func(ctx context.Context, path string) (Report, error)
	// Free is how many bytes may be written in a folder, if the system says so.
	Free func(dir string) (bytes uint64, known bool)
}

// leastRoom is what a copy leaves free: the store may be on the same disk, and
// with a full one it accepts nothing.
const leastRoom = 64 << 20

// Failure is why there is no new copy, or why one is not as it should be.
type Failure struct {
	What string // what happened
	Do   string // what to do
	Err  error  // what the system said; nil if it said nothing

	Damaged bool // the copy was made, and cannot be read: it is set aside
}

// Error is what happened, what is safe and what to do.
func (f *Failure) Error() string {
	return f.What + ". The running program and the copies made before are as they were. " + f.Do + "."
}

// Unwrap returns what the system said.
func (f *Failure) Unwrap() error { return f.Err }

// Made is a copy that was made.
type Made struct {
	Copy
	Report    Report
	Forgotten string // where the list of those who were forgotten lies beside it; empty if there is none
	Dropped   int    // older copies that were taken away
	Untidy    error  // what beside it could not be put in order; nil if all could
}

// Make makes a copy and takes away the older ones that need not stay. The error is
// a [*Failure], or that of ctx.
func (j *Job) Make(ctx context.Context, at time.Time) (Made, error) {
	return j.makeCopy(ctx, Copy{At: at})
}

// MakeByHand is Make because a person asked for it: the copy stays as long as others of its
// day, week or month do.
func (j *Job) MakeByHand(ctx context.Context, at time.Time) (Made, error) {
	return j.makeCopy(ctx, Copy{At: at, ByHand: true})
}

func (j *Job) makeCopy(ctx context.Context, c Copy) (Made, error) {
	c.At = c.At.UTC().Truncate(time.Second)
	made, err := j.make(ctx, c)
	if ctx.Err() != nil {
		return Made{}, ctx.Err()
	}
	if err != nil {
		return Made{}, j.explain(err)
	}
	list, err := listed(j.Dir)
	if err == nil {
		for i := range list { // that from which the store was put back is as good as asked for
			list[i].ByHand = list[i].ByHand || list[i].At.Equal(made.Report.Restored)
		}
		for _, c := range j.Keep.Prune(list, j.Zone) {
			if e := os.Remove(filepath.Join(j.Dir, c.Name)); e != nil && !errors.Is(e, os.ErrNotExist) {
				err = errors.Join(err, e)
				continue
			}
			made.Dropped++
		}
	}
	made.Untidy = errors.Join(made.Untidy, err)
	return made, nil
}

// Clean takes away what a run that was killed left half done.
func (j *Job) Clean() error {
	var failed error
	list := filepath.Join(j.Dir, forgottenName)
	left, _ := filepath.Glob(escaped(list) + "*.part")
	looked, _ := filepath.Glob(filepath.Join(escaped(j.Dir), Trial))
	for _, path := range slices.Concat([]string{j.partial(), j.Beside + ".copy.part"}, left, looked) {
		failed = errors.Join(failed, remove(path))
	}
	return failed
}

func (j *Job) partial() string { return filepath.Join(j.Dir, partial) }

// plain is where the copy is written first. What is to be encrypted never lies
// readable where the copies go.
func (j *Job) plain() string {
	if j.Recipient != "" {
		return j.Beside + ".copy.part"
	}
	return j.partial()
}

func (j *Job) make(ctx context.Context, c Copy) (Made, error) {
	if err := os.Mkdir(j.Dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return Made{}, err
	}
	c.Name = c.named(j.Recipient != "")
	final := filepath.Join(j.Dir, c.Name)
	if _, err := os.Lstat(final); err == nil {
		return Made{}, fmt.Errorf("there is a copy of this second already, %s", c.Name)
	}
	if err := j.Clean(); err != nil {
		return Made{}, err
	}
	defer j.Clean() //nolint:errcheck // the next run tries again
	var err error
	c.Size, err = j.write(j.plain(), func(w io.Writer) error { return j.Source(ctx, w) })
	if err != nil {
		return Made{}, err
	}
	report, err := j.Check(ctx, j.plain())
	if ctx.Err() != nil {
		return Made{}, ctx.Err()
	}
	if err != nil || !report.Readable() {
		return Made{}, j.setAside(c, report, err)
	}
	if j.Recipient != "" {
		c.Size, err = j.write(j.partial(), func(w io.Writer) error { return encryptFile(endsWith(ctx, w), j.plain(), j.Recipient) })
		if err != nil {
			return Made{}, err
		}
	}
	list, untidy := j.keepForgotten()
	if untidy != nil && !errors.Is(untidy, errList) { // the data has a copy all the same
		return Made{}, untidy
	}
	if err := errors.Join(os.Rename(j.partial(), final), bolt.SyncDir(j.Dir)); err != nil {
		return Made{}, err
	}
	return Made{Copy: c, Report: report, Forgotten: list, Untidy: untidy}, nil
}

// write makes a new file, which is on the disk when it returns.
func (j *Job) write(path string, fill func(io.Writer) error) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	w := &roomyWriter{f: f, room: func() error { return j.room(filepath.Dir(path), 0) }}
	if info, e := os.Stat(j.Beside); e == nil {
		err = j.room(filepath.Dir(path), uint64(info.Size()))
	}
	if err == nil {
		err = fill(w)
	}
	if err != nil { // what the disk says of half a file helps nobody
		return w.size, errors.Join(err, f.Close())
	}
	return w.size, errors.Join(err, f.Sync(), f.Close())
}

// errNoRoom is a disk that would be too full for the store.
var errNoRoom = errors.New("the disk would be full")

func (j *Job) room(dir string, more uint64) error {
	if free, known := j.Free(dir); known && free < leastRoom+more {
		return fmt.Errorf("%w: %d MB are free in %s, and %d MB are needed, of which %d MB stay free", errNoRoom, free>>20, dir, (leastRoom+more)>>20, leastRoom>>20)
	}
	return nil
}

// Steady writes to a file beside a store that is in use, as copies are written: slowly
// enough that nobody who commits to the store waits for it.
func Steady(f *os.File) io.Writer { return &roomyWriter{f: f, room: func() error { return nil }} }

// roomyWriter looks every so often whether there is room, and sends to the disk
// what it has: all at once at the end, it would hold up the commits of the store.
type roomyWriter struct {
	f    *os.File
	room func() error
	size int64
	next int64
}

// stretch is how much goes to the disk at once, and breath how long it rests after
// that: the commits of the store come in between. 50 MB a second are left, so that a
// store of 1 GB is written within half a minute. It must not take much longer: as long as
// it is read at one moment no page of it can be used again, and each commit makes it
// larger by the pages that it writes, some 30 KB.
const (
	stretch = 256 << 10
	breath  = 4 * time.Millisecond
)

func (w *roomyWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	w.size += int64(n)
	if err == nil && w.size >= w.next+stretch {
		from := w.next
		w.next = w.size
		err = errors.Join(flush(w.f, from, w.size-from), w.room())
		time.Sleep(breath)
	}
	return n, err
}

// endsWith makes a writer end with its context.
func endsWith(ctx context.Context, w io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return w.Write(p)
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// setAside keeps a copy that cannot be read under a name that says so, and only
// the newest of those.
func (j *Job) setAside(c Copy, r Report, err error) error {
	if err == nil {
		err = fmt.Errorf("%w: %s", errDamaged, strings.Join(append(append([]string{}, r.Damaged...), r.Problems...), "; "))
	}
	f := &Failure{Damaged: true, Err: err, What: fmt.Sprintf("The copy of %s does not count: %s", Instant(c.At), clipped(err.Error())),
		Do: "Type candor verify: it says whether the store itself is damaged. If it is not, look after the disk under " + j.Dir + ", then type candor backup"}
	old, _ := filepath.Glob(filepath.Join(j.Dir, prefix+"*"+damaged))
	if j.Recipient != "" {
		_, err = j.write(j.partial(), func(w io.Writer) error { return encryptFile(w, j.plain(), j.Recipient) })
	} else {
		err = nil
	}
	name := c.named(j.Recipient != "") + damaged
	if err == nil && os.Rename(j.partial(), filepath.Join(j.Dir, name)) == nil {
		f.What += ". It is set aside as " + name
		for _, path := range old {
			_ = os.Remove(path)
		}
	}
	return f
}

// clipped is a reason that fits into a line of a message.
func clipped(s string) string {
	s = strings.ReplaceAll(s, "\n", "; ")
	if len(s) > 300 {
		return strings.ToValidUTF8(s[:300], "") + " …"
	}
	return s
}

// explain makes of an error what people need to know.
func (j *Job) explain(err error) error {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f
	}
	f := &Failure{Err: err, What: fmt.Sprintf("No copy was made: %s", clipped(err.Error())), Do: "Look after " + j.Dir + ", then type candor backup"}
	dir := j.Dir
	if e, ok := errors.AsType[*DiskError](err); ok {
		dir = e.Path
	}
	switch do := Remedy(err, dir, false); {
	case strings.HasPrefix(do, "Make room"):
		f.What = fmt.Sprintf("No copy was made: there is no room for it (%s)", clipped(err.Error()))
		f.Do = "Make room, or lower backup.keep, then type candor backup"
	case do != "":
		f.Do = do + ", then type candor backup"
	case errors.Is(err, os.ErrNotExist):
		f.Do = "Make the folder around " + j.Dir + ", or mount what belongs there, then type candor backup"
	}
	return f
}
