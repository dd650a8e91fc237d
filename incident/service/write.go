package service

import (
	"context"

	"candor/incident"
	"candor/incident/fallen"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/view"
	"candor/incident/work"
)

// Write renders and checks an update and keeps it as the writer's draft. What
// the writer then sees is what Send sends. A text that may not leave is an
// error with its fields; where answers are missing, the rest of it comes with the
// error, to be shown and nothing else.
func (s *Service) Write(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) (*view.Draft, error) {
	return draftFor(ctx, s, access{a, policy.Telling(p.Kind), number, p.Client}, func(w *work.Unit, _ *incident.Affected) (*view.Draft, error) {
		if err := fallen.Told(w, a, p); err != nil {
			return nil, err
		}
		return w.Draft(a, p)
	})
}

// draftFor is [Service.changeFor] for an act of which a text is shown.
func draftFor(ctx context.Context, s *Service, q access, fn func(*work.Unit, *incident.Affected) (*view.Draft, error)) (t *view.Draft, err error) {
	_, err = s.changeFor(ctx, q, func(w *work.Unit, aff *incident.Affected) (err error) {
		t, err = fn(w, aff)
		return err
	})
	return t, err
}

// Send lets the writer's draft leave, if it is the text that they have read:
// it is queued, or brought before those whose approval it needs. Bad news is
// sent by the second Send.
func (s *Service) Send(ctx context.Context, a incident.Actor, ref view.Ref, c work.Consent) (*view.Draft, error) {
	return draftFor(ctx, s, access{a, policy.Tend, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) (*view.Draft, error) {
		u, ok := aff.Drafts[a.ID]
		if err := policy.May(a, policy.Telling(u.Kind), w.Inc, aff.Client.ID); ok && err != nil {
			return nil, err
		}
		switch {
		case !ok:
			return nil, fault.Errorf(fault.Conflict, "There is no draft of yours for %s any more: it was sent or withdrawn. Nothing was sent now.", aff.Client.Name)
		case u.Hash() != c.Hash:
			return nil, fault.Errorf(fault.Conflict, "The draft has changed since you read it. It was *not* sent. Open Client update to read it again.")
		}
		return w.SendDraft(aff, u, a, c)
	})
}

// Tell writes and sends in one act, for words that the person has typed or
// confirmed in the same press.
func (s *Service) Tell(ctx context.Context, a incident.Actor, number int64, p incident.Proposal) (*view.Draft, error) {
	return draftFor(ctx, s, access{a, policy.Telling(p.Kind), number, p.Client}, func(w *work.Unit, aff *incident.Affected) (*view.Draft, error) {
		return w.Tell(aff, a, p, "")
	})
}
