package candor

import (
	"slices"
	"time"
)

// Hours are when a client works, by their own clock. The zero value means
// Monday to Friday from 09:00 to 17:00.
type Hours struct {
	Days   []time.Weekday `json:"days,omitempty"`   // empty: Monday to Friday
	Opens  time.Duration  `json:"opens,omitempty"`  // since midnight; both zero: 09:00 to 17:00
	Closes time.Duration  `json:"closes,omitempty"` // since midnight; 24h is the end of the day
}

// NightPolicy says whether a client hears from us outside its hours.
type NightPolicy string

const (
	NightAsk     NightPolicy = ""        // the first notice outside the hours asks a person once
	NightAlways  NightPolicy = "always"  // as by day
	NightWorst   NightPolicy = "sev1"    // only while their business is stopped
	NightSummary NightPolicy = "summary" // a summary half an hour before they open
)

// The night, in the client's wall clock: word of something that works again is
// not owed between evening and morning.
const (
	evening = 21 * time.Hour
	morning = 9*time.Hour + 30*time.Minute
)

// quiet moves a time between 21:00 and 09:30 to 09:30, so that people can sleep.
func quiet(next time.Time, zone *time.Location) time.Time {
	fields := fieldsOf(next, zone)
	day := midnight(fields)
	switch shown := fields.Sub(day); {
	case shown >= evening:
		day = day.AddDate(0, 0, 1)
	case shown >= morning:
		return next
	}
	return onClock(day.Add(morning), zone)
}

// Morning is the next 09:30 in the zone after now.
func Morning(zone *time.Location, now time.Time) time.Time {
	day := midnight(fieldsOf(now, zone))
	if at := onClock(day.Add(morning), zone); at.After(now) {
		return at
	}
	return onClock(day.AddDate(0, 0, 1).Add(morning), zone)
}

// midnight returns the day of fields.
func midnight(fields time.Time) time.Time {
	return time.Date(fields.Year(), fields.Month(), fields.Day(), 0, 0, 0, 0, time.UTC)
}

// workingHours are the client's hours with the defaults filled in. They close
// after they open, if need be on the next day.
func (c *Client) workingHours() (opens, closes time.Duration) {
	opens, closes = c.Hours.Opens, c.Hours.Closes
	if opens == 0 && closes == 0 {
		return 9 * time.Hour, 17 * time.Hour
	}
	if closes <= opens {
		closes += 24 * time.Hour
	}
	return opens, closes
}

// works says whether the client works on a day.
func (c *Client) works(day time.Time) bool {
	if slices.Contains(c.Holidays, day.Format(time.DateOnly)) {
		return false
	}
	if len(c.Hours.Days) == 0 {
		return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
	}
	return slices.Contains(c.Hours.Days, day.Weekday())
}

// farDay is how many days are searched for one on which a client works; one who
// never does is treated as if there were no hours.
const farDay = 366

// window is when a client works on one day.
type window struct{ opens, closes time.Time }

// windows are the client's working hours from those that t is in, or the next.
func (c *Client) windows(t time.Time) func(yield func(window) bool) {
	opens, closes := c.workingHours()
	today := midnight(fieldsOf(t, c.Zone()))
	return func(yield func(window) bool) {
		for n := -1; n < farDay; n++ { // yesterday's may last until today
			day := today.AddDate(0, 0, n)
			if !c.works(day) {
				continue
			}
			w := window{onClock(day.Add(opens), c.Zone()), onClock(day.Add(closes), c.Zone())}
			if w.closes.After(t) && !yield(w) {
				return
			}
		}
	}
}

// Open says whether the client works at t.
func (c *Client) Open(t time.Time) bool {
	for w := range c.windows(t) {
		return !w.opens.After(t)
	}
	return false
}

// NextOpening returns when the client opens next after t; zero if it never
// closes or never works.
func (c *Client) NextOpening(t time.Time) time.Time {
	closed := time.Time{} // when the hours before ended
	for w := range c.windows(t) {
		if w.opens.After(t) && !w.opens.Equal(closed) {
			return w.opens
		}
		closed = w.closes
	}
	return time.Time{}
}

// afterOpen returns the instant at which the client was open for d since t: a
// deadline whose clock stands still while they are closed.
func (c *Client) afterOpen(t time.Time, d time.Duration) time.Time {
	for w := range c.windows(t) {
		from := later(t, w.opens)
		if left := w.closes.Sub(from); d > left {
			d -= left
			continue
		}
		return from.Add(d)
	}
	return t.Add(d)
}

// lateReview is when a review is due on its day, unless they close before.
const lateReview = 17 * time.Hour

// BusinessDays returns the instant n working days of the client's after t, at
// 17:00 by its clock, or when it closes if that is before.
func (c *Client) BusinessDays(n int, t time.Time) time.Time {
	_, closes := c.workingHours()
	day := midnight(fieldsOf(t, c.Zone()))
	for searched := 0; n > 0; {
		day = day.AddDate(0, 0, 1)
		if searched++; c.works(day) || searched > farDay {
			n, searched = n-1, 0
		}
	}
	return onClock(day.Add(min(closes, lateReview)), c.Zone())
}
