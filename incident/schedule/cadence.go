package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"candor/incident/fault"
)

// Carry returns the cadence of a later status whose own is other.
func (c Cadence) Carry(other Cadence) Cadence {
	if c.Cron != "" || other.Cron == "" && c.Step > other.Step {
		return c
	}
	return other
}

// Cadence is when a client hears from us, again and again: every step on the
// client's own clock, or at the times of a cron expression in the client's time
// zone. One of the two is set; the zero value is no cadence. Its text form, also
// in records and in the config, is 30m or 0 9,13,17 * * MON-FRI.
type Cadence struct {
	Step time.Duration // 30m is at :00 and at :30; 0 if Cron is set
	Cron string        // as [ParseCadence] accepts it; empty if Step is set
}

// Every is the cadence of a step.
func Every(step time.Duration) Cadence { return Cadence{Step: step} }

// IsZero says whether there is no cadence.
func (c Cadence) IsZero() bool { return c == Cadence{} }

// Odd refuses a cadence of which a slip of the finger is likelier: eight usual steps or more,
// or so often that nobody can write. who hears at the usual one.
func Odd(who string, c, usual Cadence) error {
	if c.Step == 0 || c.Step >= 5*time.Minute && (usual.Step == 0 || c.Step < 8*usual.Step) {
		return nil
	}
	return fault.Errorf(fault.NeedsYes, "Nothing was changed: %s usually hears every %s, and you typed %s. If you mean it, press the button. If they want it, type it again with asked by and their name.", who, usual, c)
}

// String returns the text form; empty for no cadence.
func (c Cadence) String() string {
	switch {
	case c.Cron != "":
		return c.Cron
	case c.Step == 0:
		return ""
	}
	s := c.Step.String() // 1h0m0s
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// MarshalText returns the text form.
func (c Cadence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text form; an empty one is no cadence.
func (c *Cadence) UnmarshalText(text []byte) (err error) {
	*c = Cadence{}
	if len(text) > 0 {
		*c, err = ParseCadence(string(text))
	}
	return err
}

// Limits of what people may write.
const (
	ShortestStep   = time.Second // so that the whole can be tried quickly
	longestStep    = 366 * 24 * time.Hour
	shortestCron   = time.Minute
	longestCadence = 200 // characters
)

// ParseCadence reads a cadence as people and the config write it: a span as
// [ParseSpan] reads it, or a cron expression of five fields. Its error is an
// [fault.Error] of two sentences, what is wrong and what to write. Of what is written
// as cron writes it, @every, less than a minute is a slip.
func ParseCadence(text string) (Cadence, error) {
	text = strings.Join(strings.Fields(Unquoted(text)), " ")
	every, isEvery := strings.CutPrefix(text, "@every ")
	if !isEvery {
		every = text
	}
	least := ShortestStep
	if isEvery {
		least = shortestCron
	}
	switch step, isSpan := readSpan(every); {
	case isSpan:
		step, err := spanWithin(text, step, least)
		return Every(step), err
	case isEvery || strings.HasPrefix(text, "@every"):
		return Cadence{}, fault.Errorf(fault.Invalid, "%s is not a valid interval. Write a duration like 30m.", inQuotes(text))
	}
	if _, err := parseCron(text); err != nil {
		return Cadence{}, err
	}
	return Cadence{Cron: text}, nil
}

const howToCron = "Write a duration like 30m, or five fields of cron like 0 9,13,17 * * MON-FRI."

// inQuotes repeats to a person what was written, not more than fits on a line.
func inQuotes(text string) string {
	quoted := strconv.Quote(fault.Clipped(text)) // which shows what cannot be seen
	return "“" + quoted[1:len(quoted)-1] + "”"
}

// parseCron is the guard before the parser of robfig/cron, which panics on some
// texts and accepts others that never come or come all the time.
func parseCron(text string) (s *cron.SpecSchedule, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fault.Errorf(fault.Invalid, "%s is not a valid interval. %s", inQuotes(text), howToCron)
		}
	}()
	switch fields := strings.Fields(text); {
	case text == "":
		return nil, fault.Errorf(fault.Invalid, "An interval is missing. %s", howToCron)
	case len(text) > longestCadence:
		return nil, fault.Errorf(fault.Invalid, "%s is longer than any interval. %s", inQuotes(text), howToCron)
	case strings.Contains(strings.ToUpper(fields[0]), "TZ="):
		return nil, fault.Errorf(fault.Invalid, "%s names a time zone; its times are always those of the client's zone. Remove %s.", inQuotes(text), fields[0])
	case len(fields) == 6:
		return nil, fault.Errorf(fault.Invalid, "%s has six fields; Candor does not count seconds. Remove the first one.", inQuotes(text))
	case len(fields) != 5 && !strings.HasPrefix(text, "@"):
		return nil, fault.Errorf(fault.Invalid, "%s is not a valid interval. %s", inQuotes(text), howToCron)
	}
	parsed, wrong := cron.ParseStandard(text)
	s, ok := parsed.(*cron.SpecSchedule)
	if wrong != nil || !ok {
		return nil, fault.Errorf(fault.Invalid, "%s is not a valid interval: %s. %s", inQuotes(text), reasonOf(wrong), howToCron)
	}
	if next := s.Next(plainYear); next.IsZero() || next.Sub(plainYear) > longestStep {
		return nil, fault.Errorf(fault.Invalid, "%s does not come every year. Choose days that each year has.", inQuotes(text))
	}
	return s, nil
}

