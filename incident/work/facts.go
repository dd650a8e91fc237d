package work

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/timeline"
)

// FactsChanged follows new answers: the severity that they ask for, the hour
// within which a loss is told, and the clients who have heard otherwise.
func (w *Unit) FactsChanged(a incident.Actor, changed []facts.Question) error {
	w.joinSteps()
	if floor := w.floor(); w.Inc.State == incident.Open && floor != 0 && w.Inc.Severity > floor {
		was := w.Inc.Severity
		if err := w.Inc.SetSeverity(floor, w.Now); err != nil {
			return err
		}
		if err := w.weighed(a, was); err != nil {
			return err
		}
	}
	if err := w.unclose(a); err != nil {
		return err
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		w.Inc.Hurry(aff, w.Now)
		for _, q := range changed {
			e := w.Inc.NewsFor(aff, q)
			if e == nil {
				continue
			}
			if err := w.ClientEvent(aff, *e); err != nil {
				return err
			}
		}
	}
	return nil
}

// unclose takes back that an incident is closed where a client has to hear something
// more of it: what is closed reminds nobody.
func (w *Unit) unclose(a incident.Actor) error {
	untold := func(aff incident.Affected) bool { return len(w.Inc.Untold(&aff)) > 0 }
	if w.Inc.State != incident.Closed || !slices.ContainsFunc(w.Inc.Clients, untold) {
		return nil
	}
	w.Inc.State, w.Inc.ClosedAt = incident.Resolved, time.Time{}
	for i := range w.Inc.Clients {
		w.Inc.Clients[i].NoPromise = "it was closed before that was known"
	}
	return w.Record(timeline.Entry{Kind: timeline.Unclosed, By: a.ID})
}

// turnedInto lists the kinds that the facts say it is, too: data is gone or somebody
// may have got in, and the incident began as something else. Of several for one
// fact it is the gravest.
func (w *Unit) turnedInto() (list []*playbook.Playbook) {
	for _, q := range []facts.Question{facts.DataLost, facts.Intruder} {
		if !facts.Bad(q, w.Inc.Facts.Answer(q)) || w.Inc.KindTraits().Suspects() == q {
			continue
		}
		var gravest *playbook.Playbook
		for _, id := range w.Kinds() {
			pb := w.Playbook(id)
			if pb.Suspects() == q && (gravest == nil || pb.Floor != 0 && (gravest.Floor == 0 || pb.Floor < gravest.Floor)) {
				gravest = pb
			}
		}
		if gravest != nil {
			list = append(list, gravest)
		}
	}
	return list
}

// joinSteps adds the steps of what it has turned into.
func (w *Unit) joinSteps() {
	for _, pb := range w.turnedInto() {
		if list := pb.Join(w.Inc.Checklist); len(list) <= incident.MaxItems {
			w.Inc.Checklist = list
		}
	}
}

// floor is the mildest severity that the incident may have, by its kind and by
// what it has turned into.
func (w *Unit) floor() client.Severity {
	floor := w.Inc.Floor(w.Playbook(w.Inc.Kind))
	for _, pb := range w.turnedInto() { // a loss has its floor in the record, and eases it
		if f := w.Inc.Floor(pb); pb.Suspects() != facts.DataLost && f != 0 && (floor == 0 || f < floor) {
			floor = f
		}
	}
	return floor
}

// Noticed keeps when somebody says that we noticed the bad news, if that is another
// time than it was.
func (w *Unit) Noticed(a incident.Actor, at time.Time) error {
	if at.IsZero() {
		return nil
	}
	was := w.Inc.Noticed()
	if err := w.Inc.SetNoticed(at, w.Now); err != nil || w.Inc.Noticed().Equal(was) {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.Note, By: a.ID, Words: "It was noticed at " + w.Inc.Noticed().UTC().Format("Mon 2 Jan 15:04 UTC") + "."})
}
