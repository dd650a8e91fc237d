package candor

import "maps"

// noteTold notes in an update what is known while it is written, and which of
// that its texts tell.
func (s *Service) noteTold(inc *Incident, aff *Affected, u *Update) {
	u.Facts, u.Says = nil, nil
	if !tellsFacts(u.Kind) {
		return
	}
	u.Facts, u.Says = inc.Facts.answers(), map[string][]Question{}
	for via := range u.Texts {
		u.Says[via] = s.Words.Tells(inc, &aff.Client, *u, via)
	}
}

// told are the answers that an update tells whoever gets it on a way.
func (u *Update) told(via string) map[Question]Answer {
	if u.Says == nil {
		return maps.Clone(u.Facts)
	}
	facts := map[Question]Answer{}
	for _, q := range u.Says[via] {
		facts[q] = u.Facts[q]
	}
	return facts
}

// wasWrong says whether what the client was told turned out not to be so: not
// where it was said that it is not known, and not where more comes back than was said.
func wasWrong(was, now Answer) bool {
	switch was {
	case "", DontKnow, Suspected:
		return false
	case Partly:
		return now != Yes
	}
	return was != now
}

// Wrong lists the questions of which a client was told what turned out not to be
// so, in text n; with 0 in any.
func (inc *Incident) Wrong(aff *Affected, n int) (list []Question) {
	for _, q := range inc.News(aff) {
		if wasWrong(aff.Has(q), inc.Facts.Answer(q)) && (n == 0 || n == aff.toldIn(q)) {
			list = append(list, q)
		}
	}
	return list
}

// WrongIn is the newest text that told a client what turned out not to be so; 0
// if none did.
func (inc *Incident) WrongIn(aff *Affected) (n int) {
	for _, q := range inc.Wrong(aff, 0) {
		n = max(n, aff.toldIn(q))
	}
	return n
}

// toldIn is the text that told the client an answer.
func (aff *Affected) toldIn(q Question) int {
	if n, ok := aff.WroteOf[q]; ok {
		return n
	}
	return aff.WroteIn // which, was not kept once
}

// hear keeps what the client has been told of the facts by a text that arrived
// on a way. What an older text told is no news any more.
func (inc *Incident) hear(aff *Affected, u *Update, via string) {
	facts := u.told(via)
	if len(facts) == 0 {
		return
	}
	if oneOf(u.Kind, Progress, Correction) && inc.NewsKind(aff) == DataLoss { // how the repair goes does not disclose a loss
		delete(facts, DataLost)
	}
	for q, a := range facts {
		aff.Knows, aff.KnowsOf = learned(aff.Knows, aff.KnowsOf, q, a, u.N)
		if u.Kind != ByHand {
			aff.Wrote, aff.WroteOf = learned(aff.Wrote, aff.WroteOf, q, a, u.N)
			aff.WroteIn = max(aff.WroteIn, u.N)
		}
	}
	if inc.NewsKind(aff) != DataLoss { // until then the decision to tell them later stands
		aff.Later = nil
	}
}

// learned notes that update n told an answer, unless a newer one told another.
func learned(answers map[Question]Answer, of map[Question]int, q Question, a Answer, n int) (map[Question]Answer, map[Question]int) {
	if of[q] > n {
		return answers, of
	}
	if answers == nil {
		answers = map[Question]Answer{}
	}
	if of == nil {
		of = map[Question]int{}
	}
	answers[q], of[q] = a, n
	return answers, of
}

// tellsFacts says whether a text of the kind, or a call, tells the facts.
func tellsFacts(kind string) bool {
	return oneOf(kind, DataLoss, BreachSuspected, ProcessorNotice, Progress, Correction, ByHand)
}
