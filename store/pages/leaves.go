package pages

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

// leaves says of each page that a walk need not read it, since it is a leaf of records that
// leads nowhere: it holds how many pages there are of it. 0: the walk has to look itself.
// It costs four bytes a page.
type leaves []uint32

// chunk is how much is read at once. A disk that is asked for the pages of a tree one by one
// takes many times as long as for the same bytes in a row.
const chunk = 1 << 20

// readers is how many chunks are read beside each other: copying what the machine has in its
// memory already is work for a processor.
const readers = 4

// leavesOf reads a file from its beginning to its end. Nearly all pages of a large store are
// leaves of records, so that the walk through its trees then reads few. What it reads of pages
// that nothing leads to is asked of nobody.
func leavesOf(ctx context.Context, f io.ReaderAt, m meta) (leaves, error) {
	list := make(leaves, m.pages)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Uint64
	var all sync.WaitGroup
	for range min(readers, m.pages*m.pageSize/chunk+1) {
		all.Go(func() {
			if err := list.read(ctx, f, m, &next); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	return list, context.Cause(ctx)
}

// read takes chunk after chunk until the file ends; next is the first that nobody has taken.
func (l leaves) read(ctx context.Context, f io.ReaderAt, m meta, next *atomic.Uint64) error {
	perChunk := max(chunk/m.pageSize, 1)
	buf := make([]byte, min(perChunk, m.pages)*m.pageSize)
	for {
		first := (next.Add(1) - 1) * perChunk
		if first >= m.pages {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := f.ReadAt(buf, int64(first*m.pageSize))
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for i := range min(uint64(n)/m.pageSize, m.pages-first) {
			l[first+i] = m.leafOfRecords(first+i, buf[i*m.pageSize:(i+1)*m.pageSize])
		}
	}
}

// leafOfRecords is how many pages belong to a leaf, if all that it says of itself is as it
// should be and no bucket is in it; otherwise 0.
func (m meta) leafOfRecords(number uint64, b []byte) uint32 {
	more, count := uint64(native.Uint32(b[12:])), int(native.Uint16(b[10:]))
	table := headerSize + count*elementSize
	if native.Uint64(b) != number || native.Uint16(b[8:]) != leafPage || number+more >= m.pages || more == 1<<32-1 || table > len(b) {
		return 0
	}
	for at := headerSize; at < table; at += elementSize {
		mark, pos, key, value := native.Uint32(b[at:]), native.Uint32(b[at+4:]), native.Uint32(b[at+8:]), native.Uint32(b[at+12:])
		if mark&bucketMark != 0 || !m.within(number, at, pos, key, value) {
			return 0
		}
	}
	return uint32(more) + 1
}
