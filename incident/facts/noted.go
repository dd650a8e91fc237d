package facts

import (
	"cmp"
	"slices"
	"time"
)

// Noted is a sentence of one of the two lists, confirmed and not known.
type Noted struct {
	N      int       `json:"n,omitempty"`      // see [Number]
	Client string    `json:"client,omitempty"` // id of the one who may read it; empty: all
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Number is the number of the sentence at a place of its list. People take one off by the
// number that they saw, so a number stays with its sentence, whatever is taken off before
// it, and no other ever has it. A list of an older program counts its places until it
// changes.
func Number(list []Noted, at int) int { return cmp.Or(list[at].N, at+1) }

// Texts are those of some sentences.
func Texts(list []Noted) (texts []string) {
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}

// list is where sentences stand that are confirmed or not known, and the last number that
// one of them was given.
func (f *Facts) list(confirmed bool) (list *[]Noted, last *int) {
	if confirmed {
		return &f.Known, &f.KnownLast
	}
	return &f.Unknown, &f.UnknownLast
}

// numbered is the list whose sentences have their numbers for good.
func (f *Facts) numbered(confirmed bool) (list *[]Noted, last *int) {
	list, last = f.list(confirmed)
	own := slices.Clone(*list) // others may read the old one
	for i := range own {
		own[i].N = Number(own, i)
		*last = max(*last, own[i].N)
	}
	*list = own
	return list, last
}

// Full says whether a list takes no more, and which sentence stands first in it.
func (f *Facts) Full(confirmed bool) (first int, full bool) {
	list, _ := f.list(confirmed)
	if len(*list) < MaxNoted {
		return 0, false
	}
	return Number(*list, 0), true
}

// Note puts a sentence on a list.
func (f *Facts) Note(confirmed bool, n Noted) {
	list, last := f.numbered(confirmed)
	*last++
	n.N = *last
	*list = append(*list, n)
}

// Drop takes the sentence with a number off a list.
func (f *Facts) Drop(confirmed bool, n int) (gone Noted, ok bool) {
	list, _ := f.numbered(confirmed)
	i := slices.IndexFunc(*list, func(s Noted) bool { return s.N == n })
	if i < 0 {
		return gone, false
	}
	gone = (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	return gone, true
}
