package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident/forget"
	"candor/store/bolt"
)

// ForgottenOf is where the list of those stands who were forgotten: beside the store, so
// that a store put back from a copy does not bring them back. Beside the copies lies the
// same list, since the disk of the store may be lost.
func ForgottenOf(store string) string { return store + ".forgotten" }

// forgottenName is what the list is called beside the copies, with a number where there
// is a list already that nobody here could open.
const forgottenName = "candor-forgotten"

var isForgotten = regexp.MustCompile(`^` + forgottenName + `(-[0-9]+)?(\.age)?$`)

// kept is a list as it stands beside a store.
type kept struct {
	forget.List
	Holds []string `json:"holds,omitempty"` // hashes of encrypted files all of whose entries are on it
}

const mostHeld = 100

// ReadForgotten reads a list; without the file it is empty.
func ReadForgotten(path string) (*forget.List, error) {
	k, err := readKept(path)
	return &k.List, err
}

func readKept(path string) (k kept, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return k, unreadable(path, err)
	}
	return k, nil
}

func unreadable(path string, err error) error {
	if e, ok := errors.AsType[*DiskError](atDisk(err, path, true)); ok {
		return e
	}
	return &NotTheCopy{fmt.Errorf("%w, %s: %w. Fetch it again from where the copies go", errList, path, err)}
}

var errList = errors.New("the list of those who were forgotten cannot be read")

// putForgotten puts a list beside a store, whole or not at all, with what stood there
// before. holds are hashes of encrypted lists that are in it.
func putForgotten(store string, l *forget.List, holds ...string) error {
	k, err := readKept(ForgottenOf(store))
	if err != nil {
		return err
	}
	k.Merge(l)
	for _, h := range holds {
		if h != "" && !slices.Contains(k.Holds, h) {
			k.Holds = append(k.Holds, h)
		}
	}
	k.Holds = k.Holds[max(0, len(k.Holds)-mostHeld):] // a copy an hour brings a new file each
	dir := filepath.Dir(store)
	return errors.Join(writeWhole(ForgottenOf(store), k), ownAs(ForgottenOf(store), dir), bolt.SyncDir(dir))
}

// Lists are the lists of those who were forgotten.
type Lists struct {
	forget.List          // all of them in one
	Found       []string // where they lie; empty: nobody knows of one
	Locked      []string // those of them that are encrypted, and for which no key was named
	Silent      []string // folders on a disk that does not answer: what lies there was not read

	holds []string
}

// Gather reads the lists beside a store and in folders of copies; one that it opens with the
// key in the file identity, or whose entries it knows already, is read. Without that file
// those that are encrypted are locked. A folder whose disk does not answer holds nobody up.
func Gather(store, identity string, dirs ...string) (*Lists, error) {
	k, err := readKept(ForgottenOf(store))
	if err != nil {
		return nil, err
	}
	l := &Lists{List: k.List, holds: k.Holds}
	if isThere(ForgottenOf(store)) {
		l.Found = append(l.Found, ForgottenOf(store))
	}
	for _, dir := range slices.Compact(slices.Sorted(slices.Values(dirs))) {
		more, err := Soon(func() (*Lists, error) { return gatherIn(dir, identity, slices.Clone(l.holds)) })
		switch {
		case errors.Is(err, ErrSilent):
			l.Silent = append(l.Silent, dir)
			continue
		case err != nil:
			return nil, err
		}
		l.Merge(&more.List)
		l.Found, l.Locked, l.holds = append(l.Found, more.Found...), append(l.Locked, more.Locked...), more.holds
	}
	return l, nil
}

