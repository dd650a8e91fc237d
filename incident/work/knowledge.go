package work

import (
	"candor/incident"
	"candor/incident/facts"
)

// noteTold notes in an update what is known while it is written, and which of
// that its texts tell.
func (w *Unit) noteTold(aff *incident.Affected, u *incident.Update) {
	u.Facts, u.Says = nil, nil
	if !incident.TellsFacts(u.Kind) {
		return
	}
	u.Facts, u.Says = w.Inc.Facts.Answers(), map[string][]facts.Question{}
	for via := range u.Texts {
		u.Says[via] = w.Words.Tells(w.Inc, &aff.Client, *u, via)
	}
}
