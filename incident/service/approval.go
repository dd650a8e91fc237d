package service

import (
	"cmp"
	"context"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// changeRequest changes the open request with a number, and what hangs on it.
func (s *Service) changeRequest(ctx context.Context, q access, n int, fn func(w *work.Unit, aff *incident.Affected, r *approval.Request) error) (*incident.Incident, error) {
	return s.changeFor(ctx, q, func(w *work.Unit, aff *incident.Affected) error {
		r, err := aff.OpenRequest(n)
		if err != nil {
			return err
		}
		return fn(w, aff, r)
	})
}

// Approve gives a person's word to the text with that hash. When nothing is
// missing any more, it leaves.
func (s *Service) Approve(ctx context.Context, a incident.Actor, ref view.Ref, hash string) (*view.Draft, error) {
	var t *view.Draft
	var refusal error
	_, err := s.changeRequest(ctx, access{a, policy.Approve, ref.Number, ref.Client}, ref.N, func(w *work.Unit, aff *incident.Affected, r *approval.Request) error {
		t = &view.Draft{Incident: w.Inc, Client: aff.Client, Update: r.Update}
		switch {
		case r.Update.Hash() != hash:
			return fault.Errorf(fault.Conflict, "The text has changed since you read it. It was *not* approved, and not sent. Read it again.")
		case a.ID == r.Update.By:
			return fault.Errorf(fault.Denied, "You wrote it, so somebody else approves it. It was *not* sent. Press Withdraw to change it.")
		case !r.Meet(a.ID, w.Now):
			return fault.Errorf(fault.Denied, "It needs the approval of %s. It was *not* approved by you, and not sent.", r.Lacking())
		}
		var err error
		if refusal, err = outdated(w, aff, r); refusal != nil || err != nil {
			return err
		}
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestApproved, By: a.ID, UpdateKind: r.Update.Kind}); err != nil {
			return err
		}
		if t.Asks = r.Open(); len(t.Asks) > 0 {
			return nil
		}
		return w.SendRequested(aff, t, approval.Approved)
	})
	return t, cmp.Or(err, refusal)
}

// outdated ends a request whose own next time has passed: nobody can say yes to it, and its
// writer has the words back and learns of it. The refusal is for who pressed.
func outdated(w *work.Unit, aff *incident.Affected, r *approval.Request) (refusal, err error) {
	u := &r.Update
	passed := update.PromisesNext(u.Kind) && !u.NextAt.After(w.Now)
	if err := w.StillTrue(aff, r); err == nil || !passed || w.Inc.Eligible(aff, u.Kind, w.Now) != nil {
		return nil, err
	}
	return fault.Errorf(fault.Conflict, "It was *not* sent: the next time that it promises has passed. %s has the words back, and is told. Whoever is quicker writes one: press Client update.", fault.Mention(u.By)),
		w.VoidRequest(aff, "the next time that it promises has passed")
}

// SendAlone sends a request that nobody has answered: from the time at which the
// client expects news, or once everybody was asked. It is recorded as approved
// alone. Who wrote it, or is in charge, may do so.
func (s *Service) SendAlone(ctx context.Context, a incident.Actor, ref view.Ref, hash string) (*view.Draft, error) {
	var t *view.Draft
	var refusal error
	_, err := s.changeRequest(ctx, access{a, policy.Send, ref.Number, ref.Client}, ref.N, func(w *work.Unit, aff *incident.Affected, r *approval.Request) error {
		t = &view.Draft{Incident: w.Inc, Client: aff.Client, Update: r.Update}
		switch {
		case r.Update.Hash() != hash:
			return fault.Errorf(fault.Conflict, "The text has changed since you read it. It was *not* sent. Read it again.")
		case a.ID != r.Update.By && a.ID != w.Inc.Roles[playbook.Commander]:
			return fault.Errorf(fault.Denied, "Only %s, who wrote it, or who is in charge sends it without approval. It was *not* sent.", fault.Mention(r.Update.By))
		case !aff.MayGoAlone(r, w.Now):
			return fault.Errorf(fault.Conflict, "%s still has time to answer. It was *not* sent. Ask them, or wait until %s expects news.", r.Lacking(), aff.Client.Name)
		}
		var err error
		if refusal, err = outdated(w, aff, r); refusal != nil || err != nil {
			return err
		}
		t.Update.Alone = true
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestAlone, By: a.ID}); err != nil {
			return err
		}
		return w.SendRequested(aff, t, approval.Alone)
	})
	return t, cmp.Or(err, refusal)
}
