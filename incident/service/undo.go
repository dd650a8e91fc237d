package service

import (
	"context"

	"candor/incident"
	"candor/incident/view"
	"candor/incident/work"
)

// Undo takes back an update that is still held. Its words return to the
// sender's draft.
func (s *Service) Undo(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		return w.Undo(aff, ref.N, a)
	})
}
