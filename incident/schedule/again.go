package schedule

import "time"

// A fault of our own that goes on is said again after so long, and while people work.
const (
	saidFor = 7 * 24 * time.Hour
	mending = 9 * time.Hour
	mended  = 17 * time.Hour
)

// SaysAgain says whether people hear once more of what has gone wrong since, as was said last at
// said: who heard of it once may have waited for another to mend it.
func SaysAgain(said, now time.Time, zone *time.Location) bool {
	day := FieldsOf(now, zone).Weekday()
	return now.Sub(said) >= saidFor && day != time.Saturday && day != time.Sunday && ByDay(now, zone)
}

// ByDay says whether it is an hour of the day at which somebody can mend a fault of our own.
func ByDay(now time.Time, zone *time.Location) bool {
	fields := FieldsOf(now, zone)
	clock := fields.Sub(Midnight(fields))
	return clock >= mending && clock < mended
}
