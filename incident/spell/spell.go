// Package spell knows when it worked between two times in which it did not, as a client has read it.
package spell

import (
	"slices"
	"time"
)

// Spell is a time in which it worked.
type Spell struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`              // when it was down again
	Final bool      `json:"final,omitempty"` // the message that said so was the last word
}

// Spells are all of them, in order.
type Spells []Spell

// Ended adds the one that began as they have read it: in a text that we watch it, or in the
// last word. Without either nobody knows of any.
func (s Spells) Ended(watched, solved, now time.Time) Spells {
	from := solved
	if from.IsZero() {
		from = watched
	}
	if from.IsZero() {
		return s
	}
	return append(s, Spell{from, now, !solved.IsZero()})
}

// But leaves out the one that somebody ended by mistake.
func (s Spells) But(ended time.Time) Spells {
	return slices.DeleteFunc(s, func(one Spell) bool { return one.To.Equal(ended) })
}

// Solved says whether the newest was called the end.
func (s Spells) Solved() bool { return len(s) > 0 && s[len(s)-1].Final }

// Fell is when it was down again last; zero if it never was.
func (s Spells) Fell() time.Time {
	if len(s) == 0 {
		return time.Time{}
	}
	return s[len(s)-1].To
}

// Down lists the times in which it did not work between two instants.
func (s Spells) Down(from, to time.Time) (list [][2]time.Time) {
	for _, one := range s {
		if from.Before(one.From) && one.From.Before(one.To) && one.To.Before(to) {
			list = append(list, [2]time.Time{from, one.From})
			from = one.To
		}
	}
	return append(list, [2]time.Time{from, to})
}
