package service

import (
	"context"
	"fmt"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// Reject sends the words back to their writer with a reason.
func (s *Service) Reject(ctx context.Context, a incident.Actor, number int64, client string, n int, reason string) (*incident.Incident, error) {
	return s.changeRequest(ctx, a, incident.Approve, number, client, n, func(w *Unit, aff *incident.Affected, r *incident.Request) error {
		reason := strings.TrimSpace(reason)
		if reason == "" {
			return fault.FieldError("reason", "It was not rejected yet. Say in a few words what has to change: the writer reads it.")
		}
		if err := w.tellWriter(aff, incident.RequestRejected, a.ID, reason); err != nil {
			return err
		}
		kind := r.Update.Kind
		if err := w.endRequest(aff, incident.RequestRejected); err != nil {
			return err
		}
		return w.record(a.ID, "approval", fmt.Sprintf("Did not approve the update (%s) to %s: %s", kind, aff.Client.Name, reason))
	})
}

// Withdraw takes back a request before it was approved. Its words return to the
// writer's draft.
func (s *Service) Withdraw(ctx context.Context, a incident.Actor, number int64, client string, n int) (*incident.Incident, error) {
	return s.changeRequest(ctx, a, incident.Send, number, client, n, func(w *Unit, aff *incident.Affected, r *incident.Request) error {
		if a.ID != r.Update.By && a.ID != w.inc.Roles[playbook.Commander] {
			return fault.Errorf(fault.Denied, "Only %s, who wrote it, or who is in charge takes it back. Nothing was changed. If it is wrong, press Reject.", fault.Mention(r.Update.By))
		}
		if err := w.endRequest(aff, incident.RequestWithdrawn); err != nil {
			return err
		}
		return w.record(a.ID, "approval", fmt.Sprintf("Took back the update to %s before it was approved.", aff.Client.Name))
	})
}

// voidRequest ends a request because what it was about has changed.
func (w *Unit) voidRequest(aff *incident.Affected, why string) error {
	if aff.Request == nil {
		return nil
	}
	if err := w.tellWriter(aff, incident.RequestVoid, "", why); err != nil {
		return err
	}
	return w.endRequest(aff, incident.RequestVoid)
}

// replaceRequest ends a request because its client is told something else now.
// If that is somebody else's text, the first writer learns of it.
func (w *Unit) replaceRequest(aff *incident.Affected, by string) error {
	if r := aff.Request; r != nil && r.Update.By != by {
		return w.voidRequest(aff, "another text took its place")
	}
	return w.endRequest(aff, incident.RequestReplaced)
}

// endRequest gives the words of an open request back to their writer.
func (w *Unit) endRequest(aff *incident.Affected, how string) error {
	if aff.Request == nil {
		return nil
	}
	draft := aff.Request.Update
	draft.Again, draft.Approved = "", nil
	if _, newer := aff.Drafts[draft.By]; !newer && how != incident.RequestReplaced {
		aff.KeepDraft(draft)
	}
	return w.closeRequest(aff, how)
}

// closeRequest takes the buttons from everything that asked.
func (w *Unit) closeRequest(aff *incident.Affected, how string) error {
	r := aff.Request
	aff.Request = nil
	for i, key := range r.Posts {
		d := w.inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/request/%d/answered/%d", aff.Client.ID, r.N, i), w.now)
		d.Lane = d.Key // one that cannot be edited holds up nothing
		d.Client, d.Target = aff.Client.ID, key
		d.Data = map[string]string{"request": how, "kind": r.Update.Kind, "by": r.Decider(how)}
		if err := enqueue(w.tx, d); err != nil {
			return err
		}
	}
	return nil
}

// tellWriter brings the end of a request to the person who wrote it.
func (w *Unit) tellWriter(aff *incident.Affected, how, by, why string) error {
	r := aff.Request
	d := w.inc.NewDelivery(outbox.ApprovalEnded, fmt.Sprintf("%s/request/%d/ended", aff.Client.ID, r.N), w.now)
	d.Client, d.To, d.Lane = aff.Client.ID, r.Update.By, "direct/"+r.Update.By
	d.Data = map[string]string{"request": how, "kind": r.Update.Kind, "by": by, "why": why}
	return enqueue(w.tx, d)
}
