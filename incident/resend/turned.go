package resend

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
)

// A scope is which texts a reason is about.
type scope int

const (
	waiting scope = iota // those that wait for somebody's word: better is known than they tell, and they have time
	always               // all that are about what happened to their reader
	during               // those of them that a person writes before the weeks after
)

// oldAnswer is why a text does not leave that tells an answer that is another one now.
const oldAnswer = "an answer about the bad news has changed since it was written, and it tells the old one"

// reasons are why a text is not right any more, the first that holds.
var reasons = []struct {
	why   string
	about scope
	is    func(says) bool
}{
	{oldAnswer, waiting, func(s says) bool { return TellsOld(s.inc, s.u) }},
	{"what stands behind an answer about the bad news has changed since it was written, and it tells the old words", waiting, says.oldWords},
	{oldAnswer, always, says.turnedAnswer},
	{"it tells as certain what has been taken off the list since it was written", always, says.dropped},
	{"there is bad news since it was written, and it leaves that out", during, says.leavesOut},
	{"what they notice has changed since it was written", during, says.oldEffect},
	{"it has been down again since it was written", during, says.fellAgain},
	{"the estimate has changed since it was written", during, says.oldEstimate},
	{"something has happened since it was written", during, says.happened},
	{"something was confirmed since it was written", during, says.lessThanKnown},
}

// Void says why nobody can say yes any more to a text that waits for somebody's word; "" while they can.
func Void(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) string {
	return says{inc, aff, u, u.KnowsTill(), now}.not(waiting)
}

// Turned says why a text that somebody has read is not right any more, whatever it waits for: an
// answer that it tells, what they notice or what else it says has turned since it was written.
// "" while it holds. That more is known than it tells makes it no less right, unless it says that
// there is nothing more.
func Turned(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) string {
	return says{inc, aff, u, u.KnowsTill(), now}.not(always)
}

// says is a text held against what was written down since an instant.
type says struct {
	inc        *incident.Incident
	aff        *incident.Affected
	u          *update.Update
	since, now time.Time
}

// not is the first reason for which it is not right any more, of those from a scope on that it falls into.
func (s says) not(from scope) string {
	to, kind := during, update.KindOf(s.u.Kind)
	switch {
	case s.u.Kind == update.MisdeliveryRecipient, s.u.Kind == update.NotYours, kind.NoText: // it is not about them
		to = waiting
	case kind.Aftercare, kind.Automatic:
		to = always
	}
	for _, r := range reasons {
		if r.about >= from && r.about <= to && r.is(s) {
			return r.why
		}
	}
	return ""
}

// TellsOld says whether an update tells an answer that is another one now.
func TellsOld(inc *incident.Incident, u *update.Update) bool {
	now := inc.FactsOf(inc.Affected(u.Client)).Answers()
	for q, a := range u.Facts {
		if now[q] != a {
			return true
		}
	}
	return false
}

// oldWords says whether a text tells an answer in words behind which others stand now: what of
// people is affected, which data. Whoever says yes to it would say yes to less than is known.
func (s says) oldWords() bool {
	f := s.inc.FactsOf(s.aff)
	now, lost := f.Behind(), f.Given[facts.DataLost]
	for via := range s.u.Texts {
		for q, a := range s.u.Told(via) {
			if now[q] != s.u.Behind[q] || q == facts.DataLost && a == facts.Yes && s.u.Loss != nil && s.u.Loss.Less(lost) {
				return true
			}
		}
	}
	return false
}

// turnedAnswer says whether a text tells an answer that is not so now: one that was wrong, a
// suspicion that is settled, or that nobody knew of what is bad news. That better is known by now
// follows in the next.
func (s says) turnedAnswer() bool {
	f, u := s.inc.FactsOf(s.aff), s.u
	for via := range u.Texts {
		for q, was := range u.Told(via) {
			is := f.Answer(q)
			if is != was && (facts.WasWrong(was, is) || facts.Bad(q, is) || was == facts.Suspected) {
				return true
			}
			if q == facts.DataLost && is == facts.Yes && u.Loss != nil && u.Loss.Contradicts(f.Given[q]) {
				return true
			}
		}
	}
	return false
}

// dropped says whether a text tells a sentence that is not on the list of what is certain any more.
func (s says) dropped() bool {
	var left []int
	f := s.inc.FactsOf(s.aff)
	for i := range f.Known {
		left = append(left, facts.Number(f.Known, i))
	}
	for _, told := range s.u.Notes {
		if slices.ContainsFunc(told.Certain, func(n int) bool { return !slices.Contains(left, n) }) {
			return true
		}
	}
	return false
}

// leavesOut says whether there is bad news since, or something they know has turned out
// otherwise, of which it says nothing. Word of a loss, and what puts right, comes before that.
func (s says) leavesOut() bool {
	if kind := update.KindOf(s.u.Kind); kind.About == facts.DataLost || kind.Corrects || s.aff.Embargo.Stands(s.now) {
		return false
	}
	return slices.ContainsFunc(s.inc.Unheard(s.aff), func(n incident.Untold) bool {
		return n.Answer != facts.DontKnow && s.u.Facts[n.Question] != n.Answer && s.inc.FactsOf(s.aff).Given[n.Question].At.After(s.since)
	})
}

// oldEffect says whether what they notice is said anew since, and it says or means something else.
func (s says) oldEffect() bool {
	kind := update.KindOf(s.u.Kind)
	if kind.BadNews || !s.aff.ImpactAt.After(s.since) || s.u.Shows(s.inc.ImpactOn(s.aff.Client.ID)) {
		return false
	}
	return kind.Recovers || kind.Empty || slices.ContainsFunc(incident.OwnWords, func(name string) bool { return s.u.Words[name] != "" })
}

// fellAgain says whether it says that it works, and it has been down since.
func (s says) fellAgain() bool {
	return update.KindOf(s.u.Kind).Recovers && s.aff.SaidTimes[incident.Fell].After(s.since)
}

// oldEstimate says whether it names an estimate, and another one is known since, or none.
func (s says) oldEstimate() bool {
	e, to := s.inc.Estimate, s.u.Times["eta_to"]
	return e != nil && s.inc.Estimates() && e.At.After(s.since) && !to.IsZero() && !to.Equal(e.To)
}

// happened says whether it says that nothing has changed, and they have to hear of something since,
// beside an answer to a question.
func (s says) happened() bool {
	p := s.aff.Owed(promise.Update)
	if p == nil || !update.KindOf(s.u.Kind).Empty {
		return false
	}
	e := p.Event.Since(s.since)
	return e != nil && !slices.Equal(e.Kinds, []promise.EventKind{promise.ClientAsked})
}

// lessThanKnown says whether it says that it works, or that nothing has changed, and a sentence that is
// certain stands on the list since, which they have not read.
func (s says) lessThanKnown() bool {
	f, kind := s.inc.FactsOf(s.aff), update.KindOf(s.u.Kind)
	return (kind.Empty || kind.Recovers) && slices.ContainsFunc(f.Untold(s.aff.Learned), func(n facts.Noted) bool {
		return n.At.After(s.since) && !s.u.Shows(n.Text)
	})
}
