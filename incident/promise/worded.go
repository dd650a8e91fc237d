package promise

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/phrase"
)

// Worded is something that a client was promised in words.
type Worded struct {
	Words string    `json:"words"`
	By    string    `json:"by,omitempty"`
	At    time.Time `json:"at"` // when it is due
}

// Gives says whether it is of something that they were promised in words.
func (p *Promise) Gives() bool { return p != nil && p.Said && p.Words != "" }

// Worded lists what was promised in words and an update does not bring yet, the earliest first.
func (p *Promise) Worded(now time.Time) []Worded {
	if p == nil || p.Words == "" || !p.Said && p.For.IsZero() {
		return nil
	}
	list := append([]Worded{{p.Words, p.By, cmp.Or(p.For, p.DueAt)}}, p.Later...)
	return slices.DeleteFunc(list, func(w Worded) bool {
		by := *p
		by.DueAt, by.Said = w.At, true
		return !by.StandsAt(now)
	})
}

// Carry takes over what was promised in words with another promise, for when that was due. A
// time after that, told without any words, is the new time for it; and who says another time
// for the same has moved their own. Else each stands, and the first of them is due.
func (p *Promise) Carry(list []Worded) {
	own := Worded{p.Words, p.By, p.DueAt}
	list = slices.DeleteFunc(slices.Clone(list), func(w Worded) bool {
		if own.Words == "" {
			return w.At.Before(p.DueAt)
		}
		return w.By == own.By && phrase.SameSubject(w.Words, own.Words)
	})
	if own.Words != "" {
		list = append(list, own)
	}
	if len(list) == 0 {
		return
	}
	p.give(list)
}

// Also adds to a promise what was promised in words beside it, by a time of its own. Each stands,
// and the first of them is due.
func (p *Promise) Also(w Worded) {
	list := append(slices.Clone(p.Later), w)
	if p.Words != "" {
		list = append(list, Worded{p.Words, p.By, cmp.Or(p.For, p.DueAt)})
	}
	p.give(list)
}

// give makes the promise that of a list, of which the first is due at the latest. Its time is one
// that they were told, unless the promise itself is due sooner.
func (p *Promise) give(list []Worded) {
	slices.SortStableFunc(list, func(a, b Worded) int { return a.At.Compare(b.At) })
	first := list[0]
	p.Words, p.By, p.For, p.Later = first.Words, first.By, time.Time{}, list[1:]
	if first.At.After(p.DueAt) {
		p.For = first.At
		return
	}
	for p.DueAt = first.At; len(p.Later) > 0 && p.Later[0].At.Equal(p.DueAt); p.Later = p.Later[1:] {
		p.Words += "; " + p.Later[0].Words
	}
	p.Said = true
}
