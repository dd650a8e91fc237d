package incident

import (
	"candor/incident/facts"
	"candor/incident/update"
)

// LossOpen says whether data of any client is lost and not all of it is back.
func (inc *Incident) LossOpen() bool { return inc.Facts.LossOpen() }

// ToldLoss is what the client was told is lost; nil where it was told of no loss,
// or all of it is back. No later text says less: each that speaks of what the
// client notices asks here first.
func (inc *Incident) ToldLoss(aff *Affected) *facts.Loss {
	switch {
	case aff.Knows[facts.DataLost] != facts.Yes || inc.FactsOf(aff).Is(facts.Recoverable, facts.Restored):
		return nil
	case aff.Lost == nil: // told before it was kept
		lost := inc.FactsOf(aff).Given[facts.DataLost].Loss()
		return &lost
	}
	return aff.Lost
}

// Outgrown is what the client was told is lost, where something else is known to be: the answer
// has changed since, or says now what nobody knew then; nil elsewhere. That what they were told
// of is back says nothing of the rest.
func (inc *Incident) Outgrown(aff *Affected) *facts.Loss {
	if aff == nil || aff.Knows[facts.DataLost] != facts.Yes || aff.Lost == nil || !aff.Lost.Less(inc.FactsOf(aff).Given[facts.DataLost]) {
		return nil
	}
	return aff.Lost
}

// TellsBad says whether an update tells bad news: by its kind, or as the first in which its
// client reads that personal data is affected, whatever else it is about.
func (inc *Incident) TellsBad(u *update.Update) bool {
	aff := inc.Affected(u.Client)
	return update.BadNews(u.Kind) || u.Kind == update.Progress && aff != nil && inc.FactsOf(aff).Is(facts.Personal, facts.Yes) && aff.Has(facts.Personal) != facts.Yes
}

// ConfirmTwice says whether an update is read a second time before it leaves: bad
// news, and that something works while data is lost.
func (inc *Incident) ConfirmTwice(u *update.Update) bool {
	return inc.TellsBad(u) || inc.FactsOf(inc.Affected(u.Client)).LossOpen() && update.KindOf(u.Kind).Recovers
}
