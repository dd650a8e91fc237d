package work

import (
	"fmt"
	"strings"

	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/timeline"
)

// closeMoot closes the steps that make no sense any more, or opens them again.
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
	return nil
}

// BringSteps reminds the owners of steps that are due, once: from then on the card
// shows them as late. It says whether there were any.
func (w *Unit) BringSteps() (any bool, err error) {
	owners, ids := w.Inc.DueSteps(w.Now)
	for _, user := range owners {
		d := w.Inc.NewDelivery(outbox.StepDue, fmt.Sprintf("step/%s/%s", ids[user][0], user), w.Now)
		d.To, d.Data.Steps = user, strings.Join(ids[user], " ")
		if err := Enqueue(w.Tx, d); err != nil {
			return true, err
		}
	}
	return len(owners) > 0, nil
}
