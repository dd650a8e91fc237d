package claimed

import (
	"maps"
	"slices"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/update"
)

// asides are the words of a text that say nothing of what happened: what is asked of them, and what
// was said of it and is wrong.
var asides = []string{"client_action", "wrong"}

// Feared says whether there is bad news that a text of its own tells, or words speak of some that nobody
// has answered: those of what happened, those that a client has read or written, or those of this text. Then no
// text says that all is well for them.
func Feared(inc *incident.Incident, aff *incident.Affected, u *update.Update, kinds map[string]*playbook.Playbook) bool {
	f := inc.FactsOf(aff)
	if facts.AnyGrave(f.Answers()) || aff.Hinted.Open(aff.Knows, f) || outbox.Harmed(aff.Asked) {
		return true
	}
	words := u.OwnWords()
	maps.DeleteFunc(words, func(name, _ string) bool { return slices.Contains(asides, name) })
	texts := append([]string{inc.Title, inc.ImpactOn(aff.Client.ID)}, facts.Texts(f.Known)...)
	for _, e := range aff.Effects {
		texts = append(texts, e.Text)
	}
	texts = slices.AppendSeq(texts, maps.Values(words))
	open := func(q facts.Question) bool {
		return fault.OneOf(f.Answer(q), "", facts.DontKnow) && fault.OneOf(aff.Knows[q], "", facts.DontKnow)
	}
	return slices.ContainsFunc(inc.Hints, open) || slices.ContainsFunc(texts, func(text string) bool { return slices.ContainsFunc(SpokenOf(text, kinds), open) })
}

// SpokenOf are the questions of harm of which words speak, by the signs of the kinds of incident and by
// how people put it.
func SpokenOf(text string, kinds map[string]*playbook.Playbook) []facts.Question {
	all := append(playbook.Suspected(kinds, text), byhand.ClaimsIn(text).Feared()...)
	slices.Sort(all)
	return slices.Compact(all)
}
