package promise

import (
	"cmp"
	"slices"
	"time"
)

// Also adds to a promise what was promised in words beside it, by a time of its own. Each stands,
// and the first of them is due.
func (p *Promise) Also(w Worded) {
	list := append(slices.Clone(p.Later), w)
	if p.Words != "" {
		list = append(list, Worded{p.Words, p.By, cmp.Or(p.For, p.DueAt)})
	}
	slices.SortStableFunc(list, func(a, b Worded) int { return a.At.Compare(b.At) })
	first := list[0]
	p.Said, p.Words, p.By, p.For, p.Later = true, first.Words, first.By, first.At, list[1:]
	if first.At.After(p.DueAt) {
		return
	}
	p.DueAt, p.For = first.At, time.Time{}
	for ; len(p.Later) > 0 && p.Later[0].At.Equal(p.DueAt); p.Later = p.Later[1:] {
		p.Words += "; " + p.Later[0].Words
	}
}
