package service

import (
	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/playbook"
	"candor/incident/work"
)

// beside looks whether data of a client is lost in another incident, before somebody says
// in this one that none is, or that nobody knows: they read both. Until they know of that
// loss nobody says so, and from then on the answer is about this one. It names no incident:
// that one may be private.
func beside(w *work.Unit, ans *facts.FactAnswer) error {
	if ans.Question != facts.DataLost || ans.Answer == facts.Yes || w.Inc.Drill != nil {
		return nil
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if ans.Client != "" && ans.Client != aff.Client.ID {
			continue
		}
		if err := besideOf(w, aff, ans); err != nil {
			return err
		}
	}
	return nil
}

func besideOf(w *work.Unit, aff *incident.Affected, ans *facts.FactAnswer) error {
	key := lookup.Live(aff.Client.ID)
	other, err := w.Tx.Newest(0, key)
	for ; err == nil && other != nil; other, err = w.Tx.Newest(other.Number, key) {
		theirs := lossIn(other, aff)
		switch {
		case other.Number == w.Inc.Number || theirs == nil:
			continue
		case ans.Answer == facts.DontKnow && w.Inc.KindTraits().BadNews && theirs.Knows[facts.DataLost] != facts.Yes: // what else it may be does not wait for that
			continue
		case theirs.Knows[facts.DataLost] != facts.Yes:
			return fault.Errorf(fault.Conflict, "Nothing was changed. Ask <@%s> first, who knows more about the data of %[2]s. %[2]s has not heard it yet. Once they have, say here whether this lost any.", other.Holder(playbook.Commander), aff.Client.Name)
		}
		ans.Beside = fault.AppendNew(ans.Beside, aff.Client.ID)
	}
	return err
}

// lossIn is a client's part in another incident in which data of theirs is lost and not
// all of it is back; nil if there is none.
func lossIn(other *incident.Incident, aff *incident.Affected) *incident.Affected {
	theirs := other.Affected(aff.Client.ID)
	if theirs == nil || aff.OneOff || theirs.OneOff || other.Drill != nil || !other.FactsOf(theirs).LossOpen() {
		return nil
	}
	return theirs
}
