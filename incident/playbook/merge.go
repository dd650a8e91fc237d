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
	return merge(slices.Clone(old), pb.Steps, "it is “"+pb.Name+"”, too", f)
}

// Meet adds those steps of the incident's own kind that are for what is known now.
func (pb *Playbook) Meet(old []Item, f *facts.Facts) []Item {
	list := slices.DeleteFunc(slices.Clone(pb.Steps), func(s Step) bool { return s.Only == "" })
	return merge(slices.Clone(old), list, "", f)
}

// Follow makes the checklist of another kind from the one so far: what was
// answered or added stays, what was open gives way. A step that means the same
// as one already done is done.
func (pb *Playbook) Follow(old []Item, f *facts.Facts) []Item {
	answered := slices.DeleteFunc(slices.Clone(old), func(it Item) bool { return it.State == ItemOpen && !it.Added() })
	return merge(answered, pb.Steps, "", f)
}

// merge adds steps to a list that it may change.
func merge(list []Item, steps []Step, why string, f *facts.Facts) []Item {
	for _, s := range steps {
		if !applies(s.Only, s.Unless, f) {
			continue
		}
		if i := slices.IndexFunc(list, s.is); i >= 0 {
			list[i].Gate = stricter(list[i].Gate, s.Gate)
			continue
		}
		list, _ = inLane(list, s.item(s.why(why, f)))
	}
	return list
}

// inLane puts an item at the end of its lane. What was there before it keeps its place,
// and its number: people answer steps by the numbers that they saw.
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
	return inLane(list, NewAdded(list, text, lane))
}

// is says whether an item is the step, or one that means the same.
func (s *Step) is(it Item) bool {
	return it.ID == s.ID || s.Means != "" && it.Means == s.Means || s.Same != "" && it.Same == s.Same
}

// stricter is the one of two gates that comes first.
func stricter(a, b Gate) Gate {
	order := []Gate{NoGate, CloseGate, ResolveGate}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
