package facts

import (
	"time"

	"candor/incident/fault"
)

// InDoubt stands for the answer that all of the lost data is back, where it is down again
// and nobody has looked since: what was so may be so no more. Nobody gives it.
const InDoubt Answer = "doubt"

// MoreLost stands for it where something else has turned out to be lost since: what was back was
// not all, and nobody has looked. Nobody gives it either.
const MoreLost Answer = "more"

// PartDoubt is InDoubt where part of the lost data was back.
const PartDoubt Answer = "partdoubt"

// Open says whether an answer is not confirmed.
func (a Answer) Open() bool { return fault.OneOf(a, DontKnow, Suspected, InDoubt, MoreLost, PartDoubt) }

// Doubtful says whether lost data was back, all of it or part, and nobody knows whether it is now.
func (f *Facts) Doubtful() bool {
	return fault.OneOf(f.Answer(Recoverable), Restored, PartBack) && (!f.Given[Recoverable].Doubted.IsZero() || f.grewBehind())
}

// grewBehind says whether something else has turned out to be lost since somebody said what of it
// can come back.
func (f *Facts) grewBehind() bool {
	return f.Given[DataLost].Changed().After(f.Given[Recoverable].At)
}

// Changed is when it turned out last that it is so, or that something else is.
func (f Fact) Changed() time.Time {
	if n := len(f.Reworded); n > 0 {
		return f.Reworded[n-1]
	}
	return f.Since
}

// SaidAs is the answer to a question as it may be said now. Where part was back, and more is
// lost than that was part of, nobody knows how much comes back.
func (f *Facts) SaidAs(q Question) Answer {
	switch {
	case q != Recoverable || !f.Doubtful():
		return f.Answer(q)
	case f.grewBehind() && f.Is(q, PartBack):
		return DontKnow
	case f.grewBehind():
		return MoreLost
	case f.Is(q, PartBack):
		return PartDoubt
	}
	return InDoubt
}

// Doubt notes that it is down again: whether what was back still is, has to be answered
// once more.
func (f *Facts) Doubt(all Apart, now time.Time) {
	f.each(all, func(fact *Fact) {
		if fault.OneOf(fact.Answer, Restored, PartBack) && fact.Doubted.IsZero() {
			fact.Doubted = now
		}
	})
}

// Trust takes that back.
func (f *Facts) Trust(all Apart, at time.Time) {
	f.each(all, func(fact *Fact) {
		if fact.Doubted.Equal(at) {
			fact.Doubted = time.Time{}
		}
	})
}

// each changes the answers of all, and of each client, to what can come back.
func (f *Facts) each(all Apart, change func(*Fact)) {
	lists := []map[Question]Fact{f.Given}
	for _, own := range all {
		lists = append(lists, *own)
	}
	for _, given := range lists {
		if fact, ok := given[Recoverable]; ok {
			change(&fact)
			given[Recoverable] = fact
		}
	}
}

// Whether says what a question asks.
var Whether = map[Question]string{
	DataLost: "data is gone", SpareCopy: "there was a backup that works", Intruder: "somebody got in", Personal: "personal data is affected",
	Recoverable: "what was back of the lost data still is",
}

// Reassures says whether an answer that they have is said once more: that no data was lost,
// where they have read since that someone may have got in, and nobody has.
func Reassures(q Question, a, intruderWas, intruder Answer) bool {
	return q == DataLost && a == No && Grave(Intruder, intruderWas) && intruder == No
}
