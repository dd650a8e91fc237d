package incident

import (
	"cmp"
	"time"

	"candor/incident/byhand"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/standing"
	"candor/incident/update"
)

// TellsOld says whether an update tells an answer that is another one now.
func (inc *Incident) TellsOld(u *update.Update) bool {
	now := inc.FactsOf(inc.Affected(u.Client)).Answers()
	for q, a := range u.Facts {
		if now[q] != a {
			return true
		}
	}
	return false
}

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
		open = owed.Unanswered(u)
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
		inc.afterwards(aff, u.Times["review_due"], at)
	}
}

// StillGives keeps what a client was promised in words where no update is to bring it any more.
func (inc *Incident) StillGives(aff *Affected, words []promise.Worded, now time.Time) {
	if len(words) == 0 {
		return
	}
	p := aff.Owed(promise.Afterword)
	if p == nil {
		p = inc.Promise(aff, promise.Afterword, words[0].At, now)
	}
	p.Carry(words)
}

// answersBy promises that they hear by then of what a text leaves open.
func (inc *Incident) answersBy(aff *Affected, by, at time.Time) {
	switch p := aff.Owed(promise.Afterword); {
	case !by.After(at):
	case p == nil:
		inc.Promise(aff, promise.Afterword, by, at).Said = true
	case p.Gives():
		p.Carry([]promise.Worded{{Words: "an answer to what is open", At: by}})
	}
}

// toldAfterwards keeps what a text after the last word promised.
func (inc *Incident) toldAfterwards(aff *Affected, u *update.Update, at time.Time) {
	f, lost := inc.FactsOf(aff), inc.ToldLoss(aff) != nil
	open := f.LeftOpen(lost) || len(standing.Waits(aff.Standing, f, u)) > 0
	p := aff.Owed(promise.Afterword)
	// Nothing is open once it is closed: a call before its time does not move what another named.
	stays := inc.State == Closed && u.Kind == update.ByHand && u.NextAt.IsZero() && !p.Gives() && p.StandsAt(at)
	if p != nil && !stays && (!open && !p.Gives() || update.Answers(u.Kind) && (!lost || update.AnswersAlways(u.Kind) || p.DueAt.Before(at.Add(sameDay)))) { // a check-in is no answer, and a review days ahead of what they wait for is none of that
		words := p.Worded(at)
		p.Settle(u.N, at)
		inc.StillGives(aff, words, at)
	}
	inc.keeps(aff, u, at)
	inc.answersBy(aff, cmp.Or(u.NextAt, u.Times["answer_by"]), at)
}
