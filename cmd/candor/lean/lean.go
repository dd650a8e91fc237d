// Package lean keeps small what a program that waits holds in memory.
package lean

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	// soon is when what only the start needed is given back.
	soon = 2 * time.Second
	// often is how often what an hour of work needed is.
	often = 10 * time.Minute
)

// Keep gives back the pages of the program's file until ctx ends: a start reads most of
// them once, 21 MB, and a program that waits needs a few. What is needed again comes from
// the system's cache, 64 KB at a time, and costs microseconds.
func Keep(ctx context.Context) {
	for wait := soon; ; wait = often {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			giveBack()
		}
	}
}

// span is a part of the memory.
type span struct{ from, to uintptr }

// unwritten are the parts of a memory map, as /proc/self/maps has it, that are a file's as it
// is on disk: nothing is lost with them.
func unwritten(maps io.Reader, file string) (list []span) {
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		var s span
		var rights, offset, device, inode string
		n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s %s %s %s", &s.from, &s.to, &rights, &offset, &device, &inode)
		_, path, _ := strings.Cut(lines.Text(), "/")
		if n == 6 && "/"+path == file && strings.HasPrefix(rights, "r-") && strings.HasSuffix(rights, "p") {
			list = append(list, s)
		}
	}
	return list
}
