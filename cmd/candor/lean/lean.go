// Package lean keeps small what a program that waits holds in memory, and lets one that has
// much to do take more.
package lean

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"
)

const (
	// soon is when what only the start needed is given back.
	soon = 2 * time.Second
	// often is how often what an hour of work needed is.
	often = 10 * time.Minute

	// garbage is how much of it may lie beside what is in use, in per cent, before it is
	// collected. A program that holds 5 MB would else collect every few declares, and be
	// slower in a burst by a quarter.
	garbage = 400
	// most is from when on it is collected sooner all the same.
	most = 256 << 20
)

// set leaves as it is what GOGC or GOMEMLIMIT say.
func set(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(most)
	}
}

// Keep gives memory back until ctx ends: garbage, and the pages of the program's file. A
// start reads most of those once, 21 MB, and a program that waits needs a few. What is needed
// again comes from the system's cache, 64 KB at a time, and costs microseconds.
func Keep(ctx context.Context, getenv func(string) string) {
	set(getenv)
	for wait := soon; ; wait = often {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			debug.FreeOSMemory()
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
