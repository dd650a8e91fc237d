package work

import (
	"fmt"
	"time"

	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/timeline"
)

// closeMoot closes the steps that make no sense any more, or opens them again. Messages
// about steps follow.
func (w *Unit) closeMoot() error {
	for _, it := range w.Inc.CloseMoot(w.Now) {
		kind := timeline.StepSkipped
		if it.State == playbook.ItemOpen {
			kind = timeline.StepReopened
		}
		if err := w.Record(timeline.Entry{Kind: kind, Step: it.Text, Reason: it.Reason}); err != nil {
			return err
		}
	}
	return w.settleSteps()
}

// settleSteps edits the messages that named a step as due, once it stands otherwise: none
// asks for what is done.
func (w *Unit) settleSteps() error {
	for _, key := range playbook.Untold(w.Inc.Checklist) {
		if err := w.Redraw(key); err != nil {
			return err
		}
	}
	return nil
}

// TellSteps tells somebody that steps of theirs are due: in one message a day, which is
// edited, since an edit wakes nobody.
func (w *Unit) TellSteps(user string) error {
	key := fmt.Sprintf("steps/%s/%s", w.Now.UTC().Format(time.DateOnly), user)
	for i := range w.Inc.Checklist {
		if it := &w.Inc.Checklist[i]; it.State == playbook.ItemOpen && it.Brought && w.Inc.Holder(it.Owner) == user {
			it.Told, it.ToldAs = fault.AppendNew(it.Told, w.Inc.Name()+"/"+key), it.Stands()
		}
	}
	old, err := w.Tx.Delivery(w.Inc.Name() + "/" + key)
	if err == nil {
		return w.redraw(old)
	} else if !damage.IsLost(err) {
		return err
	}
	d := w.Inc.NewDelivery(outbox.StepDue, key, w.Now)
	d.To = user
	return Enqueue(w.Tx, d)
}
