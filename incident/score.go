package incident

import (
	"time"

	"candor/incident/promise"
)

// Score says how the promises to the client were kept so far, with the text in
// every place where it has to be.
func (aff *Affected) Score(now time.Time) (s promise.Score) {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.ByItself() {
			continue
		}
		if p.Hurried() {
			aff.count(&s.Events, p, p.Event.DueAt, now)
			if p.Outcome != Pending && !p.SettledAt.After(p.DueAt) || p.Outcome == Pending && !now.After(p.DueAt) {
				continue // the time that they knew never came
			}
		}
		known := p.Known().DueAt
		if !known.Equal(p.DueAt) {
			aff.count(&s.Deadlines, p, p.DueAt, now)
		}
		if row := promise.Of(p.Kind); row.Score == promise.OurOwn {
			aff.count(&s.Deadlines, p, known.Add(row.Grace), now)
			continue
		}
		aff.count(&s.Promises, p, known, now)
	}
	return s
}

// ByItself says whether the promise was settled by a text that Candor wrote: no person
// has kept it, and no person broke it.
func (p *Promise) ByItself() bool { return p.Auto > 0 && p.Auto == p.Update }

// Texts counts the texts, and what was told by hand, that settled something that was
// promised: what was withdrawn or undone is not among them.
func (aff *Affected) Texts() int {
	told := map[int]bool{}
	for i := range aff.Promises {
		switch p := &aff.Promises[i]; {
		case p.Outcome != Kept && p.Outcome != Late:
		case p.Update == 0: // given in a way that left no text here
			told[-i-1] = true
		default:
			told[p.Update] = true
		}
	}
	return len(told)
}

// count adds a promise to a figure if its time has decided it: the client heard, or
// should have by now. One that was moved once it was overdue was not kept.
func (aff *Affected) count(t *promise.Tally, p *Promise, due, now time.Time) {
	switch p.Outcome {
	case Kept, Late:
		t.Count(!p.SettledAt.After(due) && aff.complete(p))
	case Pending:
		if now.After(due) {
			t.Count(false)
		}
	case Moved:
		if p.Again > 0 && p.SettledAt.After(due) {
			t.Count(false)
		}
	}
}
