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
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		reason := strings.TrimSpace(reason)
		if err := inc.MayReopen(reason); err != nil {
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
		inc.Redo(now)
		inc.State, inc.Status, inc.ResolvedAt = incident.Open, incident.Investigating, time.Time{}
		for i := range inc.Clients {
			if err := s.oweAgain(tx, inc, &inc.Clients[i], was, reason, now); err != nil {
				return err
			}
		}
		return record(tx, inc, a.ID, "reopened", "It is down again: "+strings.TrimSuffix(reason, ".")+".", now)
	})
}

// takeBackGoodNews stops a text that says that it works, if no part of it has left.
func (s *Service) takeBackGoodNews(tx Tx, inc *incident.Incident, aff *incident.Affected, a incident.Actor, now time.Time) error {
	if aff.Out == 0 {
		return nil
	}
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, aff.Out)
	if incident.IsLost(err) { // it does not leave any more
		return nil
	}
	if err != nil || !fault.OneOf(u.Kind, incident.MonitoringUpdate, incident.ResolvedUpdate) {
		return err
	}
	list, err := deliveries(inc, tx, u)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return d.State != outbox.Waiting }) {
		return err
	}
	return s.undo(tx, inc, aff, u.N, a, now)
}

// oweAgain drops what a client was promised for the time after, and owes it
// word that it is down again.
func (s *Service) oweAgain(tx Tx, inc *incident.Incident, aff *incident.Affected, was incident.State, reason string, now time.Time) error {
	knew := aff.HeardItWorks(was)
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != incident.Pending || !fault.OneOf(p.Kind, incident.FinalPromise, incident.CheckinPromise, incident.ReviewPromise) {
			continue
		}
		p.End(incident.Dropped, "down again: "+reason, now)
		if err := s.collapse(tx, inc, aff, p, 0, now); err != nil {
			return err
		}
	}
	aff.ForgetItWorks()
	switch {
	case was != incident.Resolved:
	case !aff.MayKnow():
		inc.PromiseFirst(aff, now)
	default:
		due := inc.FirstDue(&aff.Client, now)
		if due.IsZero() {
			due = now.Add(incident.TellWithin)
		}
		inc.Promise(aff, incident.UpdatePromise, due, now)
	}
	if knew { // who never heard that it works hears as before
		inc.Happened(aff, incident.DownAgain, "", now)
	}
	return nil
}
