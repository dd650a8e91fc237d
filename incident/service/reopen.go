package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/fallen"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/whose"
	"candor/incident/work"
)

// Reopen says that it is down again, after the client read that it works: for all clients,
// or where one is named for that one. Nothing is sent by it: each of them that was told is to
// hear of it at once, and the ladder brings up a text that says so.
func (s *Service) Reopen(ctx context.Context, a incident.Actor, ref view.Ref, seen Seen) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, ref.Number, ""}, func(w *work.Unit) error {
		return fallen.Again{Unit: w, By: a, Reason: seen.Reason, Impact: seen.Impact, Since: seen.Since}.Open(ref.Client)
	})
}

// Seen is what somebody sees who says that it is down again.
type Seen struct {
	Reason string    // as they typed it
	Impact string    // what the clients notice by that; empty: what they noticed before
	Since  time.Time // zero: since now
}

// Mistaken takes back that it is down again: the button was pressed by mistake, and no
// client has heard of it.
func (s *Service) Mistaken(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		if err := fallen.MayTakeBack(w.Inc); err != nil {
			return err
		}
		whose.Trust(w.Inc)
		w.Inc.TakeBackReopening(w.Now)
		for i := range w.Inc.Clients {
			if err := w.CollapseAll(&w.Inc.Clients[i]); err != nil {
				return err
			}
		}
		return w.Record(timeline.Entry{Kind: timeline.NotDown, By: a.ID})
	})
}
