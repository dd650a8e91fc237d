package playbook

import (
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
)

// Proven is what was shown to be done, by what it means: a step that says so and comes
// later, with another kind or an answer, is done when it comes.
type Proven map[string]Mark

// With is p and what is shown now. Nothing else changes.
func (p Proven) With(means, by string, now time.Time) Proven {
	p = maps.Clone(p)
	if p == nil {
		p = Proven{}
	}
	p[means] = Mark{State: ItemDone, By: by, At: now}
	return p
}

// Prove marks the open steps done that mean something.
func Prove(list []Item, means string, m Mark) {
	for i := range list {
		if it := &list[i]; it.Means == means && it.State == ItemOpen {
			it.State, it.By, it.At = m.State, m.By, m.At
		}
	}
}

// Keep carries over to a list what was known of the steps of the one before: until when
// they wait, that their owner was reminded, what was found. Steps that are new are done
// if that was shown before they came; what a person opened again stays open.
func Keep(list, before []Item, p Proven) {
	for i := range list {
		it := &list[i]
		at := slices.IndexFunc(before, func(b Item) bool { return b.ID == it.ID })
		m, shown := p[it.Means]
		switch {
		case it.State != ItemOpen:
		case at >= 0 && before[at].State == ItemOpen:
			it.NotTill, it.Brought, it.Found = before[at].NotTill, before[at].Brought, before[at].Found
		case at < 0 && shown && it.Means != "":
			it.Mark = m
		}
	}
}

// Redo opens the steps again that say that it works, and wakes those that waited for the
// morning. What is due some time after the incident began is due as long after now: nobody
// is late with it as it is down again. It returns what is still proven.
func Redo(list []Item, p Proven, now time.Time) Proven {
	for i := range list {
		it := &list[i]
		if undone(it.Means) {
			it.Mark = Mark{}
		}
		if it.State == ItemDone {
			continue
		}
		it.NotTill, it.Brought = time.Time{}, false
		if o, err := ParseOffset(it.Due); err == nil && o.From == 'T' && o.D > 0 {
			it.NotTill = now.Add(o.D)
		}
	}
	p = maps.Clone(p)
	maps.DeleteFunc(p, func(means string, _ Mark) bool { return undone(means) })
	return p
}

// undone says whether what proves a step proves nothing once it is down again.
func undone(means string) bool { return fault.OneOf(means, MeansResolved, MeansRepair) }

// Back is the list of before, at a time, with what people have done to it since: what
// they answered and what they added stays.
func Back(before, now []Item, at time.Time) []Item {
	list := slices.Clone(before)
	for _, it := range now {
		i := slices.IndexFunc(list, func(b Item) bool { return b.ID == it.ID })
		switch {
		case i < 0:
			list = append(list, it)
		case it.By != "" && it.At.After(at):
			list[i] = it
		}
	}
	return list
}

// NewAdded is a step of the team's own for a list. Its id is free, however many steps
// the list has lost.
func NewAdded(list []Item, text string, phase Phase) Item {
	n := len(list) + 1
	for ; slices.ContainsFunc(list, func(it Item) bool { return it.ID == AddedPrefix+fault.Itoa(n) }); n++ {
	}
	return Item{ID: AddedPrefix + fault.Itoa(n), Phase: phase, Text: strings.TrimSpace(text), Owner: Commander}
}
