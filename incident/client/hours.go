package client

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// NightPolicy says whether a client hears from us outside its hours.
type NightPolicy string

const (
	NightAsk     NightPolicy = ""        // the first notice outside the hours asks a person once
	NightAlways  NightPolicy = "always"  // as by day
	NightWorst   NightPolicy = "sev1"    // only while their business is stopped
	NightSummary NightPolicy = "summary" // a summary half an hour before they open
)

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

// windows are the client's working hours from those that t is in, or the next.
func (c *Client) windows(t time.Time) func(yield func(schedule.Window) bool) {
	opens, closes := c.workingHours()
	today := schedule.Midnight(schedule.FieldsOf(t, c.Zone()))
	return func(yield func(schedule.Window) bool) {
		for n := -1; n < schedule.FarDay; n++ { // yesterday's may last until today
			day := today.AddDate(0, 0, n)
			if !c.works(day) {
				continue
			}
			w := schedule.Window{Opens: schedule.OnClock(day.Add(opens), c.Zone()), Closes: schedule.OnClock(day.Add(closes), c.Zone())}
			if w.Closes.After(t) && !yield(w) {
				return
			}
		}
	}
}

// Open says whether the client works at t.
func (c *Client) Open(t time.Time) bool {
	for w := range c.windows(t) {
		return !w.Opens.After(t)
	}
	return false
}

// NextOpening returns when the client opens next after t; zero if it never
// closes or never works.
func (c *Client) NextOpening(t time.Time) time.Time {
	closed := time.Time{} // when the hours before ended
	for w := range c.windows(t) {
		if w.Opens.After(t) && !w.Opens.Equal(closed) {
			return w.Opens
		}
		closed = w.Closes
	}
	return time.Time{}
}

// AfterOpen returns the instant at which the client was open for d since t: a
// deadline whose clock stands still while they are closed.
func (c *Client) AfterOpen(t time.Time, d time.Duration) time.Time {
	for w := range c.windows(t) {
		from := schedule.Later(t, w.Opens)
		if left := w.Closes.Sub(from); d > left {
			d -= left
			continue
		}
		return from.Add(d)
	}
	return t.Add(d)
}

// BusinessDays returns the instant n working days of the client's after t, at
// 17:00 by its clock, or when it closes if that is before.
func (c *Client) BusinessDays(n int, t time.Time) time.Time {
	_, closes := c.workingHours()
	day := schedule.Midnight(schedule.FieldsOf(t, c.Zone()))
	for searched := 0; n > 0; {
		day = day.AddDate(0, 0, 1)
		if searched++; c.works(day) || searched > schedule.FarDay {
			n, searched = n-1, 0
		}
	}
	return schedule.OnClock(day.Add(min(closes, schedule.LateReview)), c.Zone())
}

// MorningAfter is 09:30 by the client's clock, so many days after the day of t, or
// of the first day after that on which they work.
func (c *Client) MorningAfter(days int, t time.Time) time.Time {
	day := schedule.Midnight(schedule.FieldsOf(t, c.Zone())).AddDate(0, 0, days)
	for n := range schedule.FarDay {
		if on := day.AddDate(0, 0, n); c.works(on) {
			day = on
			break
		}
	}
	return schedule.OnClock(day.Add(schedule.MorningHour), c.Zone())
}

// NextCall is when the client is called after a night in which nobody answered: on the
// next day on which they work, half an hour before they open unless they said from when.
// Zero if they are open at t, or never close.
func (c *Client) NextCall(t time.Time) time.Time {
	opens := c.NextOpening(t)
	if c.Open(t) || opens.IsZero() {
		return time.Time{}
	}
	at := opens.Add(-schedule.OpeningMargin)
	if from := callFrom(c.CallFrom); from > 0 {
		at = schedule.OnClock(schedule.Midnight(schedule.FieldsOf(opens, c.Zone())).Add(from), c.Zone())
	}
	return schedule.Later(at, t)
}
