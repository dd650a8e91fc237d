package pages

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"go.etcd.io/bbolt"
)

// bookOf makes a file with records of all sizes, and free pages.
func bookOf(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.db")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		err = db.Update(func(tx *bbolt.Tx) error {
			for _, name := range []string{"small", "large", "few"} {
				b, err := tx.CreateBucketIfNotExists([]byte(name))
				if err != nil {
					return err
				}
				n := map[string]int{"small": 900, "large": 90, "few": 3}[name]
				for i := range n {
					size := map[string]int{"small": 20 + i%200, "large": 3000 + 1700*i%9000, "few": 5}[name]
					if err := b.Put(fmt.Appendf(nil, "%05d", i), bytes.Repeat([]byte{byte(round)}, size)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// counted counts the reads of a file.
type counted struct {
	*bytes.Reader
	reads atomic.Int64
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.reads.Add(1)
	return c.Reader.ReadAt(b, at)
}

// A large file is read in a row, and not page by page.
func TestAFileIsReadInARow(t *testing.T) {
	whole := bookOf(t)
	f := &counted{Reader: bytes.NewReader(whole)}
	if err := Check(t.Context(), f, int64(len(whole))); err != nil {
		t.Fatal(err)
	}
	if pages := len(whole) / os.Getpagesize(); pages < 200 || f.reads.Load() > 60 {
		t.Errorf("%d reads of a file of %d pages, want at most 60", f.reads.Load(), pages)
	}
}

// A disk that fails in the middle fails the check, whoever reads there.
func TestAReadThatFailsEndsTheCheck(t *testing.T) {
	whole := bookOf(t)
	for _, at := range []int64{0, int64(len(whole)) / 2, int64(len(whole)) - chunk} {
		if err := Check(t.Context(), broken{bytes.NewReader(whole), at}, int64(len(whole))); !errors.Is(err, errDisk) {
			t.Errorf("from byte %d on the disk fails: %v", at, err)
		}
	}
}

var errDisk = errors.New("the disk failed")

// broken fails where more than a page is read behind a place.
type broken struct {
	*bytes.Reader
	from int64
}

func (b broken) ReadAt(to []byte, at int64) (int, error) {
	if len(to) > os.Getpagesize() && at+int64(len(to)) > b.from {
		return 0, errDisk
	}
	return b.Reader.ReadAt(to, at)
}

// What is known of the leaves beforehand changes nothing: whatever bits of a file are wrong, a
// walk that reads each page itself says the same.
func TestWhatIsKnownOfLeavesChangesNothing(t *testing.T) {
	whole := bookOf(t)
	size := os.Getpagesize()
	check := func(f io.ReaderAt, reads bool) error {
		m, ok := newest(f)
		if !ok {
			return nil
		}
		known, err := leavesOf(t.Context(), f, m)
		if err != nil {
			return err
		}
		if reads {
			clear(known)
		}
		w := &walk{ctx: t.Context(), file: f, meta: m, leaves: known, seen: make([]uint64, m.pages/64+1)}
		if err := w.tree(m.root, 0, true); err != nil {
			return err
		}
		return w.freeList()
	}
	random, damaged, rounds := rand.New(rand.NewPCG(3, 4)), 0, 300
	if testing.Short() {
		rounds = 40
	}
	for n := range rounds {
		b := bytes.Clone(whole)
		for range n%8 + 1 {
			b[random.IntN(len(b)/size)*size+random.IntN(40)] ^= 1 << random.IntN(8)
		}
		f := bytes.NewReader(b)
		if m, ok := newest(f); ok && m.pages*m.pageSize > uint64(len(b)) {
			continue
		}
		itself, known := check(f, true), check(f, false)
		if fmt.Sprint(itself) != fmt.Sprint(known) {
			t.Fatalf("round %d: %v, and with what is known: %v", n, itself, known)
		}
		if itself != nil {
			damaged++
		}
	}
	if damaged < rounds/4 {
		t.Errorf("%d of %d files are damaged: this proves little", damaged, rounds)
	}
}

// A small bucket stands in a page of its parent. bbolt copies it out of there, so what its
// records say of where they lie must not lead out of the bucket, even where it stays in the file.
func TestABucketThatStandsInAPageDoesNotLeadOutOfIt(t *testing.T) {
	whole := bookOf(t)
	m, _ := newest(bytes.NewReader(whole))
	root := whole[m.root*m.pageSize:]
	nested := 0
	for i := range int(native.Uint16(root[10:])) {
		at := headerSize + i*elementSize
		bucket := at + int(native.Uint32(root[at+4:])) + int(native.Uint32(root[at+8:]))
		if native.Uint32(root[at:])&bucketMark == 0 || native.Uint64(root[bucket:]) != 0 {
			continue
		}
		nested++
		for field, what := range map[int]string{4: "where it lies", 8: "its key", 12: "its value"} {
			b := bytes.Clone(whole)
			native.PutUint32(b[int(m.root*m.pageSize)+bucket+rootSize+headerSize+field:], 60_000)
			err := Check(t.Context(), bytes.NewReader(b), int64(len(b)))
			if _, is := errors.AsType[Damaged](err); !is {
				t.Errorf("a record leads out of its bucket by %s: %v", what, err)
			}
		}
	}
	if nested == 0 {
		t.Error("no bucket stands in the page of its parent: this proves nothing")
	}
}

// BenchmarkCheck is what a file costs before it is opened.
func BenchmarkCheck(b *testing.B) {
	path := filepath.Join(b.TempDir(), "book.db")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	for first := range 10 { // 80 MB in ten commits
		err := db.Update(func(tx *bbolt.Tx) error {
			list, err := tx.CreateBucketIfNotExists([]byte("incidents"))
			for i := range 1000 {
				err = errors.Join(err, list.Put(fmt.Appendf(nil, "%05d", first*1000+i), make([]byte, 7500)))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		if err := Check(b.Context(), f, info.Size()); err != nil {
			b.Fatal(err)
		}
	}
}
