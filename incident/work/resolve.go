package work

import (
	"strings"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/solved"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Resolve changes the state, and owes each told client its last word. What should have
// been done first moves to the morning, and a temporary fix gets its end.
func (w *Unit) Resolve(a incident.Actor, says solved.Answers) error {
	if err := w.EndRequests("the incident was resolved"); err != nil {
		return err
	}
	w.Inc.State, w.Inc.ResolvedAt, w.Inc.Reopening = incident.Resolved, w.Now, nil
	w.Inc.ToMorning(w.Now)
	w.Inc.Prove(playbook.MeansRepair, a.ID, w.Now)
	if err := w.stopgap(a, says); err != nil {
		return err
	}
	if w.Inc.OpenReview(w.Now) {
		if err := w.Record(timeline.Entry{Kind: timeline.ReviewOpened, Until: w.Inc.Review.DueAt}); err != nil {
			return err
		}
	}
	for i := range w.Inc.Clients {
		if err := w.LastWord(&w.Inc.Clients[i], says.Reason); err != nil {
			return err
		}
	}
	return w.Record(timeline.Entry{Kind: timeline.Resolved, By: a.ID, Answer: string(says.Seen), Reason: strings.TrimSpace(says.Reason)})
}

// LossWasTold refuses to say of the data that nothing is known, or lost, where a client
// has a text of ours that says that it is, and no correction since: whoever sent it
// answered no question.
func (w *Unit) LossWasTold() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		for n := aff.Updates; n > 0; n-- {
			u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
			if err != nil && !damage.IsLost(err) {
				return err
			}
			if err != nil || fault.OneOf(u.State, update.Draft, update.Withdrawn, update.Failed) {
				continue
			}
			if u.Kind == update.Correction {
				break
			}
			if u.Kind == update.DataLoss {
				return fault.FieldError(solved.FieldData, "%s was *not* resolved, and nothing was sent: %s has a text that says that data is lost. If that is so, choose Yes. If it was wrong, type fact data_lost no, and send them the correction first.", w.Inc.Name(), aff.Client.Name)
			}
		}
	}
	return nil
}

// lastingRepair is what a temporary fix is replaced by: clients read it, too.
const lastingRepair = "a lasting repair in place of the temporary fix"

// stopgap writes down that what works now is temporary: whoever leads the repair
// replaces it.
func (w *Unit) stopgap(a incident.Actor, says solved.Answers) error {
	if !says.Temporary() {
		return nil
	}
	owner := w.Inc.Holder(playbook.Tech)
	if owner == "" {
		owner = a.ID
	}
	_, err := w.Conclude(a, Lesson{Changes: []review.Change{{Text: lastingRepair, Owner: owner, DueAt: says.Until, Stopgap: true}}})
	return err
}