// plainYear is just before a year without 29 February.
var plainYear = time.Date(2024, 12, 31, 23, 59, 59, 0, time.UTC)

// reasonOf is the parser's own reason on one line.
func reasonOf(err error) string {
	if err == nil {
		return "it is not understood"
	}
	return strings.TrimRight(inQuotes(err.Error()), ".")
}

// crons remembers what was parsed.
var crons sync.Map // expression → *cron.SpecSchedule

func (c Cadence) cron() (*cron.SpecSchedule, error) {
	if s, ok := crons.Load(c.Cron); ok {
		return s.(*cron.SpecSchedule), nil
	}
	s, err := parseCron(c.Cron)
	if err != nil {
		return nil, fmt.Errorf("a cadence that was accepted: %w", err)
	}
	crons.Store(c.Cron, s)
	return s, nil
}

// Next returns the first time of the cadence strictly after an instant, by the
// clock in the zone; zero if there is none.
//
// A cron expression means fields of a calendar: where the clocks go forward, a
// time that does not exist is the moment at which they do; where they go back, a
// time that comes twice counts the first time only. A step of less than a day
// goes on through both, since a client that hears every half hour should not
// wait for an hour more; a longer one keeps the time of day.
func (c Cadence) Next(after time.Time, zone *time.Location) time.Time {
	switch {
	case c.Cron != "":
		return c.nextCron(after, zone)
	case c.Step <= 0:
		return time.Time{}
	case c.Step >= 24*time.Hour:
		days := c.Step / (24 * time.Hour)
		later := FieldsOf(after, zone).AddDate(0, 0, int(days)).Add(c.Step % (24 * time.Hour))
		return OnClock(later.Truncate(time.Minute), zone)
	}
	return gridPoint(c.Step, after.Add(1), zone)
}

func (c Cadence) nextCron(after time.Time, zone *time.Location) time.Time {
	s, err := c.cron()
	if err != nil {
		return time.Time{}
	}
	// A field time up to what the clock shows now has come already, so the search
	// begins there.
	for fields := FieldsOf(after, zone); ; {
		if fields = s.Next(fields); fields.IsZero() {
			return time.Time{}
		}
		if at := OnClock(fields, zone); at.After(after) {
			return at
		}
	}
}

// Propose returns when a client should hear next: the first time of the cadence
// that is at least half a step after now, so that an update sent at 14:28 does
// not promise 14:30. For an expression half the way to the following time
// counts, at most half an hour: who knows that news come at 09:00 and 13:00
// expects them.
func (c Cadence) Propose(now time.Time, zone *time.Location) time.Time {
	switch {
	case c.Cron != "":
		next := c.Next(now, zone)
		following := c.Next(next, zone)
		if next.Sub(now) < min(following.Sub(next)/2, 30*time.Minute) {
			return following
		}
		return next
	case c.Step <= 0 || c.Step >= 24*time.Hour:
		return c.Next(now, zone)
	}
	return gridPoint(c.Step, now.Add(c.Step/2), zone)
}

// Gap is how far apart the next times after an instant are; 0 if there is no
// cadence. A night between two fixed times does not count.
func (c Cadence) Gap(after time.Time, zone *time.Location) time.Duration {
	if c.Cron == "" {
		return c.Step
	}
	first := c.Next(after, zone)
	second := c.Next(first, zone)
	return min(second.Sub(first), c.Next(second, zone).Sub(second))
}

// gridPoint returns the first point of a grid at or after an instant. The grid
// is laid on the clock in the zone, new at each midnight, so that a step of 30
// minutes gives :00 and :30, times that people remember.
func gridPoint(step time.Duration, earliest time.Time, zone *time.Location) time.Time {
	for t := earliest; ; {
		shown := sinceMidnight(t.In(zone))
		point := min((shown+step-1)/step*step, 24*time.Hour)
		at := t.Add(point - shown)
		_, end := t.In(zone).ZoneBounds()
		if end.IsZero() || at.Before(end) {
			return at.UTC()
		}
		// The clocks change before that. Where they jump over the point, it is then.
		_, before := t.In(zone).Zone()
		_, after := end.In(zone).Zone()
		if jump := time.Duration(after-before) * time.Second; jump > 0 && !at.After(end.Add(jump)) {
			return end.UTC()
		}
		t = end
	}
}

// sinceMidnight is the time of day that a clock shows.
func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// FieldsOf returns what a clock in the zone shows, as the same fields in UTC,
// where one can calculate with them.
func FieldsOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// farthest is more than any zone is ahead of UTC.
const farthest = 26 * time.Hour

// OnClock returns the first instant at which a clock in the zone shows the
// fields or later ones: of a time that comes twice the first, and of one that
// does not exist the moment at which the clock jumps over it. [time.Date]
// promises neither.
func OnClock(fields time.Time, zone *time.Location) time.Time {
	for t := fields.Add(-farthest).In(zone); ; {
		_, offset := t.Zone()
		at := fields.Add(-time.Duration(offset) * time.Second)
		_, end := t.ZoneBounds()
		switch {
		case at.Before(t): // what held before has jumped over it
			return t.UTC()
		case end.IsZero() || at.Before(end):
			return at
		}
		t = end
	}
}
