package facts

import (
	"slices"
	"time"
)

// Sentence stands among the questions for what was written down as certain, was told to a client and
// is wrong. Nobody answers it.
const Sentence Question = "sentence"

// TakeBack takes a sentence off the list of what is certain, since it is wrong: whoever was told it
// is told so.
func (f *Facts) TakeBack(n int, now time.Time) (gone Noted, ok bool) {
	if gone, ok = f.Drop(true, n); ok {
		gone.At = now
		f.Wrong = append(slices.Clip(f.Wrong), gone)
	}
	return gone, ok
}

// TakenBack are the sentences that a client was told and that are wrong, until they are told so: told
// is as in Untold.
func (f *Facts) TakenBack(told map[int]int) (list []Noted) {
	for _, n := range f.Wrong {
		if told[n.N] > 0 {
			list = append(list, n)
		}
	}
	return list
}
