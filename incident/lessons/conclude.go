// Package lessons keeps what is learned from an incident: the answers of its review, what changes so
// that it does not happen again, and that what works now is temporary.
package lessons

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/review"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Lesson is what somebody says of what is learned from an incident and what changes.
// Several may come at once.
type Lesson struct {
	Answers *review.Answers // of the review; nil: not these
	Shown   string          // what their form showed of it: [review.Review.Mark]
	Changes []review.Change // that are written down
	Done    int             // number of the change that is made; 0: none
	Moved   *review.Change  // its number, and the new date; nil: none
	Dropped int             // number of the change that is not made at all; 0: none
	Why     string          // it is moved, or dropped
}

// Conclude writes it down. If a part of it cannot stand, nothing does. It returns the
// change that is made, moved or dropped.
func Conclude(w *work.Unit, a incident.Actor, l Lesson) (c review.Change, err error) {
	w.Inc.Changes = slices.Clone(w.Inc.Changes)
	if l.Answers != nil {
		if w.Inc.Review.Clashes(*l.Answers, l.Shown) {
			return c, fault.Errorf(fault.Clash, "Nothing was saved: %s has answered the same meanwhile. Open the review again, and read it first.", fault.Mention(w.Inc.Review.By))
		}
		if err := answerReview(w, a, *l.Answers); err != nil {
			return c, err
		}
	}
	for _, c := range l.Changes {
		c.By, c.At = a.ID, w.Now
		added, err := w.Inc.Changes.Add(c)
		if e, ok := err.(*fault.Error); ok {
			e.Fields = map[string]string{review.FieldChanges: e.Message}
		}
		if err != nil {
			return *new(review.Change), err
		}
		if !c.Stopgap {
			w.Inc.Prove(playbook.MeansChanges, a.ID, w.Now)
		}
		if err := w.Record(timeline.Entry{Kind: timeline.ChangeAdded, By: a.ID, Words: added.Text, Person: added.Owner, Until: added.DueAt}); err != nil {
			return c, err
		}
	}
	switch {
	case l.Done != 0:
		return finishChange(w, a, l.Done)
	case l.Dropped != 0:
		return dropChange(w, a, l)
	case l.Moved != nil:
		return moveChange(w, a, l)
	}
	return c, nil
}

func answerReview(w *work.Unit, a incident.Actor, answers review.Answers) error {
	if w.Inc.State == incident.Open && w.Inc.Review == nil || w.Inc.State == incident.Cancelled { // where it is down again it was opened before
		return fault.Errorf(fault.Conflict, "Nothing was saved: the review is written once it works again. Until then write down what you see: note …")
	}
	r := review.Review{OpenedAt: w.Now, DueAt: w.Inc.ReviewDue(w.Inc.Affected(""), w.Now)}
	if w.Inc.Review != nil {
		r = *w.Inc.Review
	}
	if err := r.Answer(answers, a.ID, w.Now); err != nil {
		return err
	}
	w.Inc.Review = &r
	if r.Answers.Why != "" && r.Answers.Gap != "" && w.Inc.State != incident.Open {
		w.Inc.Prove(playbook.MeansLearned, a.ID, w.Now)
	}
	return w.Record(timeline.Entry{Kind: timeline.ReviewAnswered, By: a.ID, To: string(r.Answers.State), Words: r.Answers.Why})
}

func finishChange(w *work.Unit, a incident.Actor, n int) (review.Change, error) {
	c, err := w.Inc.Changes.Find(n)
	if err != nil {
		return review.Change{}, err
	}
	c.Finish(a.ID, w.Now)
	for _, aff := range w.Inc.Made(c, w.Now) {
		if err := w.CollapseAll(aff); err != nil {
			return review.Change{}, err
		}
	}
	return *c, w.Record(timeline.Entry{Kind: timeline.ChangeDone, By: a.ID, Words: c.Text})
}

// dropChange gives a change up. A client who was told of it expects it until a text says that it
// does not come.
func dropChange(w *work.Unit, a incident.Actor, l Lesson) (review.Change, error) {
	c, err := w.Inc.Changes.Find(l.Dropped)
	if err == nil {
		err = c.Drop(l.Why, a.ID, w.Now)
	}
	if err != nil {
		return review.Change{}, err
	}
	return *c, w.Record(timeline.Entry{Kind: timeline.ChangeDropped, By: a.ID, Words: c.Text, Reason: c.DropWhy})
}

// moveChange puts a change off. A client who was told its date has to be told the new
// one: that is a text, and sent by itself.
func moveChange(w *work.Unit, a incident.Actor, l Lesson) (review.Change, error) {
	c, err := w.Inc.Changes.Find(l.Moved.N)
	if err == nil {
		err = c.Move(l.Moved.DueAt, review.Move{Why: l.Why, By: a.ID, At: w.Now})
	}
	if err != nil {
		return review.Change{}, err
	}
	return *c, w.Record(timeline.Entry{Kind: timeline.ChangeMoved, By: a.ID, Words: c.Text, Until: c.DueAt, Reason: strings.TrimSpace(l.Why)})
}
