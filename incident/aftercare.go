package incident

import (
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// Pending lists what the client is still owed, the earliest first.
func (aff *Affected) Pending() (list []*promise.Promise) {
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Outcome == promise.Pending {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *promise.Promise) int { return a.DueAt.Compare(b.DueAt) })
	return list
}

// Afterwards is what a client is owed next of what comes after the final message
// and has a text of its own: the review, a check-in; nil if nothing is.
func (aff *Affected) Afterwards() *promise.Promise {
	for _, p := range aff.Pending() {
		if promise.Of(p.Kind).Draft != "" && !p.Rings() {
			return p
		}
	}
	return nil
}

// Answering is the kind of update that brings a client news after the final message: the
// answer that was open, or of a loss where it stands.
func (inc *Incident) Answering(aff *Affected) string {
	p := aff.Owed(promise.Afterword)
	if inc.ToldLoss(aff) != nil || inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) || p != nil && !p.Said { // they wait for no answer: it is new
		return update.Progress
	}
	return update.OpenAnswer
}

// afterwards makes what follows the final message: the written review by the date that
// it names, and that we ask how it goes.
func (inc *Incident) afterwards(aff *Affected, review, at time.Time) {
	if review.After(at) {
		inc.Pledges(aff).Review(review, at)
		inc.reviewPromised(at)
	}
	inc.follow(aff, schedule.Sooner(aff.EndedAt(), at), at)
}

// keeps settles what a text after the final message, or a call, brings the client.
func (inc *Incident) keeps(aff *Affected, u *update.Update, at time.Time) {
	inc.Pledges(aff).Apply(u, at)
	inc.Pledges(aff).Heard(u, at)
	if u.Kind == update.NewDate {
		inc.moves(aff, u, at)
		return
	}
	for _, p := range aff.Pending() {
		if promise.Of(p.Kind).Draft == u.Kind && u.Kind != update.Rebuild && !p.Rings() {
			p.Settle(u.N, at)
			break
		}
	}
	inc.Pledges(aff).Later(u, at)
	inc.reviewPromised(at)
	if !update.KindOf(u.Kind).Asks && !(u.Kind == update.ByHand && byhand.How(u.Words["how"]).Spoke()) {
		return
	}
	for _, p := range aff.Pending() { // who speaks with them asks how it goes, and nobody asks twice on a day
		if update.KindOf(promise.Of(p.Kind).Draft).Asks && p.DueAt.Before(at.Add(sameDay)) {
			p.Settle(u.N, at)
		}
	}
}

// sameDay is how long before its time a call, or another one, takes the place of a check-in.
const sameDay = 12 * time.Hour

// moves applies that the client was told a new date for something. One that was
// overdue stays counted as late.
func (inc *Incident) moves(aff *Affected, u *update.Update, at time.Time) {
	old, due := inc.Pledges(aff).Moves(u), u.Times["new_due"]
	if old == nil || !due.After(at) {
		return
	}
	inc.Pledges(aff).Follow(old, u, at)
	inc.Pledges(aff).Replace(old, due, u.N, at)
	inc.reviewPromised(at)
}

// TickReview marks the step done that a review given by hand proves.
func (inc *Incident) TickReview(by string, now time.Time) { inc.tick(update.PostmortemCover, by, now) }
