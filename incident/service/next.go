package service

import (
	"context"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// ChooseNight writes a first notice again with another choice for the client's
// night: the person's draft, or with a promise's number the one of its reminder.
// It becomes the person's draft.
func (s *Service) ChooseNight(ctx context.Context, a incident.Actor, ref view.Ref, choice update.NightChoice) (*view.Draft, error) {
	return draftFor(ctx, s, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) (*view.Draft, error) {
		u, ok := aff.Drafts[a.ID]
		if p := aff.PromiseN(ref.N); p != nil && p.Draft != nil {
			u, ok = *p.Draft, true
		}
		if !ok || !update.FirstNotice(u.Kind) || aff.Written {
			return nil, fault.Errorf(fault.Conflict, "The first notice to %s was sent, or its draft is gone. Nothing was changed. Type due to see what they expect.", aff.Client.Name)
		}
		return w.Draft(a, incident.Proposal{Client: ref.Client, Kind: u.Kind, Words: u.OwnWords(), Times: u.Times, Night: choice})
	})
}
