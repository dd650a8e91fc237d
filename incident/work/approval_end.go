package work

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
)

// VoidRequest ends a request because what it was about has changed.
func (w *Unit) VoidRequest(aff *incident.Affected, why string) error {
	if aff.Request == nil {
		return nil
	}
	if err := w.TellWriter(aff, approval.Void, "", why); err != nil {
		return err
	}
	return w.EndRequest(aff, approval.Void)
}

// replaceRequest ends a request because its client is told something else now.
// If that is somebody else's text, the first writer learns of it.
func (w *Unit) replaceRequest(aff *incident.Affected, by string) error {
	if r := aff.Request; r != nil && r.Update.By != by {
		return w.VoidRequest(aff, "another text took its place")
	}
	return w.EndRequest(aff, approval.Replaced)
}

// EndRequest gives the words of an open request back to their writer.
func (w *Unit) EndRequest(aff *incident.Affected, how string) error {
	if aff.Request == nil {
		return nil
	}
	if how != approval.Replaced {
		w.giveBack(aff, &aff.Request.Update)
	}
	return w.closeRequest(aff, how)
}

// closeRequest takes the buttons from everything that asked.
func (w *Unit) closeRequest(aff *incident.Affected, how string) error {
	r := aff.Request
	if fault.OneOf(how, approval.Rejected, approval.Withdrawn) && r.Update.Kind == update.MonitoringUpdate { // since when, nobody says any more
		aff.Works = time.Time{}
	}
	aff.Request, aff.Ended = nil, r.End(how, w.heir(r.Update.By), w.Now)
	return w.endPosts(aff, r, how, r.Posts)
}

// Free takes them from messages to people whose word a request needs no more.
func (w *Unit) Free(aff *incident.Affected, posts []string) error {
	return w.endPosts(aff, aff.Request, approval.Elsewhere, posts)
}

func (w *Unit) endPosts(aff *incident.Affected, r *approval.Request, how string, posts []string) error {
	for _, key := range posts {
		d := w.Inc.NewDelivery(outbox.Answered, key[len(w.Inc.Name())+1:]+"/answered", w.Now)
		d.Lane = d.Key // one that cannot be edited holds up nothing
		d.Client, d.Target = aff.Client.ID, key
		d.Data = outbox.Payload{Request: how, UpdateKind: r.Update.Kind, By: r.Decider(how)}
		if err := Enqueue(w.Tx, d); err != nil {
			return err
		}
	}
	return nil
}

// TellWriter brings the end of a request to the person who wrote it.
func (w *Unit) TellWriter(aff *incident.Affected, how, by, why string) error {
	r := aff.Request
	d := w.Inc.NewDelivery(outbox.ApprovalEnded, fmt.Sprintf("%s/request/%d/ended", aff.Client.ID, r.N), w.Now)
	d.Client, d.To = aff.Client.ID, w.heir(r.Update.By)
	d.Lane = "direct/" + d.To
	d.Data = outbox.Payload{Request: how, UpdateKind: r.Update.Kind, By: by, Why: why, User: r.Update.By}
	return Enqueue(w.Tx, d)
}

// EndOutdated ends a request to which nobody can say yes any more: its writer has the words back
// and learns why. The refusal is for who pressed. What only waits for an answer about a copy
// of the store stays, and so does what a fault of ours keeps.
func (w *Unit) EndOutdated(aff *incident.Affected, r *approval.Request) (refusal, err error) {
	u := &r.Update
	err = w.StillTrue(aff, r)
	said, ours := errors.AsType[*fault.Error](err)
	if !ours || aff.Restored != nil || w.Inc.Over() { // as it ends, all come back
		return nil, err
	}
	why := fault.Reason(said.Message)
	if !u.Passed(w.Now).IsZero() && w.Inc.Eligible(aff, u.Kind, w.Now) == nil {
		why = "a time that it promises has passed"
	}
	return fault.Errorf(fault.Conflict, "It was *not* sent: %s. %s has the words back, and is told. Whoever is quicker writes one: press Client update.", why, fault.Mention(w.heir(u.By))),
		w.VoidRequest(aff, why)
}

// ReadLate asks once more for a text that has become late as it waited, or of another day: it says so
// now, and nobody has read it so. by is who pressed: they are asked first. The refusal is for them.
func (w *Unit) ReadLate(aff *incident.Affected, r *approval.Request, by string) (refusal, err error) {
	t := &view.Draft{Incident: w.Inc, Client: aff.Client, Update: r.Update, Findings: r.Findings}
	why := "it became late while it waited, and says so now"
	if w.own(aff, &t.Update); w.redate(aff, &t.Update, r.Update.At) {
		why = "midnight has passed since it was written, and its days are named anew"
	}
	changed, err := w.rewritten(aff, &t.Update)
	if said, ours := errors.AsType[*fault.Error](err); ours {
		why := "it became late while it waited, and there is no room in it to say so: " + fault.Reason(said.Message)
		return fault.Errorf(fault.Conflict, "It was *not* sent: %s. %s has the words back, and is told. Whoever is quicker shortens it: press Client update.", why, fault.Mention(w.heir(r.Update.By))),
			w.VoidRequest(aff, why)
	}
	if err != nil || !changed { // it is true as it is
		return nil, err
	}
	needs, alone := slices.Clone(r.Needs), by == r.Update.By
	for i := range needs {
		needs[i] = needs[i].Again(map[bool]string{false: by}[alone])
	}
	if err = w.ask(aff, t, incident.Actor{ID: r.Update.By}, needs); alone && err == nil {
		err = w.OfferAlone(aff)
	}
	return fault.Errorf(fault.Conflict, "It was *not* sent: %s. It comes to you once more. Read it, and press again.", why), err
}
