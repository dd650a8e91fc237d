package facts

import "slices"

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
	return slices.ContainsFunc(Questions, func(q Question) bool { return Bad(q, f.Answer(q)) })
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
