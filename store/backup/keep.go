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
// newest of all always stays. One made by hand takes no other's place, and stays as long as
// its day, its week or its month is kept.
func (k Keep) Prune(list []Copy, zone *time.Location) (drop []Copy) {
	rules := []rule{
		{left: k.Daily, of: func(t time.Time) string { return t.Format(time.DateOnly) }},
		{left: k.Weekly, of: func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, " ", w) }},
		{left: k.Monthly, of: func(t time.Time) string { return t.Format("2006-01") }},
	}
	for i, c := range list { // the newest first
		stays := i == 0
		for j := range rules {
			stays = rules[j].keeps(c, zone) || stays
		}
		if !stays {
			drop = append(drop, c)
		}
	}
	return drop
}

// rule keeps a copy of each of the last days, weeks or months.
type rule struct {
	left int
	of   func(time.Time) string
	last string // the last of them that is kept
	has  bool   // and whether a copy that was made on time is kept of it
}

func (r *rule) keeps(c Copy, zone *time.Location) bool {
	span := r.of(c.At.In(zone))
	if span != r.last && r.left > 0 {
		r.last, r.has = span, false
		r.left--
	}
	if span != r.last || r.has && !c.ByHand {
		return false
	}
	r.has = r.has || !c.ByHand
	return true
}
