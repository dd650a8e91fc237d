package figures

import (
	"cmp"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
)

// Case is what the record has of one incident and one of its clients.
type Case struct {
	Incident *incident.Incident
	Client   *incident.Affected
	Texts    []*update.Update // all of that client's that can be read, in any order
	Reopened []time.Time      // when it was down again, earliest first
	Unread   int              // texts that are there and cannot be read
}

// Counts says whether an incident is in any figure: one that was cancelled, by mistake
// or because it was none, was nothing that a client could be told of, and nor was a drill.
func Counts(inc *incident.Incident) bool {
	return inc.State != incident.Cancelled && inc.Mistake == "" && inc.Drill == nil
}

// Month is a month of a client's calendar; the zero value is all time.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads a month written like 2026-03; the empty text is all time.
func ParseMonth(text string) (Month, bool) {
	if text == "" {
		return Month{}, true
	}
	t, err := time.Parse("2006-01", text)
	return Month{t.Year(), t.Month()}, err == nil
}

// String writes the month like March 2026; all time is "all time".
func (m Month) String() string {
	if m == (Month{}) {
		return "all time"
	}
	return m.first(time.UTC).Format("January 2006")
}

func (m Month) first(zone *time.Location) time.Time {
	return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, zone)
}

// Has says whether an instant is in the month where the clocks show that zone.
func (m Month) Has(t time.Time, zone *time.Location) bool {
	if m == (Month{}) {
		return true
	}
	first := m.first(zone)
	return !t.Before(first) && t.Before(first.AddDate(0, 1, 0))
}

// Next is the month after it.
func (m Month) Next() Month {
	after := m.first(time.UTC).AddDate(0, 1, 0)
	return Month{after.Year(), after.Month()}
}

// told are the texts that brought a client news from a person, the earliest first.
// Invitations to a meeting, and what goes to others than the client, are none.
func (c *Case) told() (list []*update.Update) {
	for _, u := range c.sent() {
		if kind := update.KindOf(u.Kind); !kind.Automatic && !kind.AnyTime {
			list = append(list, u)
		}
	}
	return list
}

// sent are all texts that left, the earliest first.
func (c *Case) sent() (list []*update.Update) {
	for _, u := range c.Texts {
		if u.State == update.Sent && !u.SentAt.IsZero() {
			list = append(list, u)
		}
	}
	slices.SortStableFunc(list, func(a, b *update.Update) int { return a.SentAt.Compare(b.SentAt) })
	return list
}

// first is when the client heard first; zero if they have not.
func (c *Case) first() time.Time {
	at := c.Client.FirstAt
	if told := c.told(); len(told) > 0 && (at.IsZero() || told[0].SentAt.Before(at)) {
		at = told[0].SentAt
	}
	return at
}

// stretch is a time in which the client waits for us: from the declaration, or from
// when it was down again, to the final message.
type stretch struct{ from, to time.Time }

// stretches lists them, the earliest first; the last one goes on until now while
// nobody has said that it works.
func (c *Case) stretches(now time.Time) (list []stretch) {
	finals := c.finals()
	for i, from := range slices.Concat([]time.Time{c.Incident.DeclaredAt}, c.Reopened) {
		if i > 0 && len(list) > 0 && list[len(list)-1].to.After(from) {
			continue // the client had not heard that it works: they were waiting all the time
		}
		s := stretch{from, now}
		if j := slices.IndexFunc(finals, func(t time.Time) bool { return !t.Before(from) }); j >= 0 {
			s.to = finals[j]
		}
		list = append(list, s)
	}
	return list
}

// finals are when the client heard that it works again, the earliest first.
func (c *Case) finals() (list []time.Time) {
	byHand := map[int]bool{}
	for _, p := range c.Client.Promises {
		if p.Kind == promise.Final && (p.Outcome == promise.Kept || p.Outcome == promise.Late) {
			byHand[p.Update] = true
		}
	}
	for _, u := range c.told() {
		if u.Kind == update.ResolvedUpdate || byHand[u.N] {
			list = append(list, u.SentAt)
		}
	}
	return list
}

// Works is since when it works again, as far as the client has heard; zero if they have
// not.
func (c *Case) Works() time.Time {
	finals := c.finals()
	if len(finals) == 0 || len(c.Reopened) > 0 && c.Reopened[len(c.Reopened)-1].After(finals[len(finals)-1]) {
		return time.Time{}
	}
	return cmp.Or(update.WorksSince(c.Client.SaidTimes), c.Incident.ResolvedAt)
}

// Since is from when on they noticed it, as they have read it.
func (c *Case) Since() time.Time {
	return cmp.Or(c.Client.SaidTimes["from"], c.Incident.Since)
}

