package service

import (
	"context"

	"candor/incident"
	"candor/incident/policy"
	"candor/incident/telling"
	"candor/incident/view"
	"candor/incident/work"
)

// Undo takes back an update that is still held. Its words return to the
// sender's draft.
func (s *Service) Undo(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Tend, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, ref.N)
		if err == nil {
			err = policy.May(a, policy.Telling(u.Kind), w.Inc, aff.Client.ID)
		}
		if err != nil {
			return err
		}
		return w.Undo(aff, ref.N, a)
	})
}

// Gave settles a promise because a person gave the client what it was about, in a way
// that left no text here.
func (s *Service) Gave(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Tend, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		return telling.Telling{Unit: w, Client: aff, By: a}.Gave(ref.N)
	})
}
