package work

import (
	"candor/incident"
	"candor/incident/update"
)

// wrote settles that promise once a text with the facts has arrived.
func (w *Unit) wrote(aff *incident.Affected, u *update.Update) error {
	p := aff.Owed(incident.WrittenPromise)
	if p == nil || u.Kind == update.ByHand || len(w.Inc.News(aff)) > 0 {
		return nil
	}
	p.Settle(u.N, w.Now)
	return w.Collapse(aff, p, u.N)
}

// stands settles the promise to say where the hard questions stand, once somebody
// was reminded of it.
func (w *Unit) stands(aff *incident.Affected, u *update.Update) error {
	p := aff.Owed(incident.AnswerPromise)
	if p == nil || p.Rung == 0 || update.Automatic(u.Kind) {
		return nil
	}
	p.Settle(u.N, w.Now)
	return w.Collapse(aff, p, u.N)
}

// Spoke settles it: somebody has spoken with them since.
func (w *Unit) Spoke(aff *incident.Affected, u *update.Update) error {
	p := aff.Owed(incident.MeetingPromise)
	if p == nil {
		return nil
	}
	p.Settle(u.N, w.Now)
	return w.Collapse(aff, p, u.N)
}
