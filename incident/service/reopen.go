package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
)

// Reopen says that it is down again, after the client read that it works. Nothing
// is sent by it: each client that was told is to hear of it at once, and the
// ladder brings up a text that says so.
func (s *Service) Reopen(ctx context.Context, a incident.Actor, number int64, reason string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		reason := strings.TrimSpace(reason)
		if err := w.inc.MayReopen(reason); err != nil {
			return err
		}
		if err := w.endRequests("it is down again"); err != nil {
			return err
		}
		for i := range w.inc.Clients {
			if err := w.takeBackGoodNews(&w.inc.Clients[i], a); err != nil {
				return err
			}
		}
		was := w.inc.State
		w.inc.Redo(w.now)
		w.inc.State, w.inc.Status, w.inc.ResolvedAt = incident.Open, incident.Investigating, time.Time{}
		for i := range w.inc.Clients {
			if err := w.oweAgain(&w.inc.Clients[i], was, reason); err != nil {
				return err
			}
		}
		return w.record(a.ID, "reopened", "It is down again: "+strings.TrimSuffix(reason, ".")+".")
	})
}

// takeBackGoodNews stops a text that says that it works, if no part of it has left.
func (w *Unit) takeBackGoodNews(aff *incident.Affected, a incident.Actor) error {
	if aff.Out == 0 {
		return nil
	}
	u, err := w.tx.ClientUpdate(w.inc.Number, aff.Client.ID, aff.Out)
	if incident.IsLost(err) { // it does not leave any more
		return nil
	}
	if err != nil || !fault.OneOf(u.Kind, incident.MonitoringUpdate, incident.ResolvedUpdate) {
		return err
	}
	list, err := w.deliveries(u)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return d.State != outbox.Waiting }) {
		return err
	}
	return w.undo(aff, u.N, a)
}

// oweAgain drops what a client was promised for the time after, and owes it
// word that it is down again.
func (w *Unit) oweAgain(aff *incident.Affected, was incident.State, reason string) error {
	knew := aff.HeardItWorks(was)
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != incident.Pending || !fault.OneOf(p.Kind, incident.FinalPromise, incident.CheckinPromise, incident.ReviewPromise) {
			continue
		}
		p.End(incident.Dropped, "down again: "+reason, w.now)
		if err := w.collapse(aff, p, 0); err != nil {
			return err
		}
	}
	aff.ForgetItWorks()
	switch {
	case was != incident.Resolved:
	case !aff.MayKnow():
		w.inc.PromiseFirst(aff, w.now)
	default:
		due := w.inc.FirstDue(&aff.Client, w.now)
		if due.IsZero() {
			due = w.now.Add(incident.TellWithin)
		}
		w.inc.Promise(aff, incident.UpdatePromise, due, w.now)
	}
	if knew { // who never heard that it works hears as before
		w.inc.Happened(aff, incident.DownAgain, "", w.now)
	}
	return nil
}
