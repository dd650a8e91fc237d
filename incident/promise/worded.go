package promise

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/schedule"
	"candor/incident/update"
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
	return slices.DeleteFunc(p.InWords(), func(w Worded) bool { return !p.stands(w, now) })
}

// dueInWords lists what was promised in words and an update is to bring, the earliest first. News
// may be late and something else due meanwhile.
func (p *Promise) dueInWords(now time.Time) []Worded {
	return slices.DeleteFunc(p.InWords(), func(w Worded) bool { return p.stands(w, now) })
}

// InWords lists all that was promised in words, the earliest first, also what is due by now, or late: that is
// owed until somebody brings it.
func (p *Promise) InWords() []Worded {
	if p == nil || p.Words == "" || !p.Said && p.For.IsZero() {
		return nil
	}
	return append([]Worded{{p.Words, p.By, cmp.Or(p.For, p.DueAt)}}, p.Later...)
}

// stands says whether something that was promised in words has its time still to come.
func (p *Promise) stands(w Worded, now time.Time) bool {
	by := *p
	by.DueAt, by.Said = w.At, true
	return by.StandsAt(now)
}

// Brings says whether an update at that time is to bring what was promised in words.
func (p *Promise) Brings(now time.Time) bool { return len(p.dueInWords(now)) > 0 }

// Bare refuses “nothing has changed” where it is time for what was promised in words, by the client's clock.
func (p *Promise) Bare(name string, clock func(time.Time, string) string, now time.Time) error {
	due := p.dueInWords(now)
	if len(due) == 0 {
		return nil
	}
	return fault.Errorf(fault.NeedsFact, "%s was promised “%s” by %s, and “nothing has changed” says nothing of it. Nothing was sent. Write an update that says what became of it; if they have it, type told and what they got.", name, strings.TrimRight(due[0].Words, "."), clock(due[0].At, "15:04"))
}

// Left lists what was promised in words and is owed after an update that says something and names
// the next time: what it does not bring yet, and what a text should have brought and says nothing of.
func (p *Promise) Left(u *update.Update, says string, now, next time.Time) []Worded {
	list := slices.DeleteFunc(p.Worded(now), func(w Worded) bool { return w.At.Before(next) && phrase.IsOf(says, w.Words) })
	if u.Kind == update.ByHand {
		return list
	}
	return append(list, p.Unbrought(says, now)...)
}

// Unbrought lists what was promised in words, and a text that is to bring it says nothing of.
func (p *Promise) Unbrought(says string, now time.Time) []Worded {
	return slices.DeleteFunc(p.dueInWords(now), func(w Worded) bool { return phrase.IsOf(says, w.Words) })
}

// Carry takes over what was promised in words with another promise, for when that was due. A
// time after that, told without any words, is the new time for it; and who says another time
// for the same has moved their own. Else each stands, and the first of them is due.
func (p *Promise) Carry(list []Worded) {
	own := Worded{p.Words, p.By, p.DueAt}
	list = slices.DeleteFunc(slices.Clone(list), func(w Worded) bool {
		return own.Words != "" && w.By == own.By && phrase.SameSubject(w.Words, own.Words)
	})
	for i := range list {
		if own.Words == "" {
			list[i].At = schedule.Later(list[i].At, p.DueAt)
		}
	}
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
