// Package taking takes a client out of an incident whose it is not, or adds whose it is while
// the one who was told waits for the text that takes them out. Its rules are incident/notyours.
package taking

import (
	"slices"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/work"
)

// Out takes a client out of an incident that is another's, and may add whose it is. Who has
// heard of it stays until they have heard that, too: told says so.
func Out(w *work.Unit, a incident.Actor, swap notyours.Swap) (told bool, err error) {
	if w.Inc.Over() {
		return false, w.Inc.OverError()
	}
	aff, err := w.Inc.Find(swap.Client)
	if err != nil {
		return false, err
	}
	name, id := aff.Client.Name, aff.Client.ID
	told = notyours.Told(aff)
	switch {
	case aff.Out > 0:
		return false, fault.Errorf(fault.Conflict, "Nothing was changed: update %d is on its way to %s. Press Undo if you still can, then type this again. If it has arrived, they hear that it is not theirs.", aff.Out, name)
	case swap.Why == "" && !told:
		return false, fault.FieldError("why", "%s was not taken out. Say why it is not theirs, for example: not %s their server is another one.", name, id)
	case utf8.RuneCountInString(swap.Why) > facts.MaxFactWords:
		return false, fault.FieldError("why", "Keep the reason to %d characters. %s was not taken out.", facts.MaxFactWords, name)
	}
	if err := addInstead(w, a, aff, swap.Instead); err != nil {
		return false, err
	}
	if aff = w.Inc.Affected(id); told { // the text that says so takes them out
		return true, w.Inc.MayLose(aff)
	}
	if err := w.Inc.MayLose(aff); err != nil {
		return false, err
	}
	if w.Inc.ByMistake(w.Now) { // nobody has found out anything yet
		w.Agreed = w.Inc.Burden().Untold()
	}
	aff.Leaving = &incident.Leaving{By: a.ID, Why: swap.Why, At: w.Now}
	return false, nil
}

// addInstead adds the client whose it is, with the words that the other one had of its own.
func addInstead(w *work.Unit, a incident.Actor, aff *incident.Affected, instead string) error {
	if instead == "" {
		return nil
	}
	list, err := w.Named(w.Tx, []string{instead})
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c client.Client) bool { return w.Inc.HasClient(c.ID) })
	switch {
	case len(list) == 0:
		return nil
	case w.Inc.State != incident.Open:
		return fault.Errorf(fault.Conflict, "%s is %s, so it can affect nobody new. Nothing was changed. Declare a new incident for %s.", w.Inc.Name(), w.Inc.State, list[0].Name)
	}
	return w.Affect(a, list, aff.Impact)
}
