package incident

import (
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

// Wrong lists the questions of which a client was told what turned out not to be
// so, in text or call n; with 0 in any.
func (inc *Incident) Wrong(aff *Affected, n int) (list []facts.Question) {
	for _, q := range facts.Questions {
		if was, in := inc.Wrongly(aff, q); was != "" && (n == 0 || n == in) {
			list = append(list, q)
		}
	}
	return list
}

// Wrongly is what a client was told of a question and is not so, and the text or call
// that told it; "" if there is nothing. What they read counts before what they heard.
func (inc *Incident) Wrongly(aff *Affected, q facts.Question) (was facts.Answer, in int) {
	switch now := inc.FactsOf(aff).Answer(q); {
	case now == "":
	case facts.WasWrong(aff.Has(q), now):
		return aff.Has(q), aff.toldIn(q)
	case facts.WasWrong(aff.Knows[q], now):
		return aff.Knows[q], aff.KnowsOf[q]
	}
	return "", 0
}

// WrongIn is the newest text or call that told a client what turned out not to be so; 0
// if none did.
func (inc *Incident) WrongIn(aff *Affected) (n int) {
	for _, q := range facts.Questions {
		_, in := inc.Wrongly(aff, q)
		n = max(n, in)
	}
	return n
}

// toldIn is the text that told the client an answer.
func (aff *Affected) toldIn(q facts.Question) int {
	if n, ok := aff.WroteOf[q]; ok {
		return n
	}
	return aff.WroteIn // which, was not kept once
}

// ToldNone is when a client was told that no data was lost, which is checked again since
// someone may have got in; zero elsewhere.
func (inc *Incident) ToldNone(aff *Affected) time.Time {
	sure := inc.KindTraits().Access != playbook.BrokenIn && fault.OneOf(aff.Has(facts.Intruder), "", facts.No) // then they read it without a reserve
	if !sure || !inc.MayBeIn() || !inc.FactsOf(aff).Is(facts.DataLost, facts.No) || aff.Has(facts.DataLost) != facts.No {
		return time.Time{}
	}
	return promise.SettledBy(aff.Promises, aff.toldIn(facts.DataLost))
}

// LearnFacts keeps what the client has been told of the facts by a text that arrived
// on a way. What an older text told is no news any more.
func (inc *Incident) LearnFacts(aff *Affected, u *update.Update, via string) {
	if u.Warns != "" && !slices.Contains(aff.Warned, u.Warns) {
		aff.Warned = append(aff.Warned, u.Warns)
	}
	answers := u.Told(via)
	if len(answers) == 0 {
		return
	}
	if fault.OneOf(u.Kind, update.Progress, update.Correction) && inc.NewsKind(aff) == update.DataLoss { // how the repair goes does not disclose a loss
		delete(answers, facts.DataLost)
	}
	if answers[facts.DataLost] == facts.Yes {
		inc.learnLoss(aff, u)
	}
	aff.Knows, aff.KnowsOf = facts.Learned(aff.Knows, aff.KnowsOf, answers, u.N)
	if u.Kind != update.ByHand || byhand.How(u.Words["how"]).InWriting() {
		aff.Wrote, aff.WroteOf = facts.Learned(aff.Wrote, aff.WroteOf, answers, u.N)
		aff.WroteIn = max(aff.WroteIn, u.N)
	}
	if inc.Withheld(aff) == nil { // until then the decision to tell them later stands
		aff.Embargo = nil
	}
}
