// Package pages says whether the pages of a bbolt file lead where pages may lead, before
// bbolt itself follows them. It reads the file and not the memory in which bbolt maps it,
// and knows nothing of what is kept there.
//
// bbolt believes what stands in a page: with one wrong bit it reads behind the end of the
// file, or walks in a circle and never comes back, holding the lock on writing. What is
// looked at here is only what would end so. A key or a record that is damaged is nobody's
// business here: those are found one by one, and the rest goes on without them.
package pages

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// How a file is laid out. The numbers are as the machine writes them.
const (
	headerSize  = 16 // of a page: its number, what it is, how many elements, how many pages more
	elementSize = 16
	metaSize    = 64
	rootSize    = 16 // of a bucket: the page of its root, a sequence

	branchPage = 1
	leafPage   = 2
	listPage   = 16 // of free pages

	bucketMark = 1 // on an element: it is a bucket, and no record
	noList     = 1<<64 - 1
	manyFree   = 0xffff // how many are free stands in front of them
	metaMagic  = 0xED0CDAED
	deepest    = 64 // no tree of a file that can be is as deep
)

var native = binary.NativeEndian

// Damaged is what is wrong with a file, as the end of a sentence.
type Damaged string

// Error is the reason alone.
func (d Damaged) Error() string { return string(d) }

func damagedf(format string, args ...any) error { return Damaged(fmt.Sprintf(format, args...)) }

// Check walks through all pages that are in use. The error is [Damaged], that of ctx, or
// what the disk said. A file that does not begin as one of bbolt's is for bbolt to refuse.
func Check(ctx context.Context, f io.ReaderAt, size int64) error {
	m, ok := newest(f)
	if !ok {
		return nil
	}
	if should := m.pages * m.pageSize; uint64(size) < should {
		return damagedf("it has %d bytes and should have %d", size, should)
	}
	known, err := leavesOf(ctx, f, m)
	if err != nil {
		return err
	}
	w := &walk{ctx: ctx, file: f, meta: m, leaves: known, seen: make([]uint64, m.pages/64+1)}
	if err := w.tree(m.root, 0, true); err != nil {
		return err
	}
	return w.freeList()
}

// meta is how a file begins: which page is the root, and how many there are.
type meta struct{ pageSize, root, list, pages, id uint64 }

// newest reads the two beginnings of a file, as bbolt does, and takes the later one that
// is whole.
func newest(f io.ReaderAt) (m meta, ok bool) {
	first, ok := metaAt(f, 0)
	if ok {
		m = first
	}
	for size := int64(1024); size <= 1024<<14; size *= 2 {
		second, is := metaAt(f, size)
		if is && second.pageSize == uint64(size) && (!ok || second.pageSize == m.pageSize && second.id > m.id) {
			return second, true
		}
	}
	return m, ok
}

func metaAt(f io.ReaderAt, at int64) (m meta, ok bool) {
	b := make([]byte, metaSize)
	if _, err := f.ReadAt(b, at+headerSize); err != nil {
		return m, false
	}
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSize-8])
	m = meta{uint64(native.Uint32(b[8:])), native.Uint64(b[16:]), native.Uint64(b[32:]), native.Uint64(b[40:]), native.Uint64(b[48:])}
	return m, native.Uint32(b) == metaMagic && native.Uint64(b[56:]) == sum.Sum64() && m.pageSize >= 1024 && m.pages < 1<<47/m.pageSize
}

// walk goes through the pages of one file.
type walk struct {
	ctx  context.Context
	file io.ReaderAt
	meta meta
	leaves
	seen []uint64 // a bit for each page that belongs to something
}

// page is one that was read, with those that belong to it.
type page struct {
	number uint64
	kind   uint16
	count  int
	bytes  []byte
	nested bool // it stands in a page of its parent, of which bytes end where it ends
}

// take reads a page that something leads to, and notes that it is taken.
func (w *walk) take(number uint64) (p page, err error) {
	if err := w.there(number); err != nil {
		return p, err
	}
	header := make([]byte, headerSize)
	if err := w.read(header, number); err != nil {
		return p, err
	}
	more := uint64(native.Uint32(header[12:]))
	if native.Uint64(header) != number || number+more >= w.meta.pages {
		return p, damagedf("page %d is not what it should be", number)
	}
	if err := w.mark(number, more); err != nil {
		return p, err
	}
	p = page{number, native.Uint16(header[8:]), int(native.Uint16(header[10:])), make([]byte, (1+more)*w.meta.pageSize), false}
	return p, w.read(p.bytes, number)
}

// there says whether there can be a page of that number.
func (w *walk) there(number uint64) error {
	if number < 2 || number >= w.meta.pages {
		return damagedf("something leads to page %d, which is not there", number)
	}
	return w.ctx.Err()
}

