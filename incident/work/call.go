package work

import (
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// wrote settles that promise once a text with the facts has arrived, or was read of which a
// copy of the store did not know.
func (w *Unit) wrote(aff *incident.Affected, u *update.Update) error {
	p := aff.Owed(promise.Written)
	if p == nil || u.Kind == update.ByHand && !byhand.How(u.Words["how"]).InWriting() || len(meeting.Unwritten(w.Inc, aff)) > 0 {
		return nil
	}
	p.Settle(u.N, w.Now)
	return w.Collapse(aff, p, u.N)
}

// stands settles the promise to say where hard questions stand, from the morning of its day.
func (w *Unit) stands(aff *incident.Affected, u *update.Update) error {
	p := aff.Owed(promise.Answer)
	if p == nil || !p.ItsDay(w.Now) || update.Automatic(u.Kind) {
		return nil
	}
	p.Settle(u.N, w.Now)
	return w.Collapse(aff, p, u.N)
}

// Spoke settles it if somebody has spoken with them since, or says that this was it: another
// call before its time leaves it as it is.
func (w *Unit) Spoke(aff *incident.Affected, u *update.Update, was bool) error {
	p := aff.Owed(promise.Meeting)
	if p == nil || !was && !p.Meets(u.SentAt) {
		return nil
	}
	p.Settle(u.N, schedule.Later(u.SentAt, p.MadeAt))
	return w.Collapse(aff, p, u.N)
}
