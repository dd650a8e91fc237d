package service

import (
	"context"
	"strings"

	"candor/incident"
	"candor/incident/eta"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/work"
)

// SetEstimate says when the team expects that it works again, or with zero times
// that nobody can say. Clients that read an estimate which does not hold hear of
// it at once.
func (s *Service) SetEstimate(ctx context.Context, a incident.Actor, number int64, e eta.Estimate) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		switch {
		case w.Inc.Over():
			return w.Inc.OverError()
		case w.Inc.State != incident.Open:
			return fault.Errorf(fault.Conflict, "%s is resolved: there is nothing left to estimate. Nothing was changed.", w.Inc.Name())
		case !w.Inc.Estimates() && !e.To.IsZero(): // no text would say it
			return fault.Errorf(fault.Conflict, "Nothing was changed: it works again, so there is nothing left to estimate. If it does not, type reopen and what you see.")
		}
		if err := e.Check(w.Now); err != nil {
			return err
		}
		old := w.Inc.Estimate
		w.Inc.SetEstimate(e.From, e.To, a.ID, w.Now)
		w.Inc.Estimate.Why = strings.TrimSpace(e.Why)
		for i := range w.Inc.Clients {
			aff := &w.Inc.Clients[i]
			if _, told, ok := aff.ToldEstimate(); ok && (e.To.IsZero() || e.To.After(told)) {
				aff.Missed = told
				w.Inc.Happened(aff, promise.EstimateMissed, "", w.Now)
			}
		}
		if err := w.CloseQuestion(old); err != nil {
			return err
		}
		kind := timeline.NoEstimate
		if !e.To.IsZero() {
			kind = timeline.Estimate
		}
		return w.Record(timeline.Entry{Kind: kind, By: a.ID, Start: e.From, Until: e.To, Reason: w.Inc.Estimate.Why})
	})
}

// EstimateHolds notes that somebody looked at an estimate before it ended: it
// will hold.
func (s *Service) EstimateHolds(ctx context.Context, a incident.Actor, number int64, n int) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		e := w.Inc.Estimate
		if e == nil || e.N != n || w.Inc.State != incident.Open {
			return fault.Errorf(fault.Conflict, "There is a newer estimate, or it is resolved. Nothing was changed.")
		}
		if !e.Live(w.Now) {
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was changed. Give a new estimate, or say that there is none.")
		}
		e.Holds = a.ID
		if err := w.CloseQuestion(e); err != nil {
			return err
		}
		return w.Record(timeline.Entry{Kind: timeline.EstimateHolds, By: a.ID})
	})
}
