package candor

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Reopen says that it is down again, after the client read that it works. Nothing
// is sent by it: each client that was told is to hear of it at once, and the
// ladder brings up a text that says so.
func (s *Service) Reopen(ctx context.Context, a Actor, number int64, reason string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		reason := strings.TrimSpace(reason)
		if err := inc.mayReopen(reason); err != nil {
			return err
		}
		if err := s.endRequests(tx, inc, "it is down again", now); err != nil {
			return err
		}
		for i := range inc.Clients {
			if err := s.takeBackGoodNews(tx, inc, &inc.Clients[i], a, now); err != nil {
				return err
			}
		}
		was := inc.State
		inc.redo(now)
		inc.State, inc.Status, inc.ResolvedAt = Open, Investigating, time.Time{}
		for i := range inc.Clients {
			if err := s.oweAgain(tx, inc, &inc.Clients[i], was, reason, now); err != nil {
				return err
			}
		}
		return record(tx, inc, a.ID, "reopened", "It is down again: "+strings.TrimSuffix(reason, ".")+".", now)
	})
}

func (inc *Incident) mayReopen(reason string) error {
	switch {
	case inc.Over():
		return inc.overError()
	case inc.State == Open && inc.Status != Monitoring:
		return Errorf(Conflict, "%s is open, and nobody was told that it works again. Nothing was changed. If it got worse, press Client update and say so.", inc.Name())
	case reason == "":
		return fieldError("reason", "Nothing was changed. Say what you see, for example: reopen checkout fails again.")
	}
	return nil
}

// takeBackGoodNews stops a text that says that it works, if no part of it has left.
func (s *Service) takeBackGoodNews(tx Tx, inc *Incident, aff *Affected, a Actor, now time.Time) error {
	if aff.Out == 0 {
		return nil
	}
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, aff.Out)
	if isLost(err) { // it does not leave any more
		return nil
	}
	if err != nil || !oneOf(u.Kind, MonitoringUpdate, ResolvedUpdate) {
		return err
	}
	list, err := inc.deliveries(tx, u)
	if err != nil || slices.ContainsFunc(list, func(d *Delivery) bool { return d.State != Waiting }) {
		return err
	}
	return s.undo(tx, inc, aff, u.N, a, now)
}

// redo opens the steps again that say that it works, wakes those that waited
// for the morning, and ends the estimate.
func (inc *Incident) redo(now time.Time) {
	if e := inc.Estimate; e.Live(now) { // it was of another repair
		e.To, e.AskAt = now, time.Time{}
	}
	for i := range inc.Checklist {
		it := &inc.Checklist[i]
		atGate := it.Gate == ResolveGate && !inc.ResolvedAt.IsZero() && it.At.Equal(inc.ResolvedAt)
		if atGate || it.Means == MeansResolved {
			it.State, it.Reason, it.By, it.At = ItemOpen, "", "", time.Time{}
		}
		if it.State == ItemOpen {
			it.NotTill = time.Time{}
		}
	}
}

// oweAgain drops what a client was promised for the time after, and owes it
// word that it is down again.
func (s *Service) oweAgain(tx Tx, inc *Incident, aff *Affected, was State, reason string, now time.Time) error {
	knew := aff.heardItWorks(was)
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != Pending || !oneOf(p.Kind, FinalPromise, CheckinPromise, ReviewPromise) {
			continue
		}
		p.end(Dropped, "down again: "+reason, now)
		if err := s.collapse(tx, inc, aff, p, 0, now); err != nil {
			return err
		}
	}
	aff.forgetItWorks()
	switch {
	case was != Resolved:
	case !aff.mayKnow():
		inc.promiseFirst(aff, now)
	default:
		due := inc.firstDue(&aff.Client, now)
		if due.IsZero() {
			due = now.Add(tellWithin)
		}
		inc.promise(aff, UpdatePromise, due, now)
	}
	if knew { // who never heard that it works hears as before
		inc.Happened(aff, DownAgain, "", now)
	}
	return nil
}

// heardItWorks says whether the client was told that it works again.
func (aff *Affected) heardItWorks(was State) bool {
	return !aff.SaidTimes["since_fixed"].IsZero() || was == Resolved && aff.mayKnow() && aff.Owed(FinalPromise) == nil
}

// forgetItWorks keeps what was said about watching out of the next texts.
func (aff *Affected) forgetItWorks() {
	delete(aff.Said, "impact_still")
	delete(aff.Said, "action_now")
	delete(aff.SaidTimes, "since_fixed")
	p := aff.Owed(UpdatePromise)
	if p == nil || p.Event == nil {
		return
	}
	p.Event.Kinds = slices.DeleteFunc(p.Event.Kinds, func(k EventKind) bool { return oneOf(k, WorksAgain, LessHarm) })
	if p.Draft = nil; len(p.Event.Kinds) > 0 {
		return
	}
	if p.hurried() { // the ladder was laid over the event; the promise's own has not begun
		p.restart()
	}
	p.Event = nil
}
