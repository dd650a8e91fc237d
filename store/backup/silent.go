package backup

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// ErrSilent is a disk that does not answer: one that hangs, or that is behind a network
// that is gone.
var ErrSilent = errors.New("the disk does not answer")

// AnswersWithin is how long a disk may take to say what it is asked.
const AnswersWithin = 5 * time.Second

// Soon is what a disk says, [ErrSilent] if it says nothing for long. No system takes such a
// question back: whoever asks it may still be at it afterwards, and shares nothing with us.
func Soon[T any](ask func() (T, error)) (T, error) {
	type answer struct {
		v   T
		err error
	}
	said := make(chan answer, 1)
	go func() {
		v, err := ask()
		said <- answer{v, err}
	}()
	select {
	case a := <-said:
		return a.v, a.err
	case <-time.After(AnswersWithin):
		var none T
		return none, ErrSilent
	}
}

// Stat is os.Stat of what may lie on a disk that does not answer; that is a [DiskError].
func Stat(path string) (fs.FileInfo, error) {
	info, err := Soon(func() (fs.FileInfo, error) { return os.Stat(path) })
	if errors.Is(err, ErrSilent) {
		err = atDisk(err, path, true)
	}
	return info, err
}
