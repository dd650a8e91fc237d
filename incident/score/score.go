// Package score says how the promises to a client were kept.
package score

import (
	"time"

	"candor/incident"
	"candor/incident/promise"
)

// Of says how the promises to the client were kept so far, with the text in
// every place where it has to be.
func Of(aff *incident.Affected, now time.Time) (s promise.Score) {
	c := counter{aff, now}
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.ByItself() {
			continue
		}
		if p.Hurried() {
			c.count(&s.Events, p, p.Event.DueAt)
			if p.Kind == promise.Update && !p.First && !p.Said { // nobody gave them another time
				continue
			}
			if p.Outcome != promise.Pending && promise.InTime(p.SettledAt, p.DueAt) || p.Outcome == promise.Pending && promise.InTime(now, p.DueAt) {
				continue // the time that they knew never came
			}
		}
		known := p.Known().DueAt
		if !known.Equal(p.DueAt) {
			c.count(&s.Deadlines, p, p.DueAt)
		}
		if row := promise.Of(p.Kind); row.Score == promise.OurOwn || p.Kind == promise.Afterword && !p.Said { // nobody gave them that time
			c.count(&s.Deadlines, p, known.Add(row.Grace))
			continue
		}
		c.count(&s.Promises, p, known)
	}
	return s
}

// Texts counts the texts, and what was told by hand, that settled something that was
// promised: what was withdrawn or undone is not among them.
func Texts(aff *incident.Affected) int {
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

// counter counts promises to one client as of an instant.
type counter struct {
	aff *incident.Affected
	now time.Time
}

// count adds a promise to a figure if its time has decided it: the client heard, or
// should have by now. One that was moved once it was overdue was not kept.
func (c counter) count(t *promise.Tally, p *promise.Promise, due time.Time) {
	switch p.Outcome {
	case promise.Kept, promise.Late:
		t.Count(promise.InTime(p.SettledAt, due) && c.aff.Complete(p))
	case promise.Pending:
		if !promise.InTime(c.now, due) {
			t.Count(false)
		}
	case promise.Moved:
		if p.Again > 0 && !promise.InTime(p.SettledAt, due) {
			t.Count(false)
		}
	}
}
