package service

import (
	"context"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// OfferSlots keeps the times that we offer a client for a meeting; the texts
// offer the same.
func (s *Service) OfferSlots(ctx context.Context, a incident.Actor, ref view.Ref, slots []time.Time) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Tend, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		if w.Inc.Over() {
			return w.Inc.OverError()
		}
		for i, at := range slots {
			field := "slot" + fault.Itoa(i+1)
			switch {
			case !at.After(w.Now):
				return fault.FieldError(field, "That time has passed. Nothing was offered yet: choose one to come.")
			case !meeting.MayOffer(w.Inc, aff, at, w.Now):
				return fault.FieldError(field, "Another client is offered that time, and one person calls both. Nothing was offered yet: choose another one.")
			case i > 0 && at.Equal(slots[0]):
				return fault.FieldError(field, "These are the same time twice. Nothing was offered yet: choose another one.")
			}
		}
		if slices.EqualFunc(slots, aff.Slots, time.Time.Equal) {
			return nil
		}
		aff.Slots = slots
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Slots, By: a.ID})
	})
}

// Meet moves a promised call to the first or the second of the times that the client
// was offered, as it chose.
func (s *Service) Meet(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Tend, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		if err := meeting.Choose(w.Inc, aff, meeting.Choice{N: ref.N, Read: ref.Key}, w.Now); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Chose, By: a.ID, Until: aff.Owed(promise.Meeting).DueAt})
	})
}
