// Package backup makes copies of the store that can be relied on. A copy is of one
// moment; it is written under another name, read to its end, and given its own name
// only when all of it can be read. What is damaged is never the newest one kept.
//
//	candor-20261128T030000Z.db          a copy, named for when it was begun
//	candor-20261128T030000Z.db.age      one that only the holder of a key can read
//	candor-20261128T101500Z-by-hand.db  one that a person asked for
//	candor-20261128T030000Z.db.damaged  one that failed; it counts as none
//
// The package holds no clock and knows no config: times are arguments, and whoever
// wires it says where copies go.
package backup

import (
	"errors"
	"os"
	"slices"
	"strings"
	"time"
)

// Copy is one copy in its folder.
type Copy struct {
	Name string    `json:"name"` // of the file, without its folder
	At   time.Time `json:"at"`   // when it was begun, to the second; in UTC
	Size int64     `json:"size"` // in bytes

	ByHand bool `json:"by_hand,omitempty"` // a person asked for it, before an upgrade for example
}

// IsZero says whether there is no copy.
func (c Copy) IsZero() bool { return c.At.IsZero() }

// How names are made.
const (
	prefix    = "candor-"
	suffix    = ".db"
	asked     = "-by-hand"
	encrypted = ".age"
	damaged   = ".damaged"
	stamp     = "20060102T150405Z"
	partial   = "candor-copy.part" // what is being written; there is never more than one
)

func (c Copy) named(secret bool) string {
	name := prefix + c.At.UTC().Format(stamp)
	if c.ByHand {
		name += asked
	}
	if name += suffix; secret {
		name += encrypted
	}
	return name
}

// timeIn reads the time in a name; not ok if it is no name of a copy.
func timeIn(name string) (at time.Time, ok bool) {
	middle, isOurs := strings.CutPrefix(strings.TrimSuffix(name, encrypted), prefix)
	middle, isCopy := strings.CutSuffix(middle, suffix)
	middle = strings.TrimSuffix(middle, asked)
	if !isOurs || !isCopy {
		return time.Time{}, false
	}
	at, err := time.Parse(stamp, middle)
	return at, err == nil
}

// Encrypted says whether a file is a copy that needs a key.
func Encrypted(name string) bool { return strings.HasSuffix(name, encrypted) }

// List returns the copies in a folder, the newest first, [ErrSilent] if its disk does not
// answer. Other files in it are not looked at, and those that failed are none.
func List(dir string) ([]Copy, error) {
	return Soon(func() ([]Copy, error) { return listed(dir) })
}

func listed(dir string) ([]Copy, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []Copy
	for _, f := range files {
		at, ok := timeIn(f.Name())
		if !ok || !f.Type().IsRegular() {
			continue
		}
		info, err := f.Info()
		if errors.Is(err, os.ErrNotExist) { // somebody has moved it away
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Copy{Name: f.Name(), At: at, Size: info.Size(), ByHand: strings.Contains(f.Name(), asked)})
	}
	slices.SortFunc(list, func(a, b Copy) int { return b.At.Compare(a.At) })
	return list, nil
}
