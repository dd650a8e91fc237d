package service

import (
	"context"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/whose"
	"candor/incident/work"
)

// Reopen says that it is down again, after the client read that it works. Nothing
// is sent by it: each client that was told is to hear of it at once, and the
// ladder brings up a text that says so.
func (s *Service) Reopen(ctx context.Context, a incident.Actor, number int64, reason string) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		reason := strings.TrimSpace(reason)
		if err := w.Inc.MayReopen(reason); err != nil {
			return err
		}
		if err := w.EndRequests("it is down again"); err != nil {
			return err
		}
		for i := range w.Inc.Clients {
			if err := w.TakeBackGoodNews(&w.Inc.Clients[i], a); err != nil {
				return err
			}
		}
		was := w.Inc.State
		w.Inc.Remember(w.Now)
		w.Inc.Redo(w.Now)
		whose.Doubt(w.Inc, w.Now)
		w.Inc.State, w.Inc.Status, w.Inc.ResolvedAt = incident.Open, update.Investigating, time.Time{}
		for i := range w.Inc.Clients {
			if err := w.OweAgain(&w.Inc.Clients[i], was, reason); err != nil {
				return err
			}
		}
		return w.Record(timeline.Entry{Kind: timeline.Reopened, By: a.ID, Reason: strings.TrimSuffix(reason, ".")})
	})
}

// Mistaken takes back that it is down again: the button was pressed by mistake, and no
// client has heard of it.
func (s *Service) Mistaken(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		if err := w.MayTakeBackReopening(); err != nil {
			return err
		}
		whose.Trust(w.Inc)
		w.TakeBackReopening()
		for i := range w.Inc.Clients {
			if err := w.CollapseAll(&w.Inc.Clients[i]); err != nil {
				return err
			}
		}
		return w.Record(timeline.Entry{Kind: timeline.NotDown, By: a.ID})
	})
}
