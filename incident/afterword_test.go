package incident

import (
	"testing"

	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
)

// After the last word they know a time by which they hear, at 60 minutes. What is promised after a
// text or a call at 10 minutes?
func TestWhatWasPromisedAfterTheLastWordIsNotDropped(t *testing.T) {
	for name, tt := range map[string]struct {
		p    promise.Promise
		open bool // something is still open
		u    update.Update
		due  []int // the time of what is promised next, and of what is promised beside it
	}{
		"a call without a time":                       {promise.Promise{}, false, update.Update{Kind: update.ByHand}, []int{60}},
		"a call that names a later one":               {promise.Promise{}, false, update.Update{Kind: update.ByHand, NextAt: at(90)}, []int{90}},
		"a call that names a sooner one":              {promise.Promise{}, false, update.Update{Kind: update.ByHand, NextAt: at(30)}, []int{30}},
		"a call about something else than the answer": {promise.Promise{Open: true}, true, update.Update{Kind: update.ByHand}, []int{60}},
		"a call with the answer":                      {promise.Promise{Open: true}, false, update.Update{Kind: update.ByHand}, nil},
		"a sooner call beside the answer":             {promise.Promise{Open: true}, true, update.Update{Kind: update.ByHand, NextAt: at(30)}, []int{30, 60}},
		"a later call for the answer":                 {promise.Promise{Open: true}, true, update.Update{Kind: update.ByHand, NextAt: at(90)}, []int{90}},
		"a list, and a call":                          {promise.Promise{Words: "the list"}, false, update.Update{Kind: update.ByHand}, []int{60}},
		"the text with the answer":                    {promise.Promise{Open: true}, false, update.Update{Kind: update.OpenAnswer}, nil},
	} {
		inc, aff := resolvedFor(tt.p)
		p := &aff.Promises[0]
		p.N, p.Kind, p.Said, p.MadeAt, p.DueAt = 1, promise.Afterword, true, at(0), at(60)
		if tt.open {
			inc.Facts = known(0, answers{facts.DataLost: facts.DontKnow})
		}
		inc.toldAfterwards(aff, &tt.u, at(10))
		var due []int
		if p := aff.Owed(promise.Afterword); p != nil {
			due = append(due, int(p.DueAt.Sub(at(0)).Minutes()))
			if !p.For.IsZero() && !p.For.Equal(p.DueAt) {
				due = append(due, int(p.For.Sub(at(0)).Minutes()))
			}
		}
		if len(due) != len(tt.due) || len(due) > 0 && due[0] != tt.due[0] || len(due) > 1 && due[1] != tt.due[1] {
			t.Errorf("%s: due at %v, want %v", name, due, tt.due)
		}
	}
}
