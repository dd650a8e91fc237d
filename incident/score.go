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
			if p.Outcome != promise.Pending && !p.SettledAt.After(p.DueAt) || p.Outcome == promise.Pending && !now.After(p.DueAt) {
				continue // the time that they knew never came
			}
		}
		known := p.Known().DueAt
		if !known.Equal(p.DueAt) {
			aff.count(&s.Deadlines, p, p.DueAt, now)
		}
		if row := promise.Of(p.Kind); row.Score == promise.OurOwn || p.Kind == promise.Afterword && !p.Said { // nobody gave them that time
			aff.count(&s.Deadlines, p, known.Add(row.Grace), now)
			continue
		}
		aff.count(&s.Promises, p, known, now)
	}
	return s
}

// Texts counts the texts, and what was told by hand, that settled something that was
// promised: what was withdrawn or undone is not among them.
func (aff *Affected) Texts() int {
	told := map[int]bool{}
	for i := range aff.Promises {
		switch p := &aff.Promises[i]; {
		case p.Outcome != promise.Kept && p.Outcome != promise.Late:
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
func (aff *Affected) count(t *promise.Tally, p *promise.Promise, due, now time.Time) {
	switch p.Outcome {
	case promise.Kept, promise.Late:
		t.Count(!p.SettledAt.After(due) && aff.complete(p))
	case promise.Pending:
		if now.After(due) {
			t.Count(false)
		}
	case promise.Moved:
		if p.Again > 0 && p.SettledAt.After(due) {
			t.Count(false)
		}
	}
}
