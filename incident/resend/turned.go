package resend

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
)

// Turned says why a text that somebody has read is not right any more, whatever it waits for: an
// answer that it tells, what they notice or what else it says has turned since it was written.
// "" while it holds. That more is known than it tells makes it no less right, unless it says that
// there is nothing more.
func Turned(inc *incident.Incident, aff *incident.Affected, u *update.Update, now time.Time) string {
	kind := update.KindOf(u.Kind)
	switch {
	case u.Kind == update.MisdeliveryRecipient, u.Kind == update.NotYours, kind.NoText: // it is not about them
		return ""
	case turnedAnswer(inc, aff, u):
		return "an answer about the bad news has changed since it was written, and it tells the old one"
	case dropped(inc.FactsOf(aff), u):
		return "it tells as certain what has been taken off the list since it was written"
	case kind.Aftercare, kind.Automatic:
		return ""
	}
	return says{inc, aff, u, u.KnowsTill()}.turned(now)
}

// turnedAnswer says whether a text tells an answer that is not so now: one that was wrong, a
// suspicion that is settled, or that nobody knew of what is bad news. That better is known by now
// follows in the next.
func turnedAnswer(inc *incident.Incident, aff *incident.Affected, u *update.Update) bool {
	f := inc.FactsOf(aff)
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

// OldWords says whether a text tells an answer in words behind which others stand now: what of
// people is affected, which data. Whoever says yes to it would say yes to less than is known.
func OldWords(f *facts.Facts, u *update.Update) bool {
	now, lost := f.Behind(), f.Given[facts.DataLost]
	for via := range u.Texts {
		for q, a := range u.Told(via) {
			if now[q] != u.Behind[q] || q == facts.DataLost && a == facts.Yes && u.Loss != nil && u.Loss.Less(lost) {
				return true
			}
		}
	}
	return false
}

// dropped says whether a text tells a sentence that is not on the list of what is certain any more.
func dropped(f *facts.Facts, u *update.Update) bool {
	var left []int
	for i := range f.Known {
		left = append(left, facts.Number(f.Known, i))
	}
	for _, told := range u.Notes {
		if slices.ContainsFunc(told.Certain, func(n int) bool { return !slices.Contains(left, n) }) {
			return true
		}
	}
	return false
}

// says is a text held against what was written down since an instant.
type says struct {
	inc   *incident.Incident
	aff   *incident.Affected
	u     *update.Update
	since time.Time
}

// turned says why it is not right any more, apart from what it tells as so.
func (s says) turned(now time.Time) string {
	kind := update.KindOf(s.u.Kind)
	switch {
	case s.leavesOut(now):
		return "there is bad news since it was written, and it leaves that out"
	case s.oldEffect():
		return "what they notice has changed since it was written"
	case kind.Recovers && s.aff.SaidTimes[incident.Fell].After(s.since):
		return "it has been down again since it was written"
	case s.oldEstimate():
		return "the estimate has changed since it was written"
	case kind.Empty && s.happened():
		return "something has happened since it was written"
	case (kind.Empty || kind.Recovers) && s.lessThanKnown():
		return "something was confirmed since it was written"
	}
	return ""
}

// leavesOut says whether there is bad news since, or something they know has turned out
// otherwise, of which it says nothing. Word of a loss, and what puts right, comes before that.
func (s says) leavesOut(now time.Time) bool {
	if kind := update.KindOf(s.u.Kind); kind.About == facts.DataLost || kind.Corrects || s.aff.Embargo.Stands(now) {
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

// oldEstimate says whether it names an estimate, and another one is known since, or none.
func (s says) oldEstimate() bool {
	e, to := s.inc.Estimate, s.u.Times["eta_to"]
	return e != nil && s.inc.Estimates() && e.At.After(s.since) && !to.IsZero() && !to.Equal(e.To)
}

// happened says whether they have to hear of something since, beside an answer to a question.
func (s says) happened() bool {
	p := s.aff.Owed(promise.Update)
	if p == nil {
		return false
	}
	e := p.Event.Since(s.since)
	return e != nil && !slices.Equal(e.Kinds, []promise.EventKind{promise.ClientAsked})
}

// lessThanKnown says whether a sentence that is certain stands on the list since, and they have
// not read it.
func (s says) lessThanKnown() bool {
	f := s.inc.FactsOf(s.aff)
	return slices.ContainsFunc(f.Untold(s.aff.Learned), func(n facts.Noted) bool {
		return n.At.After(s.since) && !s.u.Shows(n.Text)
	})
}
