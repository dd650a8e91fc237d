package night

import (
	"slices"
	"time"
)

// Mate is a colleague who may be on it while another sleeps.
type Mate struct {
	Person string // Slack id
	Name   string
	AskAt  time.Time // when they are asked
	Until  time.Time // until when they sleep themselves, as they said; zero: they are up
}

// Proposed are those who can be on it, in their order: who is up before who sleeps, and
// nobody who sleeps when they would be asked.
func Proposed(list []Mate, now time.Time) []Mate {
	list = slices.DeleteFunc(slices.Clone(list), func(m Mate) bool { return m.Until.After(now) && m.Until.After(m.AskAt) })
	slices.SortStableFunc(list, func(a, b Mate) int {
		switch up, other := !a.Until.After(now), !b.Until.After(now); {
		case up == other:
			return 0
		case up:
			return -1
		}
		return 1
	})
	return list
}