// mark notes that a page and so many more behind it are taken.
func (w *walk) mark(number, more uint64) error {
	for n := number; n <= number+more; n++ {
		if w.seen[n/64]&(1<<(n%64)) != 0 {
			return damagedf("page %d belongs to two things", n)
		}
		w.seen[n/64] |= 1 << (n % 64)
	}
	return nil
}

func (w *walk) read(b []byte, number uint64) error {
	_, err := w.file.ReadAt(b, int64(number*w.meta.pageSize))
	if errors.Is(err, io.EOF) {
		return damagedf("page %d is cut short", number)
	}
	return err
}

// tree walks through a tree from its root; that of the file holds the buckets.
func (w *walk) tree(root uint64, depth int, holdsBuckets bool) error {
	if err := w.there(root); err != nil {
		return err
	}
	if n := w.leaves[root]; n > 0 {
		return w.mark(root, uint64(n)-1)
	}
	p, err := w.take(root)
	if err != nil {
		return err
	}
	if p.kind == leafPage {
		return w.leaf(p, 0, holdsBuckets)
	}
	if p.kind != branchPage || p.count == 0 || depth == deepest {
		return damagedf("page %d is of no kind that can stand there", root)
	}
	for i := range p.count {
		at := headerSize + i*elementSize
		if at+elementSize > len(p.bytes) || !w.meta.within(p.number, at, native.Uint32(p.bytes[at:]), native.Uint32(p.bytes[at+4:]), 0) {
			return damagedf("page %d leads behind the end of the file", root)
		}
		if err := w.tree(native.Uint64(p.bytes[at+8:]), depth+1, holdsBuckets); err != nil {
			return err
		}
	}
	return nil
}

// leaf looks at the elements of a leaf that begins at from in what was read.
func (w *walk) leaf(p page, from int, holdsBuckets bool) error {
	for i := range p.count {
		at := from + headerSize + i*elementSize
		if at+elementSize > len(p.bytes) {
			return damagedf("page %d has more elements than room", p.number)
		}
		mark, pos, key, value := native.Uint32(p.bytes[at:]), native.Uint32(p.bytes[at+4:]), native.Uint32(p.bytes[at+8:]), native.Uint32(p.bytes[at+12:])
		switch isBucket := mark&bucketMark != 0; {
		case !w.meta.within(p.number, at, pos, key, value):
			return damagedf("page %d leads behind the end of the file", p.number)
		case p.nested && uint64(at)+uint64(pos)+uint64(key)+uint64(value) > uint64(len(p.bytes)): // bbolt copies it, and would read what lies behind the copy
			return damagedf("page %d holds a bucket that leads behind its end", p.number)
		case isBucket && !holdsBuckets:
			return damagedf("page %d holds a bucket where records should be", p.number)
		case isBucket:
			if err := w.bucket(p, at+int(pos)+int(key), int(value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// within says whether the key and the value of an element lie in the file.
func (m meta) within(number uint64, at int, pos, key, value uint32) bool {
	end := number*m.pageSize + uint64(at) + uint64(pos) + uint64(key) + uint64(value)
	return end <= m.pages*m.pageSize
}

// bucket walks through one: a tree of its own, or a leaf that stands in its parent's page.
func (w *walk) bucket(p page, at, size int) error {
	if at+size > len(p.bytes) || size < rootSize {
		return damagedf("page %d holds a bucket that is cut short", p.number)
	}
	if root := native.Uint64(p.bytes[at:]); root != 0 {
		return w.tree(root, 0, false)
	}
	from := at + rootSize
	if size < rootSize+headerSize || native.Uint16(p.bytes[from+8:]) != leafPage {
		return damagedf("page %d holds a bucket that is of no kind", p.number)
	}
	p.nested, p.bytes, p.count = true, p.bytes[:at+size], int(native.Uint16(p.bytes[from+10:]))
	return w.leaf(p, from, false)
}

// freeList looks at the list of the free pages: what is in use must not be in it, since it
// would be written over.
func (w *walk) freeList() error {
	if w.meta.list == noList {
		return nil
	}
	p, err := w.take(w.meta.list)
	if err != nil {
		return err
	}
	free, count := p.bytes[headerSize:], uint64(p.count)
	if p.count == manyFree {
		count, free = native.Uint64(free), free[8:]
	}
	if p.kind != listPage || count > uint64(len(free)/8) {
		return damagedf("page %d does not list the free pages", p.number)
	}
	for i := range count {
		n := native.Uint64(free[i*8:])
		if n < 2 || n >= w.meta.pages {
			return damagedf("page %d is called free and is not there", n)
		}
		if w.seen[n/64]&(1<<(n%64)) != 0 {
			return damagedf("page %d is called free and belongs to something", n)
		}
		w.seen[n/64] |= 1 << (n % 64)
	}
	return nil
}
