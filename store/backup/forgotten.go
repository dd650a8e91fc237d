package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"candor/incident/forget"
	"candor/store/bolt"
)

// ForgottenOf is where the list of those stands who were forgotten: beside the store, so
// that a store put back from a copy does not bring them back. Beside the copies lies the
// same list, since the disk of the store may be lost.
func ForgottenOf(store string) string { return store + ".forgotten" }

// forgottenName is what the list is called beside the copies.
const forgottenName = "candor-forgotten"

// ReadForgotten reads a list; without the file it is empty.
func ReadForgotten(path string) (*forget.List, error) {
	l := new(forget.List)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return l, nil
	}
	if err == nil {
		err = json.Unmarshal(text, l)
	}
	if err != nil {
		return nil, fmt.Errorf("the list of those who were forgotten cannot be read: %w", err)
	}
	return l, nil
}

// putForgotten puts a list beside a store, whole or not at all.
func putForgotten(store string, l *forget.List) error {
	dir := filepath.Dir(store)
	return errors.Join(writeWhole(ForgottenOf(store), l), ownAs(ForgottenOf(store), dir), bolt.SyncDir(dir))
}

// KeepForgotten brings the list that stands beside the store to the copies, encrypted
// as they are. Without one it does nothing.
func (j *Job) KeepForgotten() error {
	list := ForgottenOf(j.Beside)
	if _, err := os.Stat(list); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := os.Mkdir(j.Dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	to := filepath.Join(j.Dir, forgottenName)
	other := to + encrypted // from when the config said otherwise: it is older
	fill := func(w io.Writer) error {
		text, err := os.ReadFile(list)
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	}
	if j.Recipient != "" {
		to, other = other, to
		fill = func(w io.Writer) error { return encrypt(w, list, j.Recipient) }
	}
	if _, err := j.write(to+".part", fill); err != nil {
		return errors.Join(err, os.Remove(to+".part"))
	}
	if err := os.Rename(to+".part", to); err != nil {
		return err
	}
	if err := os.Remove(other); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return bolt.SyncDir(j.Dir)
}

// Forgotten is where the list lies beside a copy; "" if there is none.
func Forgotten(dir string) string {
	for _, name := range []string{forgottenName + encrypted, forgottenName} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// gather is everybody who was forgotten, as it stands beside the store and beside the
// copy that is to become it.
func (f *Fetched) gather(copied, identity, store string) error {
	list, err := ReadForgotten(ForgottenOf(store))
	if err != nil {
		return err
	}
	path := Forgotten(filepath.Dir(copied))
	if Encrypted(path) {
		if identity == "" {
			return fmt.Errorf("%s names whom to forget, and is encrypted. Name the file with its key: --identity", path)
		}
		opened := filepath.Join(f.dir, forgottenName)
		if err := Decrypt(path, identity, opened); err != nil {
			return err
		}
		path = opened
	}
	if path != "" {
		more, err := ReadForgotten(path)
		if err != nil {
			return err
		}
		if !list.Merge(more) {
			return fmt.Errorf("%s and %s are lists of two stores. Move away the one that does not belong here", ForgottenOf(store), path)
		}
	}
	f.forgotten = list
	return nil
}

// forget takes those out of the copy who were forgotten after it was made.
func (f *Fetched) forget(store string) error {
	if len(f.forgotten.Entries) == 0 {
		return nil
	}
	since := f.forgotten.Since(f.AsOf.Truncate(time.Second))
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
	return putForgotten(store, f.forgotten)
}

// sweep takes away what commands that were killed have left beside a store: whole copies
// of it, some of them. What is in use stays.
func sweep(store, used string) error {
	left, failed := []string{store + ".copy.part"}, error(nil)
	for _, begins := range []string{".candor-restore-", ".candor-forget-", ".candor-copy-"} {
		found, err := filepath.Glob(filepath.Join(filepath.Dir(store), begins+"*"))
		left, failed = append(left, found...), errors.Join(failed, err)
	}
	for _, path := range left {
		if path != used {
			failed = errors.Join(failed, os.RemoveAll(path))
		}
	}
	return failed
}

// Forget takes everybody on a list out of a store on which nothing runs, and counts the
// records that held them. The list is on the disk first. Then the store is written anew;
// where that fails it stays as it was.
func Forget(ctx context.Context, store string, list *forget.List) (n int, err error) {
	if err := putForgotten(store, list); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(store), ".candor-forget-") // 0700
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if err := sweep(store, dir); err != nil {
		return 0, err
	}
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
