package figures

import (
	"cmp"
	"slices"
	"time"
)

// Unit is how a figure is read.
type Unit string

const (
	Minutes Unit = "minutes"
	Percent Unit = "per cent"
)

// Row is one figure: what it is called, and how it is made.
type Row struct {
	ID     string
	Name   string // in words for whoever reads it; it stands before the value
	Unit   Unit
	Beside string // what the second value says; empty: there is none
	None   string // what is said where there is nothing to count
	Days   bool   // the second value is in days, where the first is a share
	How    string // how it is counted, in a sentence
	of     func(Sample) amount
}

// amount is what a row makes of a sample.
type amount struct {
	part, of int           // of a share
	main     time.Duration // of a time
	beside   time.Duration
	known    bool // there was something to count
	twice    bool // there is a second value
	unknown  int  // cases of which the record cannot say it
	open     int  // of those that are counted, how many are not over yet
}

// Rows are the eight figures, in the order in which they are shown.
var Rows = []Row{
	{"M1", "Time to the first notice", Minutes, "after they could notice it", "nothing to count", false,
		"From the declaration to the first notice to the client; of several, the middle one.", Sample.firstWord},
	{"M3", "Told before they asked", Percent, "", "nothing to count", false,
		"Clients who heard from us before they asked, or before they told us of it themselves.", Sample.toldFirst},
	{"M5", "Told by the time we named", Percent, "usually named for after", "none was due", false,
		"Texts that named a time, and by then a person had told the client more. What Candor sent by itself keeps nothing.", Sample.kept},
	{"M6", "How late, where we were late", Minutes, "nine of ten within", "nothing was late", false,
		"From the time that we named to when the client heard; of several, the middle one. What is still due counts as late so far.", Sample.late},
	{"M7", "Longest silence", Minutes, "without pauses that we announced", "nothing to count", false,
		"The longest time between two texts, from the declaration to the final message. It counts in the month of the declaration.", Sample.silence},
	{"M8", "Time with a next update named", Percent, "", "nothing to count", false,
		"Of the time from the first notice to the final message, the part in which the time that we named last was still to come. It counts in the month of the declaration.", Sample.cover},
	{"M20", "Reviews on time", Percent, "the latest, after its date", "none was due", true,
		"Reviews that were promised for a day and came by then. A date that was moved in time counts as the new one.", Sample.reviews},
	{"M21", "Changes done on time", Percent, "the oldest that is overdue", "none was due", true,
		"Changes that we said we would make by a day, and made by then.", Sample.changes},
}

// Value is one figure of a sample. Main is nil where the record cannot say it: there
// was nothing to count, or nobody knows. Times are in minutes, shares in per cent, and
// Beside in days where its row says so.
type Value struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Unit    Unit     `json:"unit"`
	Main    *float64 `json:"value"`
	Part    int      `json:"part,omitempty"` // of a share of things: how many of Of
	Of      int      `json:"of,omitempty"`
	Beside  *float64 `json:"beside,omitempty"`
	Says    string   `json:"beside_name,omitempty"`
	Days    bool     `json:"beside_in_days,omitempty"`
	Unknown int      `json:"unknown,omitempty"` // how many the record cannot say
	None    string   `json:"-"`                 // what is said where there is nothing to count
	Open    int      `json:"open,omitempty"`    // how many of those counted are not over yet
}

// Table makes the figures of a sample.
func (s Sample) Table() []Value {
	list := make([]Value, len(Rows))
	for i, row := range Rows {
		list[i] = row.value(row.of(s))
	}
	return list
}

func (r Row) value(a amount) Value {
	v := Value{ID: r.ID, Name: r.Name, Unit: r.Unit, None: r.None, Unknown: a.unknown, Open: a.open}
	if a.known && r.Unit == Minutes {
		v.Main = number(a.main.Minutes())
	} else if a.known && a.of > 0 {
		v.Main, v.Part, v.Of = number(100*float64(a.part)/float64(a.of)), a.part, a.of
	} else if a.known { // a share of time
		v.Main = number(100 * a.main.Minutes() / a.beside.Minutes())
	}
	if a.twice {
		v.Says, v.Days, v.Beside = r.Beside, r.Days, number(a.beside.Minutes())
		if r.Days {
			v.Beside = number(a.beside.Hours() / 24)
		}
	}
	return v
}

func number(f float64) *float64 { return &f }

func (s Sample) firstWord() amount {
	return amount{main: share(s.toFirst, 50), beside: share(s.sinceIt, 50), known: len(s.toFirst) > 0, twice: len(s.toFirst) > 0, unknown: s.untold}
}

func (s Sample) toldFirst() amount {
	return amount{part: s.before, of: s.before + s.asked, known: s.before+s.asked > 0, unknown: s.neither}
}

// of are the promises of a kind whose time has come, or that were kept ahead of it.
func (s Sample) of(kind Kind) (list []Promise) {
	for _, p := range s.Promises {
		if p.Kind == kind && p.Outcome != Open {
			list = append(list, p)
		}
	}
	return list
}

// tally counts promises: how many there were, how many were kept, how late the others.
func (s Sample) tally(kind Kind) (a amount, late []time.Duration) {
	for _, p := range s.of(kind) {
		a.of, a.known = a.of+1, true
		switch p.Outcome {
		case Kept:
			a.part++
		case Missed:
			a.open++
			late = append(late, p.Late)
		case Late:
			late = append(late, p.Late)
		}
	}
	return a, late
}

func (s Sample) kept() amount {
	a, _ := s.tally(News)
	var spans []time.Duration
	for _, p := range s.of(News) {
		spans = append(spans, p.Due.Sub(p.Made))
	}
	a.beside, a.twice, a.unknown = share(spans, 50), a.known, s.Unread
	return a
}

func (s Sample) late() amount {
	a, late := s.tally(News)
	return amount{main: share(late, 50), beside: share(late, 90), known: len(late) > 0, twice: len(late) > 0, open: a.open, unknown: s.Unread}
}

func (s Sample) silence() amount {
	var longest gap
	for _, g := range s.silences {
		longest = longest.or(g)
	}
	return amount{main: longest.whole, beside: longest.beyond, known: len(s.silences) > 0, twice: len(s.silences) > 0, unknown: min(s.unwaited, max(0, s.Cases-len(s.silences)))}
}

func (s Sample) cover() amount {
	return amount{main: s.covered, beside: s.waited, known: s.waited > 0, unknown: s.unwaited}
}

func (s Sample) reviews() amount {
	a, late := s.tally(Review)
	a.beside, a.twice, a.unknown = share(late, 100), len(late) > 0, s.undated
	return a
}

func (s Sample) changes() amount {
	a, _ := s.tally(Change)
	for _, p := range s.of(Change) {
		if p.Outcome == Missed {
			a.beside, a.twice = max(a.beside, p.Late), true
		}
	}
	return a
}

// share is what so many per cent of the times keep to: the smallest of them that is
// not less than so many. Zero where there are none.
func share(list []time.Duration, percent int) time.Duration {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.SortedFunc(slices.Values(list), cmp.Compare[time.Duration])
	return sorted[(len(sorted)*percent+99)/100-1]
}
