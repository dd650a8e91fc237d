package service

import (
	"context"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// ChooseNight writes a first notice again with another choice for the client's
// night: the person's draft, or with a promise's number the one of its reminder.
// It becomes the person's draft.
func (s *Service) ChooseNight(ctx context.Context, a incident.Actor, ref view.Ref, choice update.NightChoice) (*view.Draft, error) {
	var t *view.Draft
	_, err := s.changeFor(ctx, access{a, incident.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		u, ok := aff.Drafts[a.ID]
		if p := aff.PromiseN(ref.N); p != nil && p.Draft != nil {
			u, ok = *p.Draft, true
		}
		if !ok || !update.FirstNotice(u.Kind) || aff.Written {
			return fault.Errorf(fault.Conflict, "The first word to %s has left, or its draft is gone. Nothing was changed.", aff.Client.Name)
		}
		var err error
		t, err = w.Draft(a, incident.Proposal{Client: ref.Client, Kind: u.Kind, Words: u.Words, Times: u.Times, Night: choice})
		return err
	})
	return t, err
}
