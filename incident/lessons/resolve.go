package lessons

import (
	"strings"
	"time"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/schedule"
	"candor/incident/solved"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Resolve changes the state, and owes each told client its last word. What should have
// been done first moves to the morning, and a temporary fix gets its end.
func Resolve(w *work.Unit, a incident.Actor, says solved.Answers) error {
	if err := w.EndRequests("the incident was resolved"); err != nil {
		return err
	}
	w.Inc.State, w.Inc.ResolvedAt, w.Inc.Reopening = incident.Resolved, w.Now, nil
	toMorning(w.Inc, w.Now)
	w.Inc.Prove(playbook.MeansRepair, a.ID, w.Now)
	if err := stopgap(w, a, says); err != nil {
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

// stopgap writes down that what works now is temporary: whoever leads the repair
// replaces it.
func stopgap(w *work.Unit, a incident.Actor, says solved.Answers) error {
	if c := w.Inc.Changes.Stopgap(); c != nil && w.Inc.AsksStopgap() { // it was down again, and asked anew
		return anew(w, a, c, says)
	}
	if !says.Temporary() {
		return nil
	}
	owner := w.Inc.Holder(playbook.Tech)
	if owner == "" {
		owner = a.ID
	}
	_, err := Conclude(w, a, Lesson{Changes: []review.Change{{Text: says.Lasting, Owner: owner, DueAt: says.Until, Stopgap: true}}})
	return err
}

// anew says what becomes of a temporary fix that has fallen over: what works now stays, or
// is replaced by another day.
func anew(w *work.Unit, a incident.Actor, c *review.Change, says solved.Answers) error {
	var err error
	switch {
	case !says.Temporary():
		_, err = Conclude(w, a, Lesson{Done: c.N})
	case !c.DueAt.Equal(says.Until):
		_, err = Conclude(w, a, Lesson{Moved: &review.Change{N: c.N, DueAt: says.Until}, Why: "it was down again, and what works now is temporary, too"})
	}
	return err
}

// toMorning moves what was to be done before it was resolved to its owner's next morning.
func toMorning(inc *incident.Incident, now time.Time) {
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; it.State == playbook.ItemOpen && it.Gate == playbook.ResolveGate {
			it.NotTill, it.Brought = schedule.Later(it.NotTill, schedule.Morning(inc.ZoneNamed(inc.Holder(it.Owner)), now)), false
		} else if it.Gate == playbook.NoGate && it.Opens == "" { // it was for as long as it was down
			it.Brought = false
		}
	}
}
