package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/phrase"
	"candor/incident/told"
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
		return aff.Has(q), aff.ToldIn(q)
	case facts.WasWrong(aff.Knows[q], now):
		return aff.Knows[q], aff.KnowsOf[q]
	}
	if was, is, otherwise := inc.Reworded(aff, q); otherwise && was != "" && (q != facts.Recoverable || !phrase.Tells(is, was)) { // else more of it comes back
		return aff.Has(q), aff.ToldIn(q)
	}
	return "", 0
}

// Reworded are the words behind an answer with which a client was told it, and those that are known
// now; otherwise says whether the answer is still the same and the words are not, or they read none.
// What is lost is asked of Outgrown.
func (inc *Incident) Reworded(aff *Affected, q facts.Question) (was, is string, otherwise bool) {
	f := inc.FactsOf(aff)
	a := f.Answer(q)
	if q == facts.DataLost || a == "" || a != aff.Has(q) {
		return "", "", false
	}
	was, is = aff.HasAs(q), f.Behind()[q]
	return was, is, is != "" && is != was
}

// HasAs are the words behind an answer that a client has as it should have them: as [Affected.Has].
func (aff *Affected) HasAs(q facts.Question) string {
	if len(aff.Client.Destinations()) > 0 {
		return aff.WroteAs[q]
	}
	return aff.KnowsAs[q]
}

// WrongIn is the newest text or call that told a client what turned out not to be so; 0
// if none did.
func (inc *Incident) WrongIn(aff *Affected) (n int) {
	for _, q := range facts.Questions {
		_, in := inc.Wrongly(aff, q)
		n = max(n, in)
	}
	for _, gone := range inc.FactsOf(aff).TakenBack(aff.Learned) {
		n = max(n, aff.Learned[gone.N])
	}
	return n
}

// ToldIn is the text that told the client an answer.
func (aff *Affected) ToldIn(q facts.Question) int {
	if n, ok := aff.WroteOf[q]; ok {
		return n
	}
	return aff.WroteIn // which, was not kept once
}

// Hears takes in what has reached a client of a text, or what a person told them.
func (inc *Incident) Hears(aff *Affected, u *update.Update) {
	k := aff.Known()
	k.Take(u)
	aff.Keep(k)
	inc.Heeds(aff, u)
}

// Heeds keeps what follows from what a client has heard in a text: when we noticed it, as they
// read it, and that no decision to tell them later stands any more.
func (inc *Incident) Heeds(aff *Affected, u *update.Update) {
	if !u.Counts() || len(u.Facts) == 0 {
		return
	}
	if at := u.Times["found_at"]; u.Facts[facts.DataLost] == facts.Yes && !at.IsZero() && at.Before(inc.LossNoticed(aff).Truncate(time.Minute)) { // what they read is what counts
		inc.SeeLoss(aff, at)
	}
	if inc.Withheld(aff) == nil {
		aff.Embargo = nil
	}
}

// Rereads keeps what a client knows by all of their texts: one of them has come back, was taken
// back, or turned out to be there. So does that which may be put back as it stood.
func (inc *Incident) Rereads(aff *Affected, texts []*update.Update) told.Known {
	h := aff.history(texts)
	k := h.Known()
	told.Settle(aff.Turns, &k)
	aff.Keep(k)
	if inc.Reopening != nil {
		inc.Reopening.reread(aff.Client.ID, h)
	}
	return k
}

// history is all that they were told, with what happened in between.
func (aff *Affected) history(texts []*update.Update) told.History {
	turns := aff.Turns
	if turns == nil { // it was not kept once
		turns = told.Guess(aff.Known(), aff.ImpactAt, texts)
	}
	return told.History{Turns: turns, Texts: texts, Since: aff.Anew, Law: aff.Law, Lost: aff.Lost}
}

// Turn keeps what happened between two texts.
func (aff *Affected) Turn(t told.Turn) {
	t.After = aff.Heard
	k := aff.Known()
	k.Turn(t)
	aff.Turns = append(aff.Turns, t)
	aff.Keep(k)
}

// Known is what they know.
func (aff *Affected) Known() told.Known {
	return told.Known{Said: aff.Said, SaidTimes: aff.SaidTimes, Standing: aff.Standing, Worked: aff.Worked, Knows: aff.Knows, Wrote: aff.Wrote,
		KnowsOf: aff.KnowsOf, WroteOf: aff.WroteOf, WroteIn: aff.WroteIn, Learned: aff.Learned, KnowsAs: aff.KnowsAs, WroteAs: aff.WroteAs, Effects: aff.Effects, Warned: aff.Warned, Hinted: aff.Hinted, Lost: aff.Lost, LossAt: aff.LossAt, Law: aff.Law, Invite: aff.Invite,
		Heard: aff.Heard, Holdings: aff.Holdings, Written: aff.Written, FirstAt: aff.FirstAt, ToldAt: aff.ToldAt, SpokeAt: aff.SpokeAt}
}

// Keep keeps what they know.
func (aff *Affected) Keep(k told.Known) {
	aff.Said, aff.SaidTimes, aff.Standing, aff.Worked, aff.Knows, aff.Wrote = k.Said, k.SaidTimes, k.Standing, k.Worked, k.Knows, k.Wrote
	aff.KnowsOf, aff.WroteOf, aff.WroteIn, aff.Learned, aff.KnowsAs, aff.WroteAs, aff.Effects, aff.Warned, aff.Hinted, aff.Lost, aff.LossAt, aff.Law = k.KnowsOf, k.WroteOf, k.WroteIn, k.Learned, k.KnowsAs, k.WroteAs, k.Effects, k.Warned, k.Hinted, k.Lost, k.LossAt, k.Law
	aff.Heard, aff.Holdings, aff.Invite, aff.Written, aff.FirstAt, aff.ToldAt, aff.SpokeAt = k.Heard, k.Holdings, k.Invite, k.Written, k.FirstAt, k.ToldAt, k.SpokeAt
}
