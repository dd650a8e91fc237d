package figures

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/question"
	"candor/incident/update"
)

// Sample is what was counted of one or of several cases. Samples add up.
type Sample struct {
	Cases  int // incidents, each once for each of its clients
	Unread int // texts that are there and cannot be read

	toFirst  []time.Duration // from the declaration to the first word
	sinceIt  []time.Duration // from when the client began to notice to the first word
	untold   int             // should have heard and have not
	before   int             // heard before they asked
	asked    int             // asked before they heard
	neither  int             // have not heard yet, and have not asked
	silences []gap           // the longest of each case
	covered  time.Duration   // in which a promised time was ahead
	waited   time.Duration   // from the first word to the final message
	unwaited int             // of them nobody knows it
	undated  int             // reviews for which no date was named

	Promises []Promise
}

// gap is how long a client heard nothing: in all, and beyond a pause that was announced.
type gap struct{ whole, beyond time.Duration }

// Plus adds up two samples.
func (s Sample) Plus(more Sample) Sample {
	s.Cases += more.Cases
	s.Unread += more.Unread
	s.toFirst = slices.Concat(s.toFirst, more.toFirst)
	s.sinceIt = slices.Concat(s.sinceIt, more.sinceIt)
	s.untold += more.untold
	s.before += more.before
	s.asked += more.asked
	s.neither += more.neither
	s.silences = slices.Concat(s.silences, more.silences)
	s.covered += more.covered
	s.waited += more.waited
	s.unwaited += more.unwaited
	s.undated += more.undated
	s.Promises = slices.Concat(s.Promises, more.Promises)
	return s
}

// Count makes the sample of a case. A promise counts in the month in which it was due,
// everything else in the month in which the incident was declared, by the client's own
// clock. An incident that [Counts] not gives the zero sample, as one that has nothing
// in the month.
func Count(c Case, m Month, now time.Time) (s Sample) {
	if !Counts(c.Incident) {
		return s
	}
	zone := c.Client.Client.Zone()
	for _, p := range c.promises(now) {
		if m.Has(p.Due, zone) {
			s.Promises = append(s.Promises, p)
		}
	}
	if m.Has(c.Incident.DeclaredAt, zone) {
		c.firstWord(&s)
		c.quiet(&s, now)
		if c.wantsReview(now) {
			s.undated = 1
		}
	} else if len(s.Promises) == 0 {
		return Sample{}
	}
	s.Cases, s.Unread = 1, c.Unread
	return s
}

// firstWord counts how long the client waited for the first word, and whether they
// asked before.
func (c *Case) firstWord(s *Sample) {
	first := c.first()
	if !first.IsZero() {
		s.toFirst = []time.Duration{max(0, first.Sub(c.Incident.DeclaredAt))}
		s.sinceIt = []time.Duration{max(0, first.Sub(c.Incident.Since))}
	} else if c.owed() {
		s.untold = 1
	}
	switch {
	case c.askedFirst(first):
		s.asked = 1
	case !first.IsZero():
		s.before = 1
	case c.owed():
		s.neither = 1
	}
}

// owed says whether a client who has heard nothing should have: of a near miss nobody
// has to hear.
func (c *Case) owed() bool { return len(c.Client.Promises) > 0 }

// askedFirst says whether the client wrote or called before they had heard from us.
func (c *Case) askedFirst(first time.Time) bool {
	if c.Incident.NoticedBy == incident.NoticedByThem || c.Client.Asks.First() {
		return true
	}
	return slices.ContainsFunc(c.Client.Asks, func(ask question.Question) bool { return first.IsZero() || ask.At.Before(first) })
}

// quiet counts the longest silence, and the time in which the client knew when they
// would hear next.
func (c *Case) quiet(s *Sample, now time.Time) {
	told := c.told()
	if c.first().IsZero() && !c.owed() {
		return
	}
	if c.Unread > 0 { // a text that cannot be read may have broken it
		s.unwaited = 1
		return
	}
	var longest gap
	for _, st := range c.stretches(now) {
		longest = longest.or(st.silence(told))
		covered, waited := st.cover(told)
		s.covered += covered
		s.waited += waited
	}
	s.silences = []gap{longest}
	if s.waited == 0 {
		s.unwaited = 1
	}
}

func (g gap) or(other gap) gap { return gap{max(g.whole, other.whole), max(g.beyond, other.beyond)} }

// within are the texts of a stretch.
func (st stretch) within(told []*update.Update) (list []*update.Update) {
	for _, u := range told {
		if !u.SentAt.Before(st.from) && !u.SentAt.After(st.to) {
			list = append(list, u)
		}
	}
	return list
}

// silence is the longest time without a text.
func (st stretch) silence(told []*update.Update) (longest gap) {
	from, until := st.from, time.Time{} // until: the end of the pause that was announced
	end := func(to time.Time) {
		g := gap{whole: to.Sub(from)}
		g.beyond = g.whole
		if until.After(from) {
			g.beyond = max(0, to.Sub(until))
		}
		longest = longest.or(g)
	}
	for _, u := range st.within(told) {
		end(u.SentAt)
		from, until = u.SentAt, time.Time{}
		if pauses(u) {
			until = u.NextAt
		}
	}
	end(st.to)
	return longest
}

// pauses says whether a text announces that nothing comes for the night.
func pauses(u *update.Update) bool {
	return u.Kind == update.Overnight || u.Night == update.NightTillOpening
}

// cover is for how long the time that the client was told last was still to come, from
// the first text of the stretch to its end, and how long that is.
func (st stretch) cover(told []*update.Update) (covered, waited time.Duration) {
	texts := st.within(told)
	var known time.Time
	for i, u := range texts {
		to := st.to
		if i+1 < len(texts) {
			to = texts[i+1].SentAt
		}
		if !u.NextAt.IsZero() {
			known = u.NextAt
		}
		waited += to.Sub(u.SentAt)
		if until := earlier(known, to); until.After(u.SentAt) {
			covered += until.Sub(u.SentAt)
		}
	}
	return covered, waited
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// wantsReview says whether a review is due by the size of what comes after the end, and
// no text has named a day for it.
func (c *Case) wantsReview(now time.Time) bool {
	inc := c.Incident
	if inc.AftercareOf(c.Client, now) == incident.Small || inc.State != incident.Resolved && inc.State != incident.Closed || c.first().IsZero() {
		return false
	}
	return !slices.ContainsFunc(c.promises(now), func(p Promise) bool { return p.Kind == Review })
}
