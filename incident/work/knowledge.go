package work

import (
	"cmp"

	"candor/incident"
	"candor/incident/claimed"
	"candor/incident/update"
)

// noteTold notes in an update what is known while it is written, and which of
// that its texts tell.
func (w *Unit) noteTold(aff *incident.Affected, u *update.Update) {
	u.Facts, u.Says, u.Warns, u.Loss = nil, nil, "", claimed.Lost(w.Inc, aff, u)
	if update.FirstNotice(u.Kind) {
		u.Warns = w.Inc.KindTraits().Suspects()
	}
	u.Note(w.Inc.FactsOf(aff))
	if !update.TellsFacts(u.Kind) && !update.FirstNotice(u.Kind) {
		return
	}
	u.Facts, u.Says = w.Inc.FactsOf(aff).Answers(), w.Words.Tells(w.Inc, &aff.Client, *u)
	u.Loss = cmp.Or(w.Inc.FactsOf(aff).Lost(), u.Loss)
}
