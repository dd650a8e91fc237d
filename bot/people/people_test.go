package people

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// What Slack said is believed for a minute, a refusal not at all, and a program
// that runs for a year does not remember everybody whom it ever met.
func TestAMemoryEnds(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	m := newMemory[int](func() time.Time { return now })
	asked := 0
	ask := func() (int, error) { asked++; return asked, nil }
	get := func(key string) int { v, _ := m.recall(key, ask); return v }

	if first, again := get("U0ANA"), get("U0ANA"); first != 1 || again != 1 {
		t.Errorf("asked twice within a minute: %d, %d", first, again)
	}
	if now = now.Add(believed); get("U0ANA") != 2 {
		t.Error("a minute later it was still believed")
	}
	if now = now.Add(-time.Hour); get("U0ANA") != 3 {
		t.Error("what was found out in the future was believed")
	}
	if _, err := m.recall("U0BEN", func() (int, error) { return 9, errors.New("ratelimited") }); err == nil || get("U0BEN") != 4 {
		t.Error("a refusal was remembered")
	}
	for i := range 3 * most {
		get(fmt.Sprint("U", i))
		now = now.Add(time.Millisecond)
	}
	if len(m.entries) > most {
		t.Errorf("%d are remembered, at most %d should be", len(m.entries), most)
	}
}
