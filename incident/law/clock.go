package law

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// Party is a client as legal clocks see it.
type Party struct {
	Spared bool          // it is others whose data about people is affected: no clock counts for it
	Laws   []string      // that apply to its data; empty: nobody has said
	Within time.Duration // in which the contract wants to be told; 0: nobody has looked it up
	Told   *Told
	Zone   *time.Location
	Work   func(n int, from time.Time) time.Time // the end of the client's n-th working day after an instant
}

// State is what is the case with a clock.
type State int

const (
	Waits  State = iota + 1 // it has not begun
	Runs                    // with a deadline
	Open                    // without a number
	Unset                   // the contract: nobody has looked its deadline up
	Kept                    // of ours: the client was told
	Closed                  // a person said what was done, or why it does not apply
)

// Clock is one deadline for one client.
type Clock struct {
	Rule  *Rule
	Limit Limit
	State State
	Start time.Time // zero: it has not begun
	Due   time.Time // zero: it has no number
	At    time.Time // of Kept: when they heard
	Mark  *Mark     // of Closed
}

// ID names the clock among those of its client.
func (c *Clock) ID() string {
	if c.Limit.What == "" {
		return c.Rule.ID
	}
	return c.Rule.ID + "/" + c.Limit.What
}

// Late says whether the client was told after the deadline, or the deadline has passed.
func (c *Clock) Late(now time.Time) bool {
	switch {
	case c.Due.IsZero():
		return false
	case c.State == Kept:
		return c.At.After(c.Due)
	}
	return c.State == Runs && now.After(c.Due)
}

// Clocks lists the clocks of a client: the contract first. None pauses at night, at
// weekends or on holidays.
func (r *Record) Clocks(p Party) (list []Clock) {
	if r.AwareAt.IsZero() || p.Spared {
		return nil
	}
	for i := range Rules {
		rule := &Rules[i]
		if !rule.of(p.Laws) {
			continue
		}
		limits := rule.Limits
		switch {
		case rule.ID == Contract && p.Within > 0:
			limits = []Limit{{}}
		case len(limits) == 0:
			limits = []Limit{{}}
		}
		for _, l := range limits {
			list = append(list, r.clock(p, rule, l))
		}
	}
	return list
}

func (r *Record) clock(p Party, rule *Rule, l Limit) Clock {
	c := Clock{Rule: rule, Limit: l, Start: r.AwareAt, State: Runs}
	if rule.From == FromTold {
		c.Start = p.Told.HeardAt
	}
	switch {
	case c.Start.IsZero():
		c.State = Waits
	case rule.ID == Contract && p.Within > 0:
		c.Due = c.Start.Add(p.Within)
	case rule.ID == Contract:
		c.State = Unset
	case l == Limit{}:
		c.State = Open
	default:
		c.Due = l.after(c.Start, p)
	}
	if at := p.Told.KeptAt(); rule.Whose == Ours && !at.IsZero() {
		c.State, c.At = Kept, at
	}
	if m, ok := p.Told.Ended[rule.ID]; ok {
		c.State, c.Mark = Closed, &m
	}
	if r.Ended != nil && c.State != Kept && c.State != Closed { // what was done before stays
		c.State, c.Mark = Closed, r.Ended
	}
	return c
}

// after is when a limit ends that begins at an instant.
func (l Limit) after(start time.Time, p Party) time.Time {
	at := start.Add(time.Duration(l.Hours) * time.Hour)
	if l.Days > 0 || l.Months > 0 { // the same time of the client's day, also across a change of its clocks
		f := schedule.FieldsOf(at, p.Zone)
		month := f.AddDate(0, l.Months, 0)
		if month.Day() != f.Day() { // 31 January and a month is the last of February
			month = month.AddDate(0, 0, -month.Day())
		}
		at = schedule.OnClock(month.AddDate(0, 0, l.Days), p.Zone)
	}
	if l.Work > 0 {
		at = p.Work(l.Work, start)
	}
	return at
}

// left are the times before a deadline at which it is brought up, beside half of it and, of
// what we report, three quarters. What the client reports is brought up less: they decide, and have clocks
// of their own.
var left = map[Whose][]time.Duration{
	Ours:   {12 * time.Hour, 4 * time.Hour, time.Hour, 0},
	Theirs: {4 * time.Hour},
}

// apart is the least between two reminders of one clock.
const apart = 30 * time.Minute

// reminders are the instants at which a clock is brought up, in order. What only counts
// down for the client is not brought up once they have the formal notice: they have what
// they need.
func (c *Clock) reminders(p Party) (at []time.Time) {
	if c.State != Runs || c.Due.IsZero() || c.Rule.Whose == Theirs && !p.Told.NoticeAt.IsZero() {
		return nil
	}
	whole := c.Due.Sub(c.Start)
	all := []time.Time{c.Start.Add(whole / 2)}
	if c.Rule.Whose == Ours {
		all = append(all, c.Start.Add(whole/4*3))
	}
	for _, d := range left[c.Rule.Whose] {
		if d < whole/2 {
			all = append(all, c.Due.Add(-d))
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	for i, t := range all {
		if i == len(all)-1 || all[i+1].Sub(t) >= apart {
			at = append(at, t)
		}
	}
	return at
}

// NextReminder is when the next clock of a client is brought up; zero if none is.
func (r *Record) NextReminder(p Party) (next time.Time) {
	for _, c := range r.Clocks(p) {
		if all := c.reminders(p); p.Told.Brought[c.ID()] < len(all) {
			next = schedule.Sooner(next, all[p.Told.Brought[c.ID()]])
		}
	}
	return next
}

// Due lists the clocks of a client that are brought up now, and notes that they are: once,
// however many of its reminders have passed.
func (r *Record) Due(p Party, now time.Time) (due []Clock) {
	for _, c := range r.Clocks(p) {
		n := 0
		for _, at := range c.reminders(p) {
			if !at.After(now) {
				n++
			}
		}
		if n <= p.Told.Brought[c.ID()] {
			continue
		}
		if p.Told.Brought == nil {
			p.Told.Brought = map[string]int{}
		}
		p.Told.Brought[c.ID()] = n
		due = append(due, c)
	}
	return due
}
