package facts

import (
	"cmp"
	"slices"
)

// bad are the answers that a client has to hear whatever else is said.
var bad = map[Question][]Answer{
	DataLost:  {Yes},
	SpareCopy: {NoCopy, CopyFailed},
	Intruder:  {Suspected, Confirmed},
	Personal:  {Yes},
}

// Bad says whether an answer is bad news.
func Bad(q Question, a Answer) bool { return slices.Contains(bad[q], a) }

// Bad says whether any answer is bad news.
func (f *Facts) Bad() bool {
	return AnyBad(f.Answers())
}

// Certain says whether an answer is bad news, and no mere suspicion.
func Certain(q Question, a Answer) bool { return Bad(q, a) && a != Suspected }

// WorstFirst are the questions with those first whose answer is bad news: nobody reads what is well before
// what is not.
func (f *Facts) WorstFirst() []Question {
	return slices.SortedStableFunc(slices.Values(Questions), func(a, b Question) int {
		return cmp.Compare(f.weight(a), f.weight(b))
	})
}

// weight is 0 of a question whose answer is bad news, and 1 of any other. That nothing can be recovered is bad, too.
func (f *Facts) weight(q Question) int {
	if a := f.Answer(q); Bad(q, a) || q == Recoverable && a == No {
		return 0
	}
	return 1
}

// AnyBad says whether one of some answers is bad news.
func AnyBad(answers map[Question]Answer) bool {
	return slices.ContainsFunc(Questions, func(q Question) bool { return Bad(q, answers[q]) })
}

// SaysLess says whether an answer says less than one before it that was bad news,
// or that nobody knew better. That a suspicion is confirmed says more; of a backup
// that fails and one that never was neither is milder.
func SaysLess(q Question, was, now Answer) bool {
	switch {
	case was == now, now == Confirmed, Bad(q, now) && q == SpareCopy:
		return false
	case Bad(q, was):
		return true
	}
	return was == DontKnow && !Bad(q, now) && now != ""
}

// that are the words for bad news, known or suspected, after “has not been told that”.
var that = map[Question]map[Answer]string{
	DataLost:  {Yes: "data is gone", DontKnow: "data may be gone"},
	SpareCopy: {NoCopy: "there was no backup", CopyFailed: "the backup does not work", DontKnow: "a backup may be missing"},
	Intruder:  {Suspected: "somebody may have got in", Confirmed: "somebody got in who should not have", DontKnow: "somebody may have got in"},
	Personal:  {Yes: "personal data is affected", DontKnow: "personal data may be concerned"},
}

// none are the words for good news, after “that”.
var none = map[Question]string{DataLost: "no data was lost", Intruder: "nobody got in", Personal: "no personal data is affected"}

// None says in words that follow “that” that there is no such harm; "" of what is none.
func None(q Question) string { return none[q] }

// turned are the words for what they know and what is otherwise.
var turned = map[Question]string{
	DataLost: "what is lost", SpareCopy: "what they were told of the backup", Recoverable: "what can come back",
	Intruder: "what they were told of a break-in", Personal: "what they were told of personal data",
	Sentence: "what they were told as certain",
}

// That says bad news to the team in words that follow “that”; "" for an answer that is
// neither known to be bad nor unknown. otherwise: they know of it, and it is otherwise.
func That(q Question, a Answer, otherwise bool) string {
	if otherwise {
		return turned[q] + " has turned out otherwise"
	}
	return that[q][a]
}
