package morning

import (
	"time"

	"candor/incident/schedule"
)

// After is the morning of the working day after that of t.
func After(t time.Time, zone *time.Location) time.Time {
	return start(workday(dayOf(t, zone), 1), zone)
}

// Of is the morning of the day of t, or of the first working day after it.
func Of(t time.Time, zone *time.Location) time.Time {
	day := dayOf(t, zone)
	if !works(day) {
		day = workday(day, 1)
	}
	return start(day, zone)
}

// InOffice is t, or the next morning if nobody works at t.
func InOffice(t time.Time, zone *time.Location) time.Time {
	fields := schedule.FieldsOf(t, zone)
	day := schedule.Midnight(fields)
	switch clock := fields.Sub(day); {
	case !works(day), clock > closes:
		return start(workday(day, 1), zone)
	case clock < opens:
		return start(day, zone)
	}
	return t
}

// Date names the day of t by the clock of the zone, such as 2026-03-17.
func Date(t time.Time, zone *time.Location) string {
	return dayOf(t, zone).Format(time.DateOnly)
}

// mostLists is how many days a list is looked for.
const mostLists = 7

// since are the dates of the messages that may have come since that of an instant, the
// newest first.
func since(at, now time.Time, zone *time.Location) (dates []string) {
	first := dayOf(InOffice(at, zone), zone)
	for day := dayOf(now, zone); !day.Before(first) && len(dates) < mostLists; day = day.AddDate(0, 0, -1) {
		dates = append(dates, day.Format(time.DateOnly))
	}
	return dates
}

func dayOf(t time.Time, zone *time.Location) time.Time {
	return schedule.Midnight(schedule.FieldsOf(t, zone))
}

func works(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// workday is the next working day in a direction.
func workday(day time.Time, step int) time.Time {
	for day = day.AddDate(0, 0, step); !works(day); {
		day = day.AddDate(0, 0, step)
	}
	return day
}

// start is when the message of a day comes.
func start(day time.Time, zone *time.Location) time.Time {
	return schedule.OnClock(day.Add(opens), zone)
}
