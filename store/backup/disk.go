package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// DiskError is a disk, or a right on it, that stands in the way. What was to be read or
// written is not to blame, and another copy would not help.
type DiskError struct {
	Path string // the folder that was to be written, or the file that was to be read
	Read bool
	Err  error // what the system said
}

// Error says where, and what the system said.
func (e *DiskError) Error() string {
	verb := "written"
	if e.Read {
		verb = "read"
	}
	return fmt.Sprintf("%s cannot be %s: %s", e.Path, verb, said(e.Err))
}

// Unwrap returns what the system said.
func (e *DiskError) Unwrap() error { return e.Err }

// Do is what to do about it, without its last dot.
func (e *DiskError) Do() string {
	do := Remedy(e.Err, e.Path, e.Read)
	if !e.Read && e.Path == filepath.Clean(os.TempDir()) {
		do += ", or name another folder for temporary files in TMPDIR"
	}
	return do
}

// NotTheCopy is an error that says what to do, and for which no copy is to blame: a key that
// is not there, a list that cannot be read.
type NotTheCopy struct{ Err error }

// Error is the sentence, without its last dot.
func (e *NotTheCopy) Error() string { return e.Err.Error() }

// Unwrap returns what it was made of.
func (e *NotTheCopy) Unwrap() error { return e.Err }

// Remedy is what to do about an error of a disk, without its last dot; empty if it is none
// of the disk. The path is the folder that was to be written, or the file to be read.
func Remedy(err error, path string, read bool) string {
	is := func(e syscall.Errno) bool { // another process, or a socket, hands on its text only
		return errors.Is(err, e) || err != nil && strings.Contains(err.Error(), e.Error())
	}
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrSilent):
		return "Look whether the disk or the network under " + path + " is there, and mount it again"
	case errors.Is(err, errNoRoom), is(syscall.ENOSPC), is(syscall.EDQUOT):
		return "Make room in " + path
	case is(syscall.EFBIG):
		return "Raise the limit on the size of files"
	case is(syscall.EROFS):
		return "The disk under " + path + " is mounted for reading only: mount it so that it can be written"
	case (errors.Is(err, fs.ErrPermission) || is(syscall.EACCES)) && read:
		return "Type this as the user that runs candor or as root, or give that user the right to read " + path
	case errors.Is(err, fs.ErrPermission), is(syscall.EACCES):
		return "Type this as the user that runs candor or as root, or give that user the right to write in " + path
	case is(syscall.EIO), errors.Is(err, syscall.ESTALE), errors.Is(err, syscall.ENOTCONN):
		do := "Look after the disk under " + path
		if read {
			do += ", or take another copy"
		}
		return do
	}
	return ""
}

// atDisk makes a [DiskError] of one that the disk under a path is to blame for. Another
// stays as it is.
func atDisk(err error, path string, read bool) error {
	if _, ok := errors.AsType[*DiskError](err); ok || Remedy(err, path, read) == "" {
		return err
	}
	return &DiskError{Path: path, Read: read, Err: err}
}

// mayRead is an error of a file that cannot be read at all.
func mayRead(path string) error {
	_, err := beginning(path)
	return atDisk(err, path, true)
}

// said is what the system said, without the operation and the path: those are of files
// that nobody knows.
func said(err error) string {
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return e.Error()
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// blamed is a file whose errors say whose they are, also that its disk does not answer:
// whoever reads a copy for minutes hears after [AnswersWithin] that nothing comes any more.
type blamed struct {
	file io.ReadWriter
	path string // the folder that is written, or the file that is read
}

func (b blamed) Write(p []byte) (int, error) {
	mine := slices.Clone(p) // a disk that hangs may read it long after the caller has gone on
	n, err := Soon(func() (int, error) { return b.file.Write(mine) })
	if err != nil {
		err = &DiskError{Path: b.path, Err: err}
	}
	return n, err
}

func (b blamed) Read(p []byte) (int, error) {
	mine := make([]byte, len(p)) // and write into it
	n, err := Soon(func() (int, error) { return b.file.Read(mine) })
	copy(p, mine[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		err = &DiskError{Path: b.path, Read: true, Err: err}
	}
	return n, err
}

// readThrough reads a file to its end once. A store is read through memory, where a disk
// that hangs stops the whole program, with whatever would say so; after this it is there.
func readThrough(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return atDisk(err, path, true)
	}
	defer f.Close()
	_, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, blamed{f, path}, make([]byte, 1<<20))
	return err
}