// gatherIn reads the lists in one folder. holds are hashes of files whose entries are known.
func gatherIn(dir, identity string, holds []string) (*Lists, error) {
	l := &Lists{holds: holds}
	for _, path := range forgottenIn(dir) {
		l.Found = append(l.Found, path)
		if err := l.take(path, identity); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// opened is an error where some could not be opened.
func (l *Lists) opened() error {
	if len(l.Locked) == 0 {
		return nil
	}
	return &NotTheCopy{fmt.Errorf("%s names whom to forget, and is encrypted. Name the file with its key: --identity key.txt", l.Locked[0])}
}

// Returned is where in a config somebody stands who was forgotten: the next start would
// bring them back. config says of each thing that is known of somebody where it stands.
func (l *Lists) Returned(config map[string]string) (places []string) {
	for thing, place := range config {
		if l.Text(thing) != thing && !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	slices.Sort(places)
	return places
}

// take reads one list beside copies.
func (l *Lists) take(path, identity string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return unreadable(path, err)
	}
	if isAge(text) {
		hash := hashOf(text)
		switch {
		case slices.Contains(l.holds, hash):
			return nil
		case identity == "":
			l.Locked = append(l.Locked, path)
			return nil
		}
		var opened bytes.Buffer
		if err := decrypt(&opened, path, identity); err != nil {
			return unreadable(path, err)
		}
		l.holds, text = append(l.holds, hash), opened.Bytes()
	}
	more := new(forget.List)
	if err := json.Unmarshal(text, more); err != nil {
		return unreadable(path, err)
	}
	l.Merge(more)
	return nil
}

func hashOf(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// forgottenIn is where lists lie in a folder.
func forgottenIn(dir string) (paths []string) {
	files, _ := os.ReadDir(dir) // one that is not there has none
	for _, f := range files {
		if isForgotten.MatchString(f.Name()) {
			paths = append(paths, filepath.Join(dir, f.Name()))
		}
	}
	return paths
}

// KeepForgotten brings the list that stands beside the store to the copies, encrypted
// as they are, together with those that lie there already. Without one it does nothing.
func (j *Job) KeepForgotten() error {
	_, err := j.keepForgotten()
	return err
}

// keepForgotten also says where the list lies then; "" if there is none. One that cannot be
// opened here may name others, and stays.
func (j *Job) keepForgotten() (path string, err error) {
	k, err := readKept(ForgottenOf(j.Beside))
	there := forgottenIn(j.Dir)
	if err != nil || len(k.Entries) == 0 {
		return strings.Join(there[max(0, len(there)-1):], ""), err
	}
	if err := os.Mkdir(j.Dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	all := &Lists{List: k.List, holds: k.Holds}
	old := slices.DeleteFunc(there, func(path string) bool { return all.take(path, "") != nil || slices.Contains(all.Locked, path) })
	to := j.listPath(old)
	hash, err := j.writeList(to+".part", &all.List)
	if err != nil {
		return "", errors.Join(err, remove(to+".part"))
	}
	if err := errors.Join(putForgotten(j.Beside, &all.List, hash), os.Rename(to+".part", to)); err != nil {
		return "", err
	}
	for _, path := range old {
		if path != to {
			err = errors.Join(err, remove(path))
		}
	}
	return to, errors.Join(err, bolt.SyncDir(j.Dir))
}

// listPath is where the list is to lie: in the place of an old one, or in one that is free.
func (j *Job) listPath(old []string) string {
	for n := 1; ; n++ {
		to := filepath.Join(j.Dir, forgottenName)
		if n > 1 {
			to += fmt.Sprint("-", n)
		}
		if j.Recipient != "" {
			to += encrypted
		}
		if !isThere(to) || slices.Contains(old, to) {
			return to
		}
	}
}

// writeList writes a list, encrypted as the copies are; then it returns the hash of the file.
func (j *Job) writeList(path string, l *forget.List) (hash string, err error) {
	text, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	if j.Recipient == "" {
		_, err = j.write(path, func(w io.Writer) error { _, err := w.Write(text); return err })
		return "", err
	}
	if err := encrypt(&file, bytes.NewReader(text), j.Recipient); err != nil {
		return "", err
	}
	_, err = j.write(path, func(w io.Writer) error { _, err := w.Write(file.Bytes()); return err })
	return hashOf(file.Bytes()), err
}

// FreeName is a path of which nothing has the name yet: the one given, or with a number
// behind it.
func FreeName(path string) string {
	free := path
	for n := 2; isThere(free); n++ {
		free = fmt.Sprintf("%s-%d", path, n)
	}
	return free
}

// forget takes those out of the copy who were forgotten after it was made.
func (f *Fetched) forget(store string) error {
	if len(f.lists.Entries) == 0 {
		return nil
	}
	since := f.lists.Since(f.AsOf.Truncate(time.Second))
	f.Remain = len(since.Entries) > 0 && !f.Report.Readable() // nobody knows what stands in a damaged record
	if len(since.Entries) > 0 && !f.Remain {
		clean := f.file + ".clean"
		n, err := bolt.Rewrite(f.file, clean, bolt.Rewriting{Record: since.Record, Key: since.Text})
		if err != nil {
			return err
		}
		if err := os.Rename(clean, f.file); err != nil {
			return err
		}
		f.Again = n
	}
	return putForgotten(store, &f.lists.List, f.lists.holds...)
}

// Forget takes everybody on a list out of a store on which nothing runs, and counts the
// records that held them. The list is on the disk first. Then the store is written anew;
// where that fails it stays as it was.
func Forget(ctx context.Context, store string, list *forget.List) (n int, err error) {
	n, err = takeOut(ctx, store, list)
	return n, atDisk(err, filepath.Dir(store), false)
}

func takeOut(ctx context.Context, store string, list *forget.List) (n int, err error) {
	if err := putForgotten(store, list); err != nil {
		return 0, err
	}
	if err := Sweep(store); err != nil { // whole copies of it, some of them
		return 0, err
	}
	dir, done, err := scratch(filepath.Dir(store), forForget)
	if err != nil {
		return 0, err
	}
	defer done()
	clean := filepath.Join(dir, filepath.Base(store))
	n, err = bolt.Rewrite(store, clean, bolt.Rewriting{Record: list.Record, Key: list.Text})
	if err != nil {
		return 0, err
	}
	if r, err := Check(ctx, clean); err != nil || !r.Readable() {
		return 0, fmt.Errorf("what was written anew cannot be read: %v %w", r.Problems, err)
	}
	if err := ownAs(clean, filepath.Dir(store)); err != nil {
		return 0, err
	}
	return n, errors.Join(os.Rename(clean, store), bolt.SyncDir(filepath.Dir(store)))
}
