package morning

import (
	"slices"
	"time"

	"candor/incident/schedule"
)

// Office is where and when somebody works: Monday to Friday by their own clock, but not on
// the company's holidays.
type Office struct {
	Zone *time.Location
	Off  []string // holidays, each 2026-12-25
}

// After is the morning of the working day after that of t.
func (o Office) After(t time.Time) time.Time { return o.start(o.workday(dayOf(t, o.Zone), 1)) }

// Of is the morning of the day of t, or of the first working day after it.
func (o Office) Of(t time.Time) time.Time {
	day := dayOf(t, o.Zone)
	if !o.works(day) {
		day = o.workday(day, 1)
	}
	return o.start(day)
}

// Open is t, or the next morning if nobody works at t.
func (o Office) Open(t time.Time) time.Time {
	fields := schedule.FieldsOf(t, o.Zone)
	day := schedule.Midnight(fields)
	switch clock := fields.Sub(day); {
	case !o.works(day), clock > closes:
		return o.start(o.workday(day, 1))
	case clock < opens:
		return o.start(day)
	}
	return t
}

// EndOf is 17:00 on the day of t, or on the last working day before it.
func (o Office) EndOf(t time.Time) time.Time {
	day := dayOf(t, o.Zone)
	if !o.works(day) {
		day = o.workday(day, -1)
	}
	return schedule.OnClock(day.Add(closes), o.Zone)
}

// Closed says whether the day of t is a holiday of the company.
func (o Office) Closed(t time.Time) bool { return slices.Contains(o.Off, Date(t, o.Zone)) }

// Staffed is a day of somebody's, so many days on, or the next of theirs after it that is no
// holiday of the company. Who has none within a year is treated as if there were none.
func (o Office) Staffed(days int, on func(days int) time.Time) time.Time {
	for more := range schedule.FarDay {
		if at := on(days + more); !o.Closed(at) {
			return at
		}
	}
	return on(days)
}

// Around is the office with those holidays alone that matter to what is due at t: it is
// kept with it.
func (o Office) Around(t time.Time) Office {
	from, to := Date(t.AddDate(0, 0, -7), o.Zone), Date(t.AddDate(0, 0, 60), o.Zone)
	o.Off = slices.DeleteFunc(slices.Clone(o.Off), func(day string) bool { return day < from || day > to })
	return o
}

// Date names the day of t by the clock of the zone, such as 2026-03-17.
func Date(t time.Time, zone *time.Location) string {
	return dayOf(t, zone).Format(time.DateOnly)
}

// mostLists is how many days a list is looked for.
const mostLists = 7

// since are the dates of the messages that may have come since that of an instant, the
// newest first.
func (o Office) since(at, now time.Time) (dates []string) {
	first := dayOf(o.Open(at), o.Zone)
	for day := dayOf(now, o.Zone); !day.Before(first) && len(dates) < mostLists; day = day.AddDate(0, 0, -1) {
		dates = append(dates, day.Format(time.DateOnly))
	}
	return dates
}

func dayOf(t time.Time, zone *time.Location) time.Time {
	return schedule.Midnight(schedule.FieldsOf(t, zone))
}

// works says whether anybody works on a day.
func (o Office) works(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !slices.Contains(o.Off, day.Format(time.DateOnly))
}

// workday is the next working day in a direction. Who has none within a year is treated as
// if there were no holidays.
func (o Office) workday(day time.Time, step int) time.Time {
	from := day
	for n := 0; n < schedule.FarDay; n++ {
		if day = day.AddDate(0, 0, step); o.works(day) {
			return day
		}
	}
	return Office{Zone: o.Zone}.workday(from, step)
}

// start is when the message of a day comes.
func (o Office) start(day time.Time) time.Time { return schedule.OnClock(day.Add(opens), o.Zone) }
