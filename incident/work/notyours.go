package work

import (
	"maps"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
)

// letGo takes out the clients who have heard wherever they were told that it is not theirs.
// Nothing is owed to them any more, and nobody is asked about them.
func (w *Unit) letGo() error {
	for i := range w.Inc.Clients { // until each copy of the text is there, nothing new is owed
		if aff := &w.Inc.Clients[i]; notyours.Ready(aff) && len(aff.Pending()) > 0 {
			if err := w.dropAll(aff, notyours.NothingOwed); err != nil {
				return err
			}
		}
	}
	for {
		aff := notyours.Next(w.Inc)
		if aff == nil {
			return nil
		}
		if err := w.AbandonStuck(aff); err != nil {
			return err
		}
		if err := w.VoidRequest(aff, "it is not theirs"); err != nil {
			return err
		}
		if aff.Embargo.Open() {
			if err := w.Answered(aff, aff.Embargo, outbox.Replaced); err != nil {
				return err
			}
		}
		aff.NoPromise = notyours.NothingOwed
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.NotTheirs, By: aff.Leaving.By, Reason: aff.Leaving.Why}); err != nil {
			return err
		}
		notyours.Out(w.Inc, aff.Client.ID)
	}
}

// dropAll ends what is owed to a client, and takes the buttons from what reminds of it.
func (w *Unit) dropAll(aff *incident.Affected, why string) error {
	aff.NoPromise = why
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != promise.Pending {
			continue
		}
		p.End(promise.Dropped, why, w.Now)
		if err := w.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// heardNotTheirs keeps that a client has heard, in a text or from a person, that it is not
// theirs. What they had not heard of bad news, they need not hear.
func (w *Unit) heardNotTheirs(aff *incident.Affected, u *update.Update) error {
	if !notyours.Says(u) {
		return nil
	}
	w.Agreed = append(w.Agreed, w.burden.Untold()...)
	notyours.Heard(aff, u, w.Now)
	if p := aff.Next(); p != nil && !notyours.Ready(aff) { // the other half of it is still due
		p.Said, p.Words = false, "that it is not theirs, "+notyours.Lacks(aff)
	}
	return nil
}

// toEach are all who have, or may have, a text of ours on some way, the newest such text, and
// what of harm any of them was about.
func (w *Unit) toEach(aff *incident.Affected, u *update.Update) error {
	u.To, u.Corrects, u.Words = nil, 0, fault.Made(maps.Clone(u.Words))
	var about []string
	for n := 1; n <= aff.Updates; n++ {
		was, err := w.written(aff, n, w.Now)
		if fault.CodeOf(err) == fault.Conflict {
			continue
		}
		if err != nil {
			return err
		}
		if k := update.KindOf(was.Kind); k.BadNews {
			about = fault.AppendNew(about, string(k.About))
		}
		list, err := w.deliveries(was)
		if err != nil {
			return err
		}
		for i, d := range list {
			if d.MayBeThere() && was.Kind != update.NotYours {
				u.Corrects = n
				if !slices.Contains(u.To, was.To[i]) {
					u.To = append(u.To, was.To[i])
				}
			}
		}
	}
	u.Words[notyours.About] = strings.Join(about, ",")
	if w.Inc.BadNews() || len(w.Inc.FactsOf(aff).Given)+len(aff.Hinted) > 0 { // a text may have said that nobody knew, or have arrived though we never heard that it did
		u.Words[notyours.Doubt] = "yes"
	}
	if len(u.To) == 0 {
		return fault.Errorf(fault.Conflict, "No text of ours has reached %s. Nothing was sent. Tell them as you told them before, and record it with told.", aff.Client.Name)
	}
	return nil
}
