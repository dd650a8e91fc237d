package incident

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/schedule"
)

// discloseWithin is how long after a loss is confirmed the client has to know:
// time enough to call with the facts, too little to hope that it goes away.
const discloseWithin = time.Hour

// Disclosure returns from when and until when the client has to hear of a
// confirmed loss; zero if nothing is lost, or if they know.
func (inc *Incident) Disclosure(aff *Affected) (by time.Time) {
	if inc.Over() || !inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) || aff.Knows[facts.DataLost] == facts.Yes {
		return time.Time{}
	}
	return inc.tellBy(aff, facts.DataLost)
}

// tellBy is an hour after an answer was given, or when two people decided: that puts the
// hour of a loss off, and brings up what has no hour.
func (inc *Incident) tellBy(aff *Affected, q facts.Question) time.Time {
	fact := inc.FactsOf(aff).Given[q]
	since := fact.Since
	if gone := inc.FactsOf(aff).TakenBack(aff.Learned); q == facts.Sentence && len(gone) > 0 {
		since = gone[0].At
	} else if q == facts.DataLost {
		since = fact.ToldBehind(inc.Outgrown(aff))
	} else if _, _, otherwise := inc.Reworded(aff, q); otherwise {
		since = fact.Changed()
	}
	if aff.KnowsOf[q] == aff.Heard && aff.ToldAt.After(since) && facts.WasWrong(aff.Knows[q], fact.Answer) { // a person told them otherwise after that
		since = aff.ToldAt
	}
	by := cmp.Or(since, inc.KindAt).Add(discloseWithin)
	switch {
	case aff.Embargo.Agreed() && q != facts.DataLost:
		by = aff.Embargo.Until
	case aff.Embargo.Agreed():
		by = schedule.Later(by, aff.Embargo.Until)
	}
	return by
}

// MustHear is what a client has to hear now, before anything else: a loss, and where
// nothing else would bring it up, other bad news, too: once it is resolved, then also
// what was wrong of what they read, and once two people had decided that they hear it
// later. Nil if they know, or there is nothing.
func (inc *Incident) MustHear(aff *Affected) *Untold {
	u := inc.Withheld(aff)
	if u == nil || inc.Over() || inc.State == Open && inc.Disclosure(aff).IsZero() && !aff.Embargo.Agreed() {
		return nil
	}
	return u
}

// HearsBy is the same of what is owed by a time: nil while two people have decided that they hear it after that.
func (inc *Incident) HearsBy(aff *Affected, due, now time.Time) *Untold {
	if aff.Embargo.Stands(schedule.Later(due, now)) {
		return nil
	}
	return inc.MustHear(aff)
}

// Writes says whether what is known of the harm is still written to the client: while
// it is open, and after that what they have not heard.
func (inc *Incident) Writes(aff *Affected) bool {
	return inc.State == Open || inc.MustHear(aff) != nil
}

// Hurry makes what is owed next due no later than the disclosure of a loss; where
// nothing is owed any more, it is owed from now on. The time that the client knows
// stays written down: it is owned if it is missed.
func (inc *Incident) Hurry(aff *Affected, now time.Time) {
	u, p := inc.MustHear(aff), aff.Next()
	if u == nil {
		return
	}
	by := inc.tellBy(aff, u.Question)
	if p == nil && inc.State == Resolved {
		p = inc.Promise(aff, promise.Afterword, by, now)
	}
	if p == nil || !by.Before(p.DueAt) {
		return
	}
	if p.Said && p.SaidDue.IsZero() {
		p.SaidDue = p.DueAt
	}
	p.DueAt = by
	p.MadeAt = schedule.Sooner(p.MadeAt, by.Add(-discloseWithin)) // the ladder is scaled by the whole hour
}

// Unhurry gives back its own time to a promise that the disclosure of a loss, or other
// bad news, had made sooner, once they know.
func (inc *Incident) Unhurry(aff *Affected, now time.Time) {
	if p := aff.Owed(promise.Update); len(inc.Unheard(aff)) == 0 {
		p.Forget(promise.Unheard, promise.FactChanged)
		if !slices.ContainsFunc(facts.Questions, func(q facts.Question) bool { e := inc.NewsFor(aff, q); return e != nil && e.What == promise.NowKnown }) {
			p.Forget(promise.NowKnown)
		}
	}
	p := aff.Next()
	if p == nil || p.SaidDue.IsZero() || inc.MustHear(aff) != nil || !p.SaidDue.After(now) {
		return
	}
	p.DueAt, p.SaidDue = p.SaidDue, time.Time{}
	p.Restart()
}
