package promise

import (
	"time"

	"candor/incident/schedule"
)

// The working day of whoever owns a promise, by their own clock, Monday to Friday.
const (
	opens  = 9 * time.Hour
	closes = 17 * time.Hour
)

// Rungs of the calm ladder. They share their numbers with those of the ladder
// that rings, which stand in records: see outbox.Rung.
const (
	TwoDays  = 1 // two working days before
	OneDay   = 2 // the working day before
	TheDay   = 3 // 09:30 of the day
	ItsTime  = 4 // at its time
	NextDays = 5 // 09:30 of the next working day, and again on each one after it
)

// CalmRung returns when the calm ladder of something that is due reaches a rung,
// within the working hours of its owner.
func CalmRung(rung int, due time.Time, zone *time.Location) time.Time {
	switch day := schedule.Midnight(schedule.FieldsOf(due, zone)); rung {
	case TwoDays:
		return start(workday(workday(day, -1), -1), zone)
	case OneDay:
		return start(workday(day, -1), zone)
	case TheDay:
		if !works(day) {
			day = workday(day, 1)
		}
		return start(day, zone)
	case ItsTime:
		return inHours(due, zone)
	default:
		return NextMorning(due, zone)
	}
}

// NextMorning is 09:30 of the working day after that of t.
func NextMorning(t time.Time, zone *time.Location) time.Time {
	return start(workday(schedule.Midnight(schedule.FieldsOf(t, zone)), 1), zone)
}

// InOffice is t, or when its owner is at work next.
func InOffice(t time.Time, zone *time.Location) time.Time { return inHours(t, zone) }

// inHours is t, or 09:30 of the next working day if nobody works at t.
func inHours(t time.Time, zone *time.Location) time.Time {
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

// start is when the team is reminded of what is due on a day.
func start(day time.Time, zone *time.Location) time.Time {
	return schedule.OnClock(day.Add(schedule.MorningHour), zone)
}
