package schedule

import (
	"slices"
	"time"
)

// Leaps are when the clock went on by more than it should, the newest last: the program
// was away, or the clock was set ahead.
type Leaps []Leap

// Leap is one of them.
type Leap struct {
	From time.Time `json:"from"` // when the program was last seen alive
	To   time.Time `json:"to"`   // what the clock said next
}

// manyLeaps is how many are remembered.
const manyLeaps = 16

// Follow notes how the clock goes on from when the program was last seen alive; what is
// less than slack is no leap. Where it goes back behind a leap, it had been ahead since
// that: ahead is by how much, or up to a minute less. Else it is zero: nobody knows
// whether the clock was wrong before, or is now.
func (l Leaps) Follow(seen, now time.Time, slack time.Duration) (after Leaps, ahead time.Duration) {
	switch {
	case seen.IsZero():
		return l, 0
	case now.After(seen.Add(slack)):
		if n := len(l); n > 0 && l[n-1].From.Equal(seen) { // it is noted already, and the program ended before it was seen alive again
			l = l[:n-1]
		}
		after = append(slices.Clone(l), Leap{seen, now})
		return after[max(0, len(after)-manyLeaps):], 0
	case !now.Before(seen.Add(-slack)):
		return l, 0
	}
	for i, leap := range slices.Backward(l) {
		if !now.Before(leap.From) && now.Before(leap.To) {
			return l[:i], seen.Sub(now)
		}
	}
	return l, 0
}
