package playbook

import (
	"cmp"
	"slices"
)

// Number is the number of the step at a place of a checklist. People answer steps by the
// numbers that they saw, so a number stays with its step, wherever others come, and no
// other ever has it. A list of an older program counts its places until it changes.
func Number(list []Item, at int) int { return cmp.Or(list[at].N, at+1) }

// WithNumber is the place of the step that has a number, -1 if none has.
func WithNumber(list []Item, n int) int {
	for i := range list {
		if Number(list, i) == n {
			return i
		}
	}
	return -1
}

// numbered is the list with the numbers that its steps have by now, and the last of them.
func numbered(list []Item) (_ []Item, last int) {
	list = slices.Clone(list)
	for i := range list {
		list[i].N = Number(list, i)
		last = max(last, list[i].N)
	}
	return list, last
}
