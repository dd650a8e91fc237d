package incident

import (
	"slices"

	"candor/incident/byhand"
	"candor/incident/facts"
)

// Tells are the answers that a report says they were told. While there is bad news
// that they had not heard, a call alone tells nothing: only what was said is known,
// and with it what belongs to it. Nor does it take back what was wrong.
func (inc *Incident) Tells(aff *Affected, r *byhand.Report) (told map[facts.Question]facts.Answer, warns facts.Question) {
	if r.How == byhand.ByVoicemail {
		return nil, ""
	}
	told = inc.FactsOf(aff).Answers()
	if len(inc.Untold(aff)) > 0 && len(r.Said) == 0 {
		return nil, ""
	}
	for _, u := range inc.Unheard(aff) {
		switch said := slices.Contains(r.Said, u.Question); {
		case said && !u.Else && u.Answer == facts.DontKnow:
			warns = u.Question
		case !said:
			delete(told, u.Question)
		}
	}
	if _, ok := told[facts.DataLost]; !ok { // what of it can come back
		delete(told, facts.Recoverable)
	}
	for q, a := range r.Shown {
		if now := inc.FactsOf(aff).Answer(q); now != "" && now != a && slices.Contains(facts.Answers[q], a) {
			told[q] = a
		}
	}
	return told, warns
}
