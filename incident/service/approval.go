package service

import (
	"cmp"
	"context"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// changeRequest changes the open request with a number, and what hangs on it.
func (s *Service) changeRequest(ctx context.Context, q access, n int, fn func(w *work.Unit, aff *incident.Affected, r *approval.Request) error) (*incident.Incident, error) {
	may := func(_ records.Tx, inc *incident.Incident) error {
		err := q.named(inc).may(inc)
		if aff := inc.Affected(q.client); err != nil && aff != nil && aff.Ended.Was(n, q.who.ID) { // it is over, whatever they may do now
			_, err = aff.OpenRequest(n)
		}
		return err
	}
	return s.changeIf(ctx, q, may, func(w *work.Unit) error {
		aff, err := w.Inc.Find(q.client)
		if err != nil {
			return err
		}
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
		if refusal, err = w.EndOutdated(aff, r); refusal != nil || err != nil {
			return err
		}
		if refusal, err = w.ReadLate(aff, r, a.ID); refusal != nil || err != nil {
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

// mayGoAlone says whether the writer of a request may stop waiting for others.
func mayGoAlone(aff *incident.Affected, r *approval.Request, now time.Time) bool {
	p := aff.Next()
	return r.NextAt.IsZero() || p != nil && !now.Before(p.DueAt)
}

// SendAlone sends a request that nobody has answered: from the time at which the
// client expects news, or once everybody was asked. It is recorded as approved
// alone. Who wrote it, or is in charge, may do so.
func (s *Service) SendAlone(ctx context.Context, a incident.Actor, ref view.Ref, hash string) (*view.Draft, error) {
	var t *view.Draft
	var refusal error
	_, err := s.changeRequest(ctx, access{a, policy.Tend, ref.Number, ref.Client}, ref.N, func(w *work.Unit, aff *incident.Affected, r *approval.Request) error {
		t = &view.Draft{Incident: w.Inc, Client: aff.Client, Update: r.Update}
		switch {
		case r.Update.Hash() != hash:
			return fault.Errorf(fault.Conflict, "The text has changed since you read it. It was *not* sent. Read it again.")
		case a.ID != r.Update.By && a.ID != w.Inc.Roles[playbook.Commander]:
			return fault.Errorf(fault.Denied, "Only %s, who wrote it, or who is in charge sends it without approval. It was *not* sent.", fault.Mention(r.Update.By))
		case !mayGoAlone(aff, r, w.Now):
			return fault.Errorf(fault.Conflict, "%s still has time to answer. It was *not* sent. Ask them, or wait until %s expects news.", r.Lacking(), aff.Client.Name)
		}
		var err error
		if refusal, err = w.EndOutdated(aff, r); refusal != nil || err != nil {
			return err
		}
		if refusal, err = w.ReadLate(aff, r, a.ID); refusal != nil || err != nil {
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
