package schedule

import "time"

// Hours are when a client works, by their own clock. The zero value means
// Monday to Friday from 09:00 to 17:00.
type Hours struct {
	Days   []time.Weekday `json:"days,omitempty"`   // empty: Monday to Friday
	Opens  time.Duration  `json:"opens,omitempty"`  // since midnight; both zero: 09:00 to 17:00
	Closes time.Duration  `json:"closes,omitempty"` // since midnight; 24h is the end of the day
}

// The night, in the client's wall clock: word of something that works again is
// not owed between evening and morning.
const (
	evening = 21 * time.Hour
	morning = MorningHour
)

// Quiet moves a time between 21:00 and 09:30 to 09:30, so that people can sleep.
func Quiet(next time.Time, zone *time.Location) time.Time {
	fields := FieldsOf(next, zone)
	day := Midnight(fields)
	switch shown := fields.Sub(day); {
	case shown >= evening:
		day = day.AddDate(0, 0, 1)
	case shown >= morning:
		return next
	}
	return OnClock(day.Add(morning), zone)
}

// Morning is the next 09:30 in the zone after now.
func Morning(zone *time.Location, now time.Time) time.Time {
	day := Midnight(FieldsOf(now, zone))
	if at := OnClock(day.Add(morning), zone); at.After(now) {
		return at
	}
	return OnClock(day.AddDate(0, 0, 1).Add(morning), zone)
}

// Midnight returns the day of fields.
func Midnight(fields time.Time) time.Time {
	return time.Date(fields.Year(), fields.Month(), fields.Day(), 0, 0, 0, 0, time.UTC)
}

// FarDay is how many days are searched for one on which a client works; one who
// never does is treated as if there were no hours.
const FarDay = 366

// Window is when a client works on one day.
type Window struct{ Opens, Closes time.Time }

// MorningHour is when what waited for the night is brought up, since midnight.
const MorningHour = 9*time.Hour + 30*time.Minute

// LateReview is when a review is due on its day, unless they close before.
const LateReview = 17 * time.Hour
