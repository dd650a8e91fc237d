package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/schedule"
	"candor/incident/update"
)

// reviewRow says by when the review for a client is written if it works again at some time,
// and whether it has to be.
func (inc *Incident) reviewRow(aff *Affected, works time.Time) review.Row {
	data := false
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

// promisesChanges makes a promise of each change that a review names to a client, by
// its date: what was struck out of the text is not promised.
func (inc *Incident) promisesChanges(aff *Affected, u *update.Update, at time.Time) {
	for i := range inc.Changes {
		c := &inc.Changes[i]
		if !c.Open() || !c.DueAt.After(at) || !inc.tells(u, c) || aff.expects(c.Text) != nil {
			continue
		}
		c.Told = true
		p := inc.Promise(aff, promise.Measure, c.DueAt, at)
		p.Said, p.Words = true, c.Text
	}
}

// tells says whether a text tells the client a change: the review names those that
// were not struck out, the final message that what works is temporary.
func (inc *Incident) tells(u *update.Update, c *review.Change) bool {
	switch u.Kind {
	case update.PostmortemCover:
		return inc.Changes.Tells(u.Words["actions_line"], c)
	case update.ResolvedUpdate:
		return c.Stopgap && u.Times["temporary_until"].Equal(c.DueAt)
	}
	return false
}

// KeepsChanges refuses a review that leaves out a change which its reader was promised and
// still expects: it would take the promise back without a word.
func (inc *Incident) KeepsChanges(aff *Affected, u *update.Update) error {
	for i := range inc.Changes {
		c := &inc.Changes[i]
		if p := aff.expects(c.Text); u.Kind == update.PostmortemCover && c.Open() && p != nil && !inc.tells(u, c) {
			return fault.FieldError("actions_line", "Nothing was sent: %s was promised by %s: “%s”. Leave that line in. If it is done, type action done %d; if it takes longer, action move %d.", aff.Client.Name, aff.Client.Clock(p.DueAt, "Monday 2 January"), c.Text, c.N, c.N)
		}
	}
	return nil
}

// expects is the promise of a change that a client was told; nil if there is none.
func (aff *Affected) expects(change string) *promise.Promise {
	for _, p := range aff.Pending() {
		if p.Kind == promise.Measure && p.Words == change {
			return p
		}
	}
	return nil
}

// Expecting is the first client who was told a change and still expects it; nil if
// nobody does.
func (inc *Incident) Expecting(c *review.Change) *Affected {
	for i := range inc.Clients {
		if inc.Clients[i].expects(c.Text) != nil {
			return &inc.Clients[i]
		}
	}
	return nil
}
