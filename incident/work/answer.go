package work

import (
	"candor/incident"
	"candor/incident/alike"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/resend"
	"candor/incident/update"
	"candor/incident/view"
)

// Answering is one act of answering reminders.
type Answering struct {
	Batch string                    // as in [update.Update]; empty for one client
	Read  func(*update.Update) bool // says of a draft whether the person has read it
}

// Answer sends a promise's draft if it was read and still says what is right.
func (w *Unit) Answer(aff *incident.Affected, p *promise.Promise, a incident.Actor, act Answering) (*view.Draft, error) {
	if err := view.Answerable(p, aff); err != nil {
		return nil, err
	}
	if p.Draft == nil {
		return nil, fault.Errorf(fault.Conflict, "Nothing was sent: there is no ready text for this. Press Write an update.")
	}
	if err := w.Inc.Eligible(aff, p.Draft.Kind, w.Now); err != nil { // it was written before something became known
		return nil, err
	}
	if p.Draft.Kind == update.Holding {
		if err := aff.MaySayStill(""); err != nil {
			return nil, err
		}
	}
	u := *p.Draft
	fresh := u.Ahead(w.Now) && w.holds(aff, p, &u) && act.Read(&u)
	u.By, u.Batch = a.ID, act.Batch
	changed, old := true, resend.TellsOld(w.Inc, &u)
	if !old {
		var err error
		if changed, err = w.renewFor(aff, &u, a); err != nil {
			return nil, err
		}
	}
	t := &view.Draft{Incident: w.Inc, Client: aff.Client, Update: u}
	if fresh && !changed {
		return t, w.release(aff, t, a, false)
	}
	again := incident.Proposal{Kind: u.Kind}
	if next := w.Inc.Proposed(aff, p); next.Kind == u.Kind {
		again = next
	}
	if !old {
		again.Words = u.OwnWords()
	}
	t, err := w.compose(aff, a, again)
	if err != nil {
		return nil, err
	}
	t.Again, t.Asks = true, nil
	aff.KeepDraft(t.Update)
	return t, nil
}

// holds says whether a draft may leave as it is: it owns what was missed until now, and no more, and
// answers nobody who asked with that nothing has changed.
func (w *Unit) holds(aff *incident.Affected, p *promise.Promise, u *update.Update) bool {
	return u.LateFor.Equal(p.LateFor(w.Now)) && u.LateCall.Equal(aff.LateCall(w.Now)) && (u.Kind != update.Holding || len(alike.Waits(w.Inc, aff, u)) == 0)
}
