package facts

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"candor/incident/schedule"
)

// Own are the answers of one client of several, where they differ between them. An answer
// that is empty says that nobody was asked about this one.
type Own map[Question]Fact

// Apart are the clients' own answers, by their ids. To each question either all of them
// have one or none has, and then the answer is the same for all.
type Apart map[string]*Own

// Of are the facts as they are for one client: with its own answers, and without the
// sentences that are another's.
func (f *Facts) Of(client string, own Own) *Facts {
	others := func(n Noted) bool { return n.Client != "" && n.Client != client }
	if len(own) == 0 && !slices.ContainsFunc(slices.Concat(f.Known, f.Unknown), others) {
		return f
	}
	one := *f.With(own)
	one.Known, one.Unknown = slices.DeleteFunc(slices.Clone(f.Known), others), slices.DeleteFunc(slices.Clone(f.Unknown), others)
	if at := one.GraveSince(); !f.TurnedAt.IsZero() && at.After(f.GraveSince()) { // it was another's bad news that we noticed first
		one.TurnedAt = at
	}
	return &one
}

// With are the facts with answers in place of those of all.
func (f *Facts) With(own Own) *Facts {
	if len(own) == 0 {
		return f
	}
	one := *f
	one.Given = maps.Clone(f.Given)
	if one.Given == nil {
		one.Given = map[Question]Fact{}
	}
	maps.Copy(one.Given, own)
	maps.DeleteFunc(one.Given, func(_ Question, fact Fact) bool { return fact.Answer == "" })
	return &one
}

// GraveSince is when the first of the answers was given that are bad news in themselves;
// zero where none is.
func (f *Facts) GraveSince() (at time.Time) {
	for q, a := range f.Answers() {
		if Grave(q, a) {
			at = schedule.Sooner(at, f.Given[q].Since)
		}
	}
	return at
}

// GiveOne keeps an answer of one of several clients, or of all, and says whether it is
// another one. Once it differs between them, the worst stands for all together.
func (f *Facts) GiveOne(ans FactAnswer, all Apart, by string, now time.Time) (changed bool) {
	q := ans.Question
	if ans.Client == "" {
		for _, own := range all {
			changed = changed || has(*own, q)
			delete(*own, q)
		}
		changed = f.Give(ans, by, now) || changed
		f.weigh(all)
		return changed
	}
	mine := Facts{Given: maps.Clone(f.With(*all[ans.Client]).Given)}
	if !mine.Give(ans, by, now) {
		return false
	}
	f.part(q, all)
	(*all[ans.Client])[q] = mine.Given[q]
	f.weigh(all)
	return true
}

// Join gives a client who joins others its answers: nobody has said yet that what holds
// for them is so for this one. Of bad news nobody knows; of the rest nobody was asked.
func (f *Facts) Join(client string, all Apart, by string, now time.Time) {
	for q, known := range maps.Clone(f.Given) {
		fact := Fact{Answer: DontKnow, By: by, At: now, Since: now}
		switch {
		case known.Answer == DontKnow && !f.differs(q, all):
			continue
		case known.Answer != DontKnow && !Bad(q, known.Answer):
			fact = Fact{}
		}
		f.part(q, all)
		(*all[client])[q] = fact
	}
	f.weigh(all)
}

// Leave weighs the answers anew once a client is not among them any more. One who is left
// alone has none of its own.
func (f *Facts) Leave(rest Apart) {
	f.weigh(rest)
	if len(rest) != 1 {
		return
	}
	for _, own := range rest {
		*f, *own = *f.With(*own), nil
	}
}

// part gives each client an answer of its own to a question: until now it was the same
// for all.
func (f *Facts) part(q Question, all Apart) {
	for _, own := range all {
		if *own == nil {
			*own = Own{}
		}
		if !has(*own, q) {
			(*own)[q] = f.Given[q]
		}
	}
}

// differs says whether the clients have own answers to a question.
func (f *Facts) differs(q Question, all Apart) bool {
	for _, own := range all {
		if has(*own, q) {
			return true
		}
	}
	return false
}

func has(own Own, q Question) bool {
	_, ok := own[q]
	return ok
}

// gravity orders the answers to a question, the worst first. What nobody knows weighs
// more than what nobody was asked.
var gravity = map[Question][]Answer{
	DataLost:    {Yes, DontKnow, "", No},
	SpareCopy:   {NoCopy, CopyFailed, DontKnow, "", CopyTested},
	Recoverable: {No, PartBack, Partly, DontKnow, "", Yes, Restored},
	Intruder:    {Confirmed, Suspected, DontKnow, "", No},
	Personal:    {Yes, DontKnow, "", No},
}

// weigh keeps of the answers that differ the gravest as that of all together; of two
// that weigh the same, the one that was given first. What can come back is asked of those
// whose data is lost.
func (f *Facts) weigh(all Apart) {
	for _, q := range Questions {
		if !f.differs(q, all) {
			continue
		}
		var list []Fact
		for _, id := range slices.Sorted(maps.Keys(all)) {
			if one := f.With(*all[id]); q != Recoverable || one.Is(DataLost, Yes) {
				list = append(list, one.Given[q])
			}
		}
		if len(list) == 0 {
			continue
		}
		worst := slices.MinFunc(list, func(a, b Fact) int {
			return cmp.Or(slices.Index(gravity[q], a.Answer)-slices.Index(gravity[q], b.Answer), a.Since.Compare(b.Since))
		})
		if delete(f.Given, q); worst.Answer != "" {
			*f = *f.With(Own{q: worst})
		}
	}
}
