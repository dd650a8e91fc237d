package playbook

import (
	"slices"

	"candor/incident/facts"
)

// item is a step as an incident has it, with the reason why it is there beside those
// of its kind; "" for none.
func (s *Step) item(why string) Item {
	return Item{ID: s.ID, Phase: s.Phase, Text: s.Text, Owner: s.Owner, Gate: s.Gate, Due: s.Due, Means: s.Means, Moot: s.Moot,
		Opens: s.Opens, Inside: s.Inside, Ask: s.Ask, Known: s.Known, Only: s.Only, Unless: s.Unless, Same: s.Same, Why: why}
}

// Items makes the checklist of an incident of which f is known. A step that is for an
// answer comes with that.
func (pb *Playbook) Items(f *facts.Facts) []Item {
	list := make([]Item, 0, len(pb.Steps))
	for _, s := range pb.Steps {
		if applies(s.Only, s.Unless, f) {
			list = append(list, s.item(s.why("", f)))
		}
	}
	list, _ = numbered(list)
	return list
}

// why is the reason of a step that is there because of an answer, else of its list.
func (s *Step) why(list string, f *facts.Facts) string {
	if s.Only != "" {
		return s.Only.reason(f)
	}
	return list
}

// Join adds the steps of another kind to a checklist: nothing that is open or done
// is lost. A step that is there already, as itself or as one that means the same, is not
// added; what it held up in either list it holds up then.
func (pb *Playbook) Join(old []Item, f *facts.Facts) []Item {
	list, last := numbered(old)
	return merge(list, last, reasoned(pb.Steps, "it is “"+pb.Name+"”, too", f))
}

// Meet adds those steps of the incident's own kind that are for what is known now.
func (pb *Playbook) Meet(old []Item, f *facts.Facts) []Item {
	steps := slices.DeleteFunc(slices.Clone(pb.Steps), func(s Step) bool { return s.Only == "" })
	list, last := numbered(old)
	return merge(list, last, reasoned(steps, "", f))
}

// Follow makes the checklist of another kind from the one so far: what was
// answered or added stays, what was open gives way. A step that means the same
// as one already done is done.
func (pb *Playbook) Follow(old []Item, f *facts.Facts) []Item {
	list, last := numbered(old)
	answered := slices.DeleteFunc(list, func(it Item) bool { return it.State == ItemOpen && !it.Added() })
	return merge(answered, last, reasoned(pb.Steps, "", f))
}

// reasoned are those of some steps that apply, each with why it is there.
func reasoned(steps []Step, why string, f *facts.Facts) (list []Item) {
	for _, s := range steps {
		if applies(s.Only, s.Unless, f) {
			list = append(list, s.item(s.why(why, f)))
		}
	}
	return list
}

// merge adds steps to a list that it may change, with the numbers after the last that was
// given.
func merge(list []Item, last int, steps []Item) []Item {
	for _, it := range steps {
		if i := slices.IndexFunc(list, it.like); i >= 0 {
			list[i].Gate = stricter(list[i].Gate, it.Gate)
			continue
		}
		last++
		it.N = last
		list, _ = inLane(list, it)
	}
	return list
}

// inLane puts an item at the end of its lane. What was there before keeps its order.
func inLane(list []Item, it Item) ([]Item, *Item) {
	at := 0
	for i, other := range list {
		if slices.Index(Phases, other.Phase) <= slices.Index(Phases, it.Phase) {
			at = i + 1
		}
	}
	list = slices.Insert(list, at, it)
	return list, &list[at]
}

// Put adds a step of the team's own to a list.
func Put(list []Item, text string, lane Phase) ([]Item, *Item) {
	list, last := numbered(list)
	it := NewAdded(list, text, lane)
	it.N = last + 1
	return inLane(list, it)
}

// like says whether another is the same step, or one that means the same.
func (it *Item) like(o Item) bool {
	return o.ID == it.ID || it.Means != "" && o.Means == it.Means || it.Same != "" && o.Same == it.Same
}

// stricter is the one of two gates that comes first.
func stricter(a, b Gate) Gate {
	order := []Gate{NoGate, CloseGate, ResolveGate}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
