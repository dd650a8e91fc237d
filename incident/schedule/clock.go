package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sooner returns the earlier of two times; zero means never.
func Sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Later returns the later one of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Earlier returns the earlier one of two times; a zero time is the earliest.
func Earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// ClockAfter is the next full hour of the zone's clock that is not before t.
func ClockAfter(hour int, zone *time.Location, t time.Time) time.Time {
	d := t.In(zone)
	at := time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, zone)
	if at.Before(t) {
		at = time.Date(d.Year(), d.Month(), d.Day()+1, hour, 0, 0, 0, zone)
	}
	return at
}

// Clocks are the times of a cadence that comes at the same minute of some hours each
// day: 09:30, 12:30. Nil for any other one.
func (c Cadence) Clocks() (list []string) {
	f := strings.Fields(c.Cron)
	if len(f) != 5 || !slices.Equal(f[2:], []string{"*", "*", "*"}) {
		return nil
	}
	minute, err := strconv.Atoi(f[0])
	if err != nil {
		return nil
	}
	for _, h := range strings.Split(f[1], ",") {
		hour, err := strconv.Atoi(h)
		if err != nil {
			return nil
		}
		list = append(list, fmt.Sprintf("%02d:%02d", hour, minute))
	}
	slices.Sort(list)
	return list
}
