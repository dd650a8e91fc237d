package service

import (
	"context"
	"strings"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/policy"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// Reject sends the words back to their writer with a reason.
func (s *Service) Reject(ctx context.Context, a incident.Actor, ref view.Ref, reason string) (*incident.Incident, error) {
	return s.changeRequest(ctx, access{a, policy.Approve, ref.Number, ref.Client}, ref.N, func(w *work.Unit, aff *incident.Affected, r *approval.Request) error {
		reason := strings.TrimSpace(reason)
		if reason == "" {
			return fault.FieldError("reason", "It was not rejected yet. Say in a few words what has to change: the writer reads it.")
		}
		if err := w.TellWriter(aff, approval.Rejected, a.ID, reason); err != nil {
			return err
		}
		kind := r.Update.Kind
		if err := w.EndRequest(aff, approval.Rejected); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestRejected, By: a.ID, UpdateKind: kind, Reason: reason})
	})
}

// Withdraw takes back a request before it was approved. Its words return to the
// writer's draft.
func (s *Service) Withdraw(ctx context.Context, a incident.Actor, ref view.Ref) (*incident.Incident, error) {
	return s.changeRequest(ctx, access{a, policy.Tend, ref.Number, ref.Client}, ref.N, func(w *work.Unit, aff *incident.Affected, r *approval.Request) error {
		if a.ID != r.Update.By && a.ID != w.Inc.Roles[playbook.Commander] {
			return fault.Errorf(fault.Denied, "Only %s, who wrote it, or who is in charge takes it back. Nothing was changed. If it is wrong, press Reject.", fault.Mention(r.Update.By))
		}
		if err := w.EndRequest(aff, approval.Withdrawn); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestWithdrawn, By: a.ID})
	})
}
