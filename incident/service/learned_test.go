package service_test

import (
	"testing"
	"time"

	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/work"
)

// The steps to look back and to agree on changes are done when the review is answered and
// the first change is written down: nobody ticks them as well. What replaces a temporary
// fix is no such change.
func TestLookingBackTicksItsSteps(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("outage")
	d.write("ana", false)
	d.pass(2 * time.Hour)
	done := func(means string) bool {
		for _, it := range d.inc().Checklist {
			if it.Means == means {
				return it.State == playbook.ItemDone
			}
		}
		t.Fatalf("no step means %s", means)
		return false
	}
	says := servicetest.Solved
	says.Until = d.now.Add(7 * 24 * time.Hour)
	if done(playbook.MeansRepair) {
		t.Error("the repair is done before anybody said so")
	}
	if _, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: says}); err != nil {
		t.Fatal(err)
	}
	if c := d.inc().Changes.Stopgap(); c == nil || !c.DueAt.Equal(says.Until) || c.Owner != "U0ANA" || !done(playbook.MeansRepair) || done(playbook.MeansChanges) {
		t.Errorf("the temporary fix is %+v; repair done %t, changes done %t", c, done(playbook.MeansRepair), done(playbook.MeansChanges))
	}
	conclude := func(l work.Lesson) {
		t.Helper()
		if _, _, err := d.Conclude(t.Context(), people["ana"], 1, l); err != nil {
			t.Fatal(err)
		}
	}
	conclude(work.Lesson{Answers: &review.Answers{State: review.Suspected, Why: "A change stopped it."}})
	if done(playbook.MeansLearned) {
		t.Error("half an answer looks back")
	}
	conclude(work.Lesson{Answers: &review.Answers{State: review.Suspected, Why: "A change stopped it.", Gap: "Nobody tries a payment."}})
	conclude(work.Lesson{Changes: []review.Change{{Text: "try a payment", Owner: "U0BEN", DueAt: d.now.Add(24 * time.Hour)}}})
	if !done(playbook.MeansLearned) || !done(playbook.MeansChanges) {
		t.Errorf("learned %t, changes %t; want both", done(playbook.MeansLearned), done(playbook.MeansChanges))
	}
}
