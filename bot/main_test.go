package bot

import (
	"os"
	"runtime/debug"
	"testing"
)

// The tests make and throw away many small stores: memory is cheaper than looking for it.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
