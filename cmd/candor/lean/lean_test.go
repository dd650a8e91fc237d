package lean

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// Only what is as it is on disk is given back.
func TestWhatIsGivenBack(t *testing.T) {
	const maps = `00400000-00f97000 r-xp 00000000 fe:00 10404570                           /opt/candor
00f97000-01b43000 r--p 00b97000 fe:00 10404570                           /opt/candor
01b43000-01c7a000 rw-p 01743000 fe:00 10404570                           /opt/candor
01c7b000-01c7c000 r--s 01743000 fe:00 10404570                           /opt/candor
d148a800000-d148b400000 rw-p 00000000 00:00 0 
7f7cdfd6d000-7f7cdfec3000 r-xp 00026000 fe:00 326269                     /usr/lib/libc.so.6
nothing of the kind
`
	want := []span{{0x400000, 0xf97000}, {0xf97000, 0x1b43000}}
	if got := unwritten(strings.NewReader(maps), "/opt/candor"); !slices.Equal(got, want) {
		t.Errorf("%x, want %x", got, want)
	}
}

// The program goes on, and holds less.
func TestAProgramGoesOnWithoutItsPages(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux takes pages back")
	}
	file, err := os.Readlink("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil || len(unwritten(strings.NewReader(string(maps)), file)) == 0 {
		t.Fatalf("nothing of %s is in %s: %v", file, maps, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	Keep(ctx, func(string) string { return "as it is" })
	for range 100 {
		giveBack()
		runtime.GC()
	}
}

// Whoever runs the program has the last word.
func TestWhoSetsTheCollector(t *testing.T) {
	before, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(1<<40)
	defer debug.SetGCPercent(before)
	defer debug.SetMemoryLimit(limit)
	for _, tt := range []struct {
		env     map[string]string
		percent int
		limit   int64
	}{
		{map[string]string{"GOGC": "100", "GOMEMLIMIT": "1TiB"}, 100, 1 << 40},
		{map[string]string{"GOGC": "100"}, 100, most},
		{nil, garbage, most},
	} {
		set(func(name string) string { return tt.env[name] })
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		if at := debug.SetMemoryLimit(-1); percent != tt.percent || at != tt.limit {
			t.Errorf("with %v: %d per cent, %d bytes", tt.env, percent, at)
		}
	}
}
