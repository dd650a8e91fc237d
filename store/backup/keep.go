package backup

import (
	"fmt"
	"time"
)

// Keep is how many copies stay: the last one of each of the last so many days,
// weeks and months that have any.
type Keep struct {
	Daily   int `yaml:"daily" json:"daily"`
	Weekly  int `yaml:"weekly" json:"weekly"` // weeks begin on Monday
	Monthly int `yaml:"monthly" json:"monthly"`
}

// Prune returns the copies that need not stay, by the calendar of the zone. The
// newest of all always stays.
func (k Keep) Prune(list []Copy, zone *time.Location) (drop []Copy) {
	rules := []struct {
		left int
		of   func(time.Time) string
		last string
	}{
		{left: k.Daily, of: func(t time.Time) string { return t.Format(time.DateOnly) }},
		{left: k.Weekly, of: func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, " ", w) }},
		{left: k.Monthly, of: func(t time.Time) string { return t.Format("2006-01") }},
	}
	for i, c := range list { // the newest first
		stays := i == 0
		for j := range rules {
			r := &rules[j]
			if span := r.of(c.At.In(zone)); r.left > 0 && span != r.last {
				r.last, stays = span, true
				r.left--
			}
		}
		if !stays {
			drop = append(drop, c)
		}
	}
	return drop
}
