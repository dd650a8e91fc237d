package incident

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/update"
)

// MayReopen says why an incident cannot be opened again.
func (inc *Incident) MayReopen(reason string) error {
	switch {
	case inc.Over(), inc.State == Closed:
		return inc.OverError()
	case inc.State == Open && inc.Status != update.Monitoring:
		return fault.Errorf(fault.Conflict, "%s is open, and nobody was told that it works again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name())
	case reason == "":
		return fault.FieldError("reason", "Nothing was changed. Say what you see, for example: reopen checkout fails again.")
	}
	return nil
}

// Redo opens the steps again that say that it works, wakes those that waited
// for the morning, and ends the estimate.
func (inc *Incident) Redo(now time.Time) {
	if e := inc.Estimate; e.Live(now) { // it was of another repair
		e.To, e.AskAt = now, time.Time{}
	}
	for i := range inc.Checklist {
		it := &inc.Checklist[i]
		atGate := it.Gate == playbook.ResolveGate && !inc.ResolvedAt.IsZero() && it.At.Equal(inc.ResolvedAt)
		if atGate || it.Means == playbook.MeansResolved {
			it.State, it.Reason, it.By, it.At = playbook.ItemOpen, "", "", time.Time{}
		}
		if it.State == playbook.ItemOpen {
			it.NotTill = time.Time{}
		}
	}
}

// HeardItWorks says whether the client was told that it works again.
func (aff *Affected) HeardItWorks(was State) bool {
	return !aff.SaidTimes["since_fixed"].IsZero() || was == Resolved && aff.MayKnow() && aff.Owed(FinalPromise) == nil
}

// ForgetItWorks keeps what was said about watching out of the next texts.
func (aff *Affected) ForgetItWorks() {
	delete(aff.Said, "impact_still")
	delete(aff.Said, "action_now")
	delete(aff.SaidTimes, "since_fixed")
	p := aff.Owed(UpdatePromise)
	if p == nil || p.Event == nil {
		return
	}
	p.Event.Kinds = slices.DeleteFunc(p.Event.Kinds, func(k EventKind) bool { return fault.OneOf(k, WorksAgain, LessHarm) })
	if p.Draft = nil; len(p.Event.Kinds) > 0 {
		return
	}
	if p.Hurried() { // the ladder was laid over the event; the promise's own has not begun
		p.Restart()
	}
	p.Event = nil
}
