package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/standing"
	"candor/incident/update"
)

// ApplyTold applies the fact that the client heard: it settles what was owed, moves
// the status and makes the next promise.
func (inc *Incident) ApplyTold(aff *Affected, u *update.Update, at time.Time) {
	inc.Reopening = nil
	if update.Aftercare(u.Kind) && inc.State == Open { // it settles nothing of what is owed while it is broken
		inc.moves(aff, u, at) // unless that comes later because it is down again
		return
	}
	if p := aff.Owed(promise.Meeting); p != nil && p.DueAt.Equal(u.LateCall) {
		if p.Owned = true; !aff.Client.Manner.Calls() {
			p.End(promise.Dropped, "they are written to", at)
			p.Update = u.N
		}
	}
	if k := update.KindOf(u.Kind); k.Moves(inc.StatusOf(aff)) && (inc.State == Open) == (k.Status != update.StatusSolved) && !u.At.Before(aff.SaidTimes[Fell]) { // nor has it stopped since that was written
		inc.Stands(aff, k.Status)
	}
	inc.tick(u.Kind, u.By, at)
	aff.ToldOf = inc.about(aff)
	inc.toldEstimate(u, at)
	aff.paced(u, at)
	if inc.State == Open {
		inc.toldOpen(aff, u, at)
		return
	}
	inc.toldResolved(aff, u, at)
}

// StatusOf is what a client was told of the state of things, or would be told now.
func (inc *Incident) StatusOf(aff *Affected) update.Status {
	if aff == nil || inc.State != Open {
		return inc.Status
	}
	return cmp.Or(aff.Status, inc.Status)
}

// Stands keeps what a client was told of the state of things. The incident is no better off
// than whoever of its clients is worst off.
func (inc *Incident) Stands(aff *Affected, s update.Status) {
	was := inc.Status
	inc.Status = s
	for i := range inc.Clients {
		one := &inc.Clients[i]
		if one.Status = cmp.Or(one.Status, was); one == aff {
			one.Status = s
		}
		if inc.State == Open && one.Owed(promise.Update) != nil && one.Status.Worse(inc.Status) {
			inc.Status = one.Status
		}
	}
}

func (inc *Incident) toldOpen(aff *Affected, u *update.Update, at time.Time) {
	var open *promise.Event
	owed := aff.Owed(promise.Update)
	if owed != nil {
		open = owed.Unanswered(u, inc.ImpactOn(aff.Client.ID))
		owed.Settle(u.N, schedule.Later(at, owed.MadeAt))
	}
	if u.Night != "" {
		aff.Night = NightAnswer{Choice: u.Night, At: at}
		if u.AsksNight(&aff.Client) {
			aff.Night.By = u.By
		}
	}
	next, made := cmp.Or(u.NextAt, u.Usual), at
	if !next.After(at) { // delivered so late that what it promised has passed: the ladder says by how much
		made = u.At
	}
	if !next.After(made) {
		next = inc.NextAfter(aff, u, made)
	}
	p := inc.Promise(aff, promise.Update, next, made)
	p.Said, p.Words, p.By, p.Event = u.Usual.IsZero(), u.Words["promised"], u.By, open
	p.Carry(owed.Left(u, byhand.Typed(u), at, next))
	if open != nil { // it happened after the text was approved
		aff.unslow()
	}
	if u.Quiet {
		inc.rest(u.NextAt)
	}
}

func (inc *Incident) toldResolved(aff *Affected, u *update.Update, at time.Time) {
	final := aff.Owed(promise.Final)
	switch {
	case update.KindOf(u.Kind).Afterward, final == nil && (u.Kind == update.ByHand || u.Kind == update.Progress && aff.Owed(promise.Afterword) != nil):
		inc.toldAfterwards(aff, u, at)
	case u.Kind != update.ResolvedUpdate && u.Kind != update.ByHand: // it was on its way when it was resolved: the last word is still owed
		if final == nil {
			inc.Promise(aff, promise.Final, inc.FinalDue(aff, at), at)
			aff.NoPromise = ""
		}
	default: // a final message promises what it says, also where none was owed
		if final != nil {
			final.Settle(u.N, at)
			inc.Prove(playbook.MeansResolved, u.By, at) // by hand counts the same: no text of it follows
		}
		inc.Pledges(aff).Apply(u, at)
		inc.answersBy(aff, u.Times["answer_by"], at)
		if u.Kind == update.ByHand {
			inc.hearsBy(aff, u, nil, at)
		}
		inc.afterwards(aff, u.Times["review_due"], at)
	}
}

