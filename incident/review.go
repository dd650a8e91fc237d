package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/facts"
	"candor/incident/pledge"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/schedule"
)

// reviewRow says by when the review for a client is written if it works again at some time,
// and whether it has to be. Where it worked before it was called solved, that is how long it was down.
func (inc *Incident) reviewRow(aff *Affected, works time.Time) review.Row {
	data := false
	if at := inc.WorksSince(aff); !at.IsZero() {
		works = schedule.Earlier(at, works)
	}
	for _, q := range []facts.Question{facts.DataLost, facts.Personal} {
		a := inc.FactsOf(aff).Answer(q)
		data = data || a != "" && a != facts.No
	}
	return review.Of(review.Harm{Severity: inc.Severity, Traits: inc.traitsFor(aff), Down: works.Sub(inc.Since), Data: data})
}

// ReviewDue is when a client may expect the review if it works again at some time.
func (inc *Incident) ReviewDue(aff *Affected, works time.Time) time.Time {
	return inc.staffed(promise.Review, inc.reviewRow(aff, works).Days, func(days int) time.Time { return aff.Client.BusinessDays(days, works) })
}

// OpenReview opens the written review where there has to be one; it says whether it
// did. Of several clients the first date counts.
func (inc *Incident) OpenReview(now time.Time) bool {
	if inc.Review != nil || inc.Aftercare(now) == Small {
		return false
	}
	due := time.Time{}
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; inc.AftercareOf(aff, now) != Small {
			due = schedule.Sooner(due, inc.ReviewDue(aff, inc.ResolvedAt))
		}
	}
	inc.Review = review.Open(nil, due, now)
	return true
}

// reviewPromised opens the review, or moves it, to when clients expect it.
func (inc *Incident) reviewPromised(now time.Time) {
	due := time.Time{}
	for i := range inc.Clients {
		if p := inc.Clients[i].Owed(promise.Review); p != nil {
			due = schedule.Sooner(due, p.DueAt)
		}
	}
	if !due.IsZero() {
		inc.Review = review.Open(inc.Review, due, now)
	}
}

// Pledges is what changes, and what a client is owed of it.
func (inc *Incident) Pledges(aff *Affected) pledge.Book {
	return pledge.Book{Changes: inc.Changes, Client: &aff.Client, Days: func(n int, now time.Time) time.Time { return inc.BusinessDays(&aff.Client, n, now) }, Owed: aff.Pending, Promise: func(kind promise.Kind, due, now time.Time) *promise.Promise {
		return inc.Promise(aff, kind, due, now)
	}}
}

// AsksStopgap says whether it is to be asked if what works is temporary: that is known where
// it was said, and has not been down again since.
func (inc *Incident) AsksStopgap() bool {
	c := inc.Changes.Stopgap()
	return c == nil || slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.Worked.Fell().After(c.At) })
}

// Made settles what clients were promised of a change that is made. It returns whose
// promises those were.
func (inc *Incident) Made(c *review.Change, now time.Time) (kept []*Affected) {
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; inc.Pledges(aff).Made(c, now) {
			kept = append(kept, aff)
		}
	}
	return kept
}

// Expecting is the first client who was told a change and still expects it, or word that
// it is made, and that promise; nil if nobody does.
func (inc *Incident) Expecting(c *review.Change) (*Affected, *promise.Promise) {
	for i := range inc.Clients {
		book := inc.Pledges(&inc.Clients[i])
		if p := cmp.Or(book.Of(promise.Measure, c), book.Of(promise.Made, c)); p != nil {
			return &inc.Clients[i], p
		}
	}
	return nil, nil
}
