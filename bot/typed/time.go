package typed

import (
	"regexp"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Clock is by what typed times are read: what it shows now where the person is
// who types, and the zones of the clients, whose times our own screens show.
type Clock struct {
	Now    time.Time
	Zone   *time.Location
	Others []*time.Location // may be empty
	Off    []string         // the company's holidays, each 2026-12-25
}

// When reads a time as people type it and as our screens show it: 45m, 1 h 30
// min, 16:15, 3.30pm, 16:15 GMT, tomorrow 9, Monday 9:00, Wednesday 25 November,
// 09:30 CET, 2026-03-10 09:30, midnight tonight (00:00 GMT). Without a zone it is the typist's. A time of day
// without its day is the nearest one to come, or with past the nearest that has
// been; of a time that the clocks show twice, too. One over which they jump is
// the moment at which they do. What is more than two years ahead is a slip.
func (c Clock) When(text string, past bool) (time.Time, error) {
	plain := schedule.Plain(text)
	if plain == "now" || plain == "just now" {
		return c.Now, nil
	}
	if d, ok := spanOf(plain); ok {
		if past {
			return c.Now.Add(-d), nil
		}
		return c.soon(whole(c.Now.Add(d), c.Now), text)
	}
	p, ok := parse(atMidnight(plain), c)
	if !ok {
		return time.Time{}, notATime(text)
	}
	at, ok := p.at(c, past)
	if !ok {
		return time.Time{}, notATime(text)
	}
	if past {
		return at.UTC(), nil
	}
	return c.soon(at.UTC(), text)
}

// soon refuses a time that nobody means.
func (c Clock) soon(at time.Time, text string) (time.Time, error) {
	if at.After(c.Now.AddDate(2, 0, 0)) {
		return time.Time{}, fault.Errorf(fault.Invalid, "“%s” is more than two years away. Nothing was changed. Look at the year, and write it again.", Clip(text))
	}
	return at, nil
}

// Passed says whether a text is a time of day that has just passed: nearer behind
// than ahead. As the next update it is a slip more often than tomorrow's.
func (c Clock) Passed(text string) bool {
	behind, ahead, ok := c.around(text)
	return ok && behind < ahead
}

// ToCome says whether a text is a time of day that today is still to come, and nearer than
// yesterday's. As a time since when something is so it is a slip more often.
func (c Clock) ToCome(text string) bool {
	behind, ahead, ok := c.around(text)
	now := c.Now.In(c.Zone)
	return ok && ahead < behind && now.Add(-behind).YearDay() != now.YearDay()
}

// NamesDay says whether a text is a time that says on which day: nobody types that by a slip.
func (c Clock) NamesDay(text string) bool {
	p, ok := parse(schedule.Plain(text), c)
	return ok && p.day.known()
}

// around is how long ago a time of day was and in how long it is again; ok is false for
// what names its day, or is no time of day.
func (c Clock) around(text string) (behind, ahead time.Duration, ok bool) {
	p, ok := parse(schedule.Plain(text), c)
	if _, isSpan := spanOf(schedule.Plain(text)); !ok || isSpan || p.day.known() {
		return 0, 0, false
	}
	was, _ := p.at(c, true)
	will, _ := p.at(c, false)
	return c.Now.Sub(was), will.Sub(c.Now), true
}

// midnight is how our texts say which one they mean: of “tomorrow 00:00” nobody knows it.
var midnight = regexp.MustCompile(`^midnight (tonight|tomorrow night|at the (end|start) of (.+?))(?: \(00:00,? ?([^)]*)\))?$`)

// atMidnight writes it as a day and the hour with which that ends, or begins.
func atMidnight(plain string) string {
	m := midnight.FindStringSubmatch(plain)
	if m == nil {
		return plain
	}
	day, hour := m[3], "24:00"
	switch {
	case m[1] == "tonight":
		day = "today"
	case m[1] == "tomorrow night":
		day = "tomorrow"
	case m[2] == "start":
		hour = "00:00"
	}
	return strings.TrimSpace(day + " " + hour + " " + m[4])
}

func notATime(text string) error {
	const how = "Write 45m, 16:15, tomorrow 09:30 or 2026-03-10 09:30."
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return fault.Errorf(fault.Invalid, "Which time? Nothing was changed. %s", how)
	}
	return fault.Errorf(fault.Invalid, "“%s” is not a valid time. Nothing was changed. %s", Clip(text), how)
}

// whole takes the seconds off a time that is far enough: people promise minutes.
func whole(t, now time.Time) time.Time {
	if t.Sub(now) < 2*time.Minute {
		return t
	}
	return t.Truncate(time.Minute)
}

// at is the instant that the parts mean; ok is false where they contradict each
// other.
func (p parts) at(c Clock, past bool) (at time.Time, ok bool) {
	zone := c.Zone
	if p.zone != "" {
		if zone, ok = c.zoneNamed(p.zone); !ok {
			return at, false
		}
	}
	today := schedule.FieldsOf(c.Now, zone).Truncate(schedule.Day)
	if p.day.date {
		day, ok := p.day.on(today)
		if !ok {
			return at, false
		}
		return nearest(instants(day.Add(p.clock), zone), c.Now, past), true
	}
	for _, days := range p.day.candidates(today, past) {
		at = nearest(instants(today.AddDate(0, 0, days).Add(p.clock), zone), c.Now, past)
		if past != at.After(c.Now) {
			break
		}
	}
	return at, true
}

// instants are those at which a clock in the zone shows a time on a day: two where
// it goes back.
func instants(fields time.Time, zone *time.Location) []time.Time {
	first := schedule.OnClock(fields, zone)
	list := []time.Time{first}
	if _, end := first.In(zone).ZoneBounds(); !end.IsZero() {
		_, offset := end.In(zone).Zone()
		if again := fields.Add(-time.Duration(offset) * time.Second); !again.Before(end) && again.Sub(first) < 3*time.Hour && again.After(first) {
			list = append(list, again)
		}
	}
	return list
}

// nearest is of the instants the first to come, or with past the last that has
// been; if there is none, the nearest to now.
func nearest(list []time.Time, now time.Time, past bool) time.Time {
	best := list[0]
	for _, t := range list[1:] {
		if past && !t.After(now) || !past && !best.After(now) {
			best = t
		}
	}
	return best
}
