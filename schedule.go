package candor

import "time"

// Rhythm is how often a client hears from us at one severity. A zero value
// means the default.
type Rhythm struct {
	First      time.Duration `json:"first,omitempty"`      // from declaring to the first notice
	Every      time.Duration `json:"every,omitempty"`      // between updates while we look or repair
	Mitigated  time.Duration `json:"mitigated,omitempty"`  // between updates once the harm is less
	Monitoring time.Duration `json:"monitoring,omitempty"` // between updates while we watch
	Final      time.Duration `json:"final,omitempty"`      // from resolving to the client knowing it
}

// defaults are norms of teams that publish theirs (docs/decisions/0002-cadence.md
// has the sources), not measured optima. Severity 4 is a near miss and owes nothing.
var defaults = map[Severity]Rhythm{
	1: {First: 15 * time.Minute, Every: 30 * time.Minute, Mitigated: time.Hour, Monitoring: 2 * time.Hour, Final: 15 * time.Minute},
	2: {First: 30 * time.Minute, Every: time.Hour, Mitigated: 2 * time.Hour, Monitoring: 4 * time.Hour, Final: 30 * time.Minute},
	3: {First: 2 * time.Hour, Every: 4 * time.Hour, Mitigated: 24 * time.Hour, Monitoring: 24 * time.Hour, Final: 2 * time.Hour},
}

// RhythmOf returns the client's rhythm at a severity: the default with the
// client's own values laid over it. An override of Every that is slower than
// the default of a later status carries over, so that "every 4 h" never
// becomes faster by getting better.
func (c *Client) RhythmOf(sev Severity) Rhythm {
	r, own := defaults[sev], c.Cadence[sev]
	over := func(dst *time.Duration, v time.Duration) {
		if v > 0 {
			*dst = v
		}
	}
	over(&r.First, own.First)
	over(&r.Every, own.Every)
	r.Mitigated, r.Monitoring = max(r.Mitigated, own.Every), max(r.Monitoring, own.Every)
	over(&r.Mitigated, own.Mitigated)
	over(&r.Monitoring, own.Monitoring)
	over(&r.Final, own.Final)
	return r
}

// Step returns the cadence for what the client has been told; zero if nothing
// is owed.
func (r Rhythm) Step(s Status) time.Duration {
	switch s {
	case Mitigated:
		return r.Mitigated
	case Monitoring:
		return r.Monitoring
	default:
		return r.Every
	}
}

// NextUpdate proposes when a client should hear next: the first point of the
// cadence's grid that is at least half a step after now. The grid is laid on
// the client's wall clock from midnight, so that a cadence of 30 minutes gives
// :00 and :30, times that people remember; a late update does not move it. A
// step of a day or more keeps the time of day instead.
func NextUpdate(step time.Duration, zone *time.Location, now time.Time) time.Time {
	if step <= 0 {
		return time.Time{}
	}
	if step >= 24*time.Hour {
		return now.Add(step).Truncate(time.Minute)
	}
	earliest := now.Add(step / 2)
	local := earliest.In(zone)
	y, m, d := local.Date()
	perDay := int((24*time.Hour + step - 1) / step)
	point := func(n int) time.Time { // the grid's n-th point from that day's midnight, by the wall clock
		return time.Date(y, m, d+n/perDay, 0, 0, 0, n%perDay*int(step), zone)
	}
	sinceMidnight := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
		time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	n := int(sinceMidnight / step)
	next := point(n)
	for next.Before(earliest) { // once; again where the clocks change
		n++
		next = point(n)
	}
	return next
}

// The night, in the client's wall clock: word of something that works again is
// not owed between evening and morning.
const (
	evening       = 21 * time.Hour
	morning       = 9*time.Hour + 30*time.Minute
	morningHour   = 9
	morningMinute = 30
)

// QuietNext is the next time after "it works again": after the step, or at
// 09:30 client time where that falls between 21:00 and 09:30, so that people
// can sleep.
func QuietNext(step time.Duration, zone *time.Location, now time.Time) time.Time {
	next := NextUpdate(step, zone, now).In(zone)
	day := time.Duration(next.Hour())*time.Hour + time.Duration(next.Minute())*time.Minute
	switch {
	case day >= evening:
		next = next.AddDate(0, 0, 1)
	case day >= morning:
		return next
	}
	return time.Date(next.Year(), next.Month(), next.Day(), morningHour, morningMinute, 0, 0, zone)
}

// BusinessDays returns the instant n working days (Monday to Friday) after t,
// at 17:00 in the zone.
func BusinessDays(n int, zone *time.Location, t time.Time) time.Time {
	d := t.In(zone)
	for n > 0 {
		d = d.AddDate(0, 0, 1)
		if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday {
			n--
		}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 17, 0, 0, 0, zone)
}

// Morning is the next 09:30 in the zone after now.
func Morning(zone *time.Location, now time.Time) time.Time {
	d := now.In(zone)
	at := time.Date(d.Year(), d.Month(), d.Day(), morningHour, morningMinute, 0, 0, zone)
	if !at.After(now) {
		at = time.Date(d.Year(), d.Month(), d.Day()+1, morningHour, morningMinute, 0, 0, zone)
	}
	return at
}
