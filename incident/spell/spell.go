// Package spell knows when it worked between two times in which it did not, as a client has read it.
package spell

import (
	"slices"
	"strings"
	"time"
)

// Spell is a time in which it worked.
type Spell struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`              // when it was down again
	Final bool      `json:"final,omitempty"` // the message that said so was the last word

	Noticed string `json:"noticed,omitempty"` // what they noticed before it, as it was written down
	Past    string `json:"past,omitempty"`    // the same as they have read it when it was over; empty: they have not

	Effects []Effect `json:"effects,omitempty"` // what they had read before it that they notice, one after the other
}

// Effect is what a client has read that they notice, and in a text of when.
type Effect struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Began is the name of the time at which one ended, among those that a client has not read yet.
const Began = "fell_since"

// Spells are all of them, in order.
type Spells []Spell

// Ended adds one that began as they have read it: in a text that we watch it, or in the
// last word. Without either nobody knows of any.
func (s Spells) Ended(one Spell) Spells {
	if one.From.IsZero() {
		return s
	}
	return append(s, one)
}

// Stale is what they have read of how it was, where they notice something else since; "" if
// that still holds.
func (s Spells) Stale(noticed string) string {
	if len(s) == 0 || s[len(s)-1].Noticed == "" || s[len(s)-1].Noticed == noticed {
		return ""
	}
	return s[len(s)-1].Past
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

// Down is a time in which it did not work.
type Down struct {
	From, To time.Time

	Noticed, Past string // as in [Spell]; empty: as they notice it now, or did last
	Effects       []Effect
}

// Downs are all of them, in order.
type Downs []Down

// Told leaves in Past what they noticed, as was says it, where that was another thing than in
// the time behind; last is what they noticed in the last of them.
func (d Downs) Told(last string, was func(Down) string) Downs {
	for i := len(d) - 1; i >= 0; i-- {
		past := was(d[i])
		if past == "" {
			past = last
		}
		if d[i].Past = ""; !strings.EqualFold(past, last) {
			d[i].Past = past
		}
		last = past
	}
	return d
}

// Down lists the times in which it did not work between two instants.
func (s Spells) Down(from, to time.Time) (list Downs) {
	for _, one := range s {
		if from.Before(one.From) && one.From.Before(one.To) && one.To.Before(to) {
			list = append(list, Down{from, one.From, one.Noticed, one.Past, one.Effects})
			from = one.To
		}
	}
	return append(list, Down{From: from, To: to})
}
