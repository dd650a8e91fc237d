package incident

import (
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
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
	if inc.ToldLoss(aff) != nil || inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) {
		return update.Progress
	}
	return update.OpenAnswer
}

// Obstacle is a promise that keeps an incident from being closed.
type Obstacle struct {
	Client    *Affected
	Promise   *promise.Promise
	Ownerless bool // nobody would be reminded of it
}

// Obstacles lists what has to be settled before the incident is closed: what is
// overdue or has no owner, and what only an incident that is not closed can keep.
func (inc *Incident) Obstacles(now time.Time) (list []Obstacle) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for _, p := range aff.Pending() {
			row := promise.Of(p.Kind)
			o := Obstacle{aff, p, inc.Holder(row.Owner) == ""}
			if row.Close == promise.Stops || o.Ownerless || p.Overdue(now) {
				list = append(list, o)
			}
		}
	}
	return list
}

// MayClose refuses to close what still owes something now. What lies ahead stays
// promised after the close.
func (inc *Incident) MayClose(now time.Time) *fault.Error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.Out > 0 {
			return fault.FieldError("reason", "%s was *not* closed: update %d is still on its way to %s. Wait until it has arrived, or until you are asked what to do.", inc.Name(), aff.Out, aff.Client.Name)
		}
		if open := aff.Unanswered(); len(open) > 0 && inc.Drill == nil {
			return fault.FieldError("reason", "%s was *not* closed: %s asked “%s”, and nobody has answered. Answer where they wrote, then type asked and press Answered.", inc.Name(), aff.Client.Name, open[0].Text)
		}
	}
	list := inc.Obstacles(now)
	if len(list) == 0 {
		return nil
	}
	o := list[0]
	name := o.Client.Client.Name
	switch u := inc.MustHear(o.Client); {
	case u != nil:
		return fault.FieldError("reason", "%s was *not* closed: %s has not heard that %s. Press Client update, or call them and record it with told.", inc.Name(), name, u.That())
	case o.Promise.Kind == promise.Final:
		return fault.FieldError("reason", "%s was *not* closed: the final message to %s is still to come. Send it, or tell them by hand and record it with told.", inc.Name(), name)
	case o.Promise.Kind == promise.Afterword:
		return fault.FieldError("reason", "%s was *not* closed: %s %s. Do that first, or tell them by hand and record it with told.", inc.Name(), name, map[bool]string{true: "was told that we write again", false: "is still to hear that what we told them was wrong"}[o.Promise.Said])
	case o.Ownerless:
		return fault.FieldError("reason", "%s was *not* closed: nobody would be reminded of what %s is promised. Say who is in charge first: commander @name.", inc.Name(), name)
	}
	return fault.FieldError("reason", "%s was *not* closed: something that %s expects is overdue. Send it, tell them a new date, or say that you gave it to them: type close to get the buttons.", inc.Name(), name)
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
	old, due := inc.Pledges(aff).Movable(), u.Times["new_due"]
	if old == nil || !due.After(at) {
		return
	}
	inc.Pledges(aff).Follow(old, u, at)
	inc.Pledges(aff).Replace(old, due, u.N, at)
	inc.reviewPromised(at)
}

// Gave settles a promise because the client has got what it was about, in a way
// that left no text here.
func (inc *Incident) Gave(aff *Affected, n int, now time.Time) error {
	p := aff.PromiseN(n)
	if p == nil || p.Outcome != promise.Pending {
		return fault.Errorf(fault.Conflict, "Nothing was changed: that promise to %s is settled already. Type due to see what is due.", aff.Client.Name)
	}
	if promise.Of(p.Kind).Close == promise.Stops {
		return fault.Errorf(fault.Conflict, "Nothing was changed: what %s expects now is news. Press Client update, or call them and record it with told.", aff.Client.Name)
	}
	p.Settle(0, now)
	return nil
}

// TickReview marks the step done that a review given by hand proves.
func (inc *Incident) TickReview(by string, now time.Time) { inc.tick(update.PostmortemCover, by, now) }
