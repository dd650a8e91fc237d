package incident

import (
	"slices"

	"candor/incident/client"
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

// Outgrown says whether something else is known to be lost than the client was told:
// the answer has changed since, or says now what nobody knew then.
func (inc *Incident) Outgrown(aff *Affected) bool { return inc.outgrown(aff) != nil }

// outgrown is what the client was told is lost, where that is not what is known now; nil elsewhere.
func (inc *Incident) outgrown(aff *Affected) *facts.Loss {
	if aff == nil {
		return nil
	}
	if l := inc.ToldLoss(aff); l != nil && l.Less(inc.FactsOf(aff).Given[facts.DataLost]) {
		return l
	}
	return nil
}

// Unread says whether a client knows of a loss, and somebody who reads on a way does
// not: the copy that told it never arrived there, or their address is newer.
func (inc *Incident) Unread(aff *Affected, via string) bool {
	if inc.ToldLoss(aff) == nil || len(aff.LossAt) == 0 {
		return false
	}
	return slices.ContainsFunc(aff.Client.Destinations(), func(d client.Destination) bool {
		return d.Via == via && !slices.Contains(aff.LossAt, d.Key())
	})
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
