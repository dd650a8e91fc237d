package work

import (
	"fmt"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/resend"
	"candor/incident/timeline"
	"candor/incident/update"
)

// stopTurned gives back what waits for approval, and what is on its way and no part of which has
// left, where something has changed since and it is not right any more.
func (w *Unit) stopTurned() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if r := aff.Request; r != nil {
			if why := resend.Void(w.Inc, aff, &r.Update, w.Now); why != "" {
				if err := w.VoidRequest(aff, why); err != nil {
					return err
				}
			}
		}
		if err := w.stop(aff); err != nil {
			return err
		}
	}
	return nil
}

// stop takes back what is on its way to a client, and tells its writer why.
func (w *Unit) stop(aff *incident.Affected) error {
	if aff.Out == 0 {
		return nil
	}
	u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, aff.Out)
	if damage.IsLost(err) { // it does not leave any more
		return nil
	}
	if err != nil {
		return err
	}
	why := resend.Turned(w.Inc, aff, u, w.Now)
	if why == "" {
		return nil
	}
	if err := w.recall(aff, u); fault.CodeOf(err) == fault.Conflict { // what has not left is looked at as it leaves
		return nil
	} else if err != nil {
		return err
	}
	w.giveBack(aff, u)
	d := w.Inc.NewDelivery(outbox.ApprovalEnded, fmt.Sprintf("%s/update/%d/stopped", aff.Client.ID, u.N), w.Now)
	d.Client, d.Update, d.To = aff.Client.ID, u.N, w.heir(u.By)
	d.Lane = "direct/" + d.To
	d.Data = outbox.Payload{Request: approval.Void, UpdateKind: u.Kind, Why: why, User: u.By}
	if err := Enqueue(w.Tx, d); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Stopped, Update: u.N, Reason: why})
}

// giveBack keeps the words of a text that does not leave any more as its writer's draft, unless
// they have begun another; as the draft of who answers for a writer who has left.
func (w *Unit) giveBack(aff *incident.Affected, u *update.Update) {
	words := u.AsDraft()
	if words.By = w.heir(u.By); words.By != "" && aff.Drafts[words.By].Kind == "" {
		aff.KeepDraft(words)
	}
}
