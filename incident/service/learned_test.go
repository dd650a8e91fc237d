package service_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/lessons"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/solved"
	"candor/incident/update"
	"candor/incident/view"
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
	says.Lasting = "a lasting repair"
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
	conclude := func(l lessons.Lesson) {
		t.Helper()
		if _, _, err := d.Conclude(t.Context(), people["ana"], 1, l); err != nil {
			t.Fatal(err)
		}
	}
	conclude(lessons.Lesson{Answers: &review.Answers{State: review.Suspected, Why: "A change stopped it."}})
	if done(playbook.MeansLearned) {
		t.Error("half an answer looks back")
	}
	conclude(lessons.Lesson{Shown: d.inc().Review.Mark(), Answers: &review.Answers{State: review.Suspected, Why: "A change stopped it.", Gap: "Nobody tries a payment."}})
	conclude(lessons.Lesson{Changes: []review.Change{{Text: "try a payment", Owner: "U0BEN", DueAt: d.now.Add(24 * time.Hour)}}})
	if !done(playbook.MeansLearned) || !done(playbook.MeansChanges) {
		t.Errorf("learned %t, changes %t; want both", done(playbook.MeansLearned), done(playbook.MeansChanges))
	}
}

// A client has a text that says that data is lost, sent by somebody who answered no
// question. The final message does not say the opposite before they have a correction.
func TestATextAboutALossIsNotDeniedByResolving(t *testing.T) {
	d := newDesk(t, withChannel, "ana", "ben")
	d.declare("backup_failure")
	resolve := func(data facts.Answer) error {
		t.Helper()
		_, err := d.Resolve(t.Context(), people["ana"], 1, service.Solved{Answers: solved.Answers{Seen: solved.ByUs, Data: data}})
		return err
	}
	send := func(p incident.Proposal) {
		t.Helper()
		tell, err := d.Write(t.Context(), people["ana"], 1, p)
		for _, sure := range []bool{false, true} { // bad news is confirmed twice
			if err == nil && (!sure || tell.Again) {
				tell, err = d.Send(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, work.Consent{Hash: tell.Update.Hash(), Sure: sure, Reason: "they know the rest"})
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		d.pass(15 * time.Second)
	}
	loss := incident.Proposal{Kind: update.DataLoss, Words: map[string]string{}}
	for _, f := range servicetest.Words(t).Fields(update.DataLoss) {
		if f.Mandatory && !f.Instant {
			loss.Words[f.Name] = "all orders"
		}
	}
	send(loss)
	for _, data := range []facts.Answer{facts.No, facts.DontKnow} {
		e, ok := errors.AsType[*fault.Error](resolve(data))
		if !ok || !strings.Contains(e.Fields[solved.FieldData], "has a text that says that data is lost") || d.inc().State != incident.Open {
			t.Errorf("data is lost: %s: %v", data, e)
		}
	}
	d.fact(facts.DataLost, facts.No)
	if err := resolve(facts.No); err == nil {
		t.Error("resolved before the correction")
	}
	send(incident.Proposal{Kind: update.Correction, Words: map[string]string{"wrong": "your orders were lost", "right": "All orders are there.", "how_found": "We compared them with the payments."}})
	if err := resolve(facts.No); err != nil {
		t.Errorf("after the correction: %v", err)
	}
}