// anAnswer is what a client waits for who was promised to hear of what is open.
const anAnswer = "an answer to what is open"

// StillGives keeps what a client was promised in words where no update is to bring it any more.
func (inc *Incident) StillGives(aff *Affected, words []promise.Worded, now time.Time) {
	if len(words) == 0 {
		return
	}
	p := aff.Owed(promise.Afterword)
	if p == nil {
		p = inc.Promise(aff, promise.Afterword, words[0].At, now)
		p.Open = words[0].Words == anAnswer
	}
	p.Carry(words)
}

// answersBy promises that they hear by then of what a text leaves open.
func (inc *Incident) answersBy(aff *Affected, by, at time.Time) {
	switch p := aff.Owed(promise.Afterword); {
	case !by.After(at):
	case p == nil:
		p = inc.Promise(aff, promise.Afterword, by, at)
		p.Said, p.Open = true, true
	case p.Gives():
		p.Carry([]promise.Worded{{Words: anAnswer, At: by}})
	}
}

// hearsBy promises that they hear from us by the time that a text or a report after the last word
// names, and keeps what was promised in words.
func (inc *Incident) hearsBy(aff *Affected, u *update.Update, words []promise.Worded, at time.Time) {
	if !u.NextAt.After(at) {
		inc.StillGives(aff, words, at)
		return
	}
	old := aff.Owed(promise.Afterword)
	if old != nil { // the last word was still owed beside it
		words = append(old.Worded(at), words...)
		old.Settle(u.N, at)
	}
	p := inc.Promise(aff, promise.Afterword, u.NextAt, at)
	p.Said, p.Open, p.Words, p.By = true, inc.leavesOpen(aff, u), u.Words["promised"], u.By
	p.Carry(words)
}

// leavesOpen says whether a client waits for an answer after the last word, also once they know u.
func (inc *Incident) leavesOpen(aff *Affected, u *update.Update) bool {
	f := inc.FactsOf(aff)
	return f.LeftOpen(inc.ToldLoss(aff) != nil) || len(inc.Unheard(aff)) > 0 || len(standing.Waits(aff.Standing, f, u)) > 0
}

// toldAfterwards keeps what a text after the last word promised.
func (inc *Incident) toldAfterwards(aff *Affected, u *update.Update, at time.Time) {
	p, open, lost := aff.Owed(promise.Afterword), inc.leavesOpen(aff, u), inc.ToldLoss(aff) != nil
	var words []promise.Worded
	if p != nil && !stays(p, u, open, at) && (!open && !p.Gives() || update.Answers(u.Kind) && (!lost || update.AnswersAlways(u.Kind) || p.DueAt.Before(at.Add(sameDay)))) { // a check-in is no answer, and a review days ahead of what they wait for is none of that
		words = stillGiven(p, u, open, at)
		p.Settle(u.N, at)
	}
	inc.keeps(aff, u, at)
	inc.hearsBy(aff, u, words, at)
	inc.answersBy(aff, u.Times["answer_by"], at)
}

// stays says whether a call that names no time leaves promised what a text or a call before it named:
// it does, unless it brings the answer of which they were to hear by then.
func stays(p *promise.Promise, u *update.Update, open bool, at time.Time) bool {
	return u.Kind == update.ByHand && u.NextAt.IsZero() && p.StandsAt(at) && (open || !p.Open)
}

// stillGiven is what stays promised in words after a text or a call that settles the promise: of a
// call that names a sooner time, the answer that is open, too.
func stillGiven(p *promise.Promise, u *update.Update, open bool, at time.Time) []promise.Worded {
	spoken := u.Kind == update.ByHand
	if spoken && open && p.Open && !p.Gives() && p.StandsAt(at) {
		return []promise.Worded{{Words: anAnswer, At: p.DueAt}}
	}
	return slices.DeleteFunc(p.Left(u, byhand.Typed(u), at, u.NextAt), func(w promise.Worded) bool { return w.Words == anAnswer && (!spoken || !open) })
}