// Kind is what was promised.
type Kind string

const (
	News   Kind = "news"   // the next word, at a time that a text named
	Review Kind = "review" // the written review
	Change Kind = "change" // something that we said we would change
	Call   Kind = "call"   // a call at a time that we named
)

// Outcome is what became of a promise whose time has come.
type Outcome string

const (
	Open   Outcome = ""       // its time is still to come
	Kept   Outcome = "kept"   // by its time
	Late   Outcome = "late"   // after it
	Missed Outcome = "missed" // not to this day
)

// Promise is something that a client was told for a time.
type Promise struct {
	Incident string        `json:"incident"` // INC-7
	Client   string        `json:"client"`
	Kind     Kind          `json:"kind"`
	Made     time.Time     `json:"made"`
	Due      time.Time     `json:"due"`
	Done     time.Time     `json:"done,omitzero"` // zero: not yet
	Outcome  Outcome       `json:"outcome"`
	Late     time.Duration `json:"-"` // how much after its time; of a missed one so far
}

// end says what became of a promise, by the minute, in which people read times.
func (p Promise) end(now time.Time) Promise {
	switch {
	case !p.Done.IsZero() && promise.InTime(p.Done, p.Due):
		p.Outcome = Kept
	case !p.Done.IsZero():
		p.Outcome, p.Late = Late, promise.Past(p.Done, p.Due)
	case !promise.InTime(now, p.Due):
		p.Outcome, p.Late = Missed, promise.Past(now, p.Due)
	}
	return p
}

// promises lists all that the client was told for a time, by that time.
func (c *Case) promises(now time.Time) []Promise {
	list := slices.Concat(c.news(now), c.dated(promise.Review, Review, now), c.dated(promise.Measure, Change, now), c.dated(promise.Meeting, Call, now))
	slices.SortStableFunc(list, func(a, b Promise) int { return a.Due.Compare(b.Due) })
	return list
}

// news has a promise for each text that names when they hear next. The next text from a
// person keeps it, also one ahead of its time.
func (c *Case) news(now time.Time) (list []Promise) {
	told := c.told()
	for _, u := range c.sent() {
		if !u.NextAt.After(u.SentAt) || !update.PromisesNext(u.Kind) && u.Kind != update.ByHand {
			continue
		}
		p := c.promise(News, u.SentAt, u.NextAt)
		list = slices.DeleteFunc(list, func(was Promise) bool { return was.Due.Equal(p.Due) }) // the same time, once more
		if i := slices.IndexFunc(told, func(v *update.Update) bool { return v.SentAt.After(u.SentAt) || v.SentAt.Equal(u.SentAt) && v.N > u.N }); i >= 0 {
			p.Done = told[i].SentAt
		}
		list = append(list, p.end(now))
	}
	return list
}

func (c *Case) promise(kind Kind, made, due time.Time) Promise {
	return Promise{Incident: c.Incident.Name(), Client: c.Client.Client.ID, Kind: kind, Made: made, Due: due}
}

// moved is the promise that stands for one that got another date, and when it was due.
func (c *Case) moved(p *promise.Promise) (*promise.Promise, time.Time) {
	due := p.Known().DueAt
	for p.Outcome == promise.Moved && p.Again > 0 && c.Client.PromiseN(p.Again) != nil {
		next := c.Client.PromiseN(p.Again)
		if promise.InTime(p.SettledAt, due) {
			due = next.Known().DueAt
		}
		p = next
	}
	return p, due
}

// dated are the promises for a day of one kind. One that was told a new date in time is
// due then; once it is overdue, another date changes nothing.
func (c *Case) dated(of promise.Kind, as Kind, now time.Time) (list []Promise) {
	follows := map[int]bool{} // numbers of those that took the place of another
	for _, p := range c.Client.Promises {
		follows[p.Again] = p.Again > 0
	}
	for i := range c.Client.Promises {
		p := &c.Client.Promises[i]
		if p.Kind != of || follows[p.N] || p.Unsettled() || of == promise.Review && !p.Said { // nor what they know nothing of
			continue
		}
		p, due := c.moved(p)
		one := c.promise(as, p.MadeAt, due)
		switch {
		case p.Outcome == promise.Dropped && promise.InTime(p.SettledAt, due), p.Outcome == promise.Moved:
			continue // nothing was owed any more when its time came
		case (p.Outcome == promise.Kept || p.Outcome == promise.Late) && !p.ByItself() && c.Client.Complete(p):
			one.Done = p.SettledAt
		}
		list = append(list, one.end(now))
	}
	return list
}
